"""The feed of the catalogue: in order, complete, in pages."""

from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from identity.actors import SYSTEM
from items.models import CatalogueChange
from items.services.cancelling import cancel_version
from items.services.publishing import publish_version
from items.services.suspending import resume_version, suspend_version
from tests import world
from tests.items.test_versions import draft_of
from tests.together import PATIENCE_SECONDS, at_once

HEAD_START_SECONDS = 0.5
FEED = "/api/v1/items/changes/"


def feed(**query: Any) -> dict[str, Any]:
    answer = Client().get(FEED, query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.django_db
def test_what_happens_to_an_item_is_told_in_order() -> None:
    first = world.item()
    draft = draft_of(first)
    suspend_version(first, reason="系统升级", by=SYSTEM)
    resume_version(first, by=SYSTEM)
    second = publish_version(draft, by=SYSTEM)
    cancel_version(second, reason="法规废止", by=SYSTEM)
    told = feed()
    assert [(row["kind"], row["version"], row["reason"]) for row in told["changes"]] == [
        ("published", 1, ""),
        ("suspended", 1, "系统升级"),
        ("resumed", 1, ""),
        ("superseded", 1, ""),
        ("published", 2, ""),
        ("cancelled", 2, "法规废止"),
    ]
    assert {row["code"] for row in told["changes"]} == {first.item.implementing_code}
    assert told["position"] == told["changes"][-1]["position"] and not told["more"]


@pytest.mark.django_db
def test_a_version_is_superseded_once() -> None:
    version = world.item()
    for _time in range(3):
        version = publish_version(draft_of(version), by=SYSTEM)
    kinds = [(row["kind"], row["version"]) for row in feed()["changes"]]
    assert [number for kind, number in kinds if kind == "superseded"] == [1, 2, 3]


@pytest.mark.django_db
def test_the_feed_goes_on_from_a_position_page_by_page() -> None:
    for _number in range(5):
        world.item()
    first = feed(limit=2)
    assert len(first["changes"]) == 2 and first["more"]
    rest = feed(after=first["position"])
    assert len(rest["changes"]) == 3 and not rest["more"]
    assert feed(after=rest["position"]) == {"changes": [], "position": rest["position"], "more": False}


@pytest.mark.django_db
def test_a_draft_is_not_told() -> None:
    before = feed()["position"]
    draft_of(world.item())
    assert [row["kind"] for row in feed(after=before)["changes"]] == ["published"]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_is_never_passed_by_one_that_began_later() -> None:
    """A reader that goes on from the last position it saw has seen every change once all have committed."""
    slow, quick = draft_of(world.item()), draft_of(world.item())
    start = CatalogueChange.objects.order_by("-pk")[0].pk
    published, overtaken = Event(), Event()
    seen: list[int] = []

    def look() -> None:
        seen.extend(row["position"] for row in feed(after=seen[-1] if seen else start)["changes"])

    def publish_slowly() -> None:
        with transaction.atomic():
            publish_version(slow, by=SYSTEM)
            published.set()
            overtaken.wait(HEAD_START_SECONDS)
            at_once(look)

    def publish_quickly() -> None:
        published.wait(PATIENCE_SECONDS)
        publish_version(quick, by=SYSTEM)
        overtaken.set()

    at_once(publish_slowly, publish_quickly)
    look()
    assert seen == list(CatalogueChange.objects.filter(pk__gt=start).order_by("pk").values_list("pk", flat=True))
    assert len(seen) == 4, "two published, two superseded"
