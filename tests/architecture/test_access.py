"""Every address × every kind of actor, looking and posting. A route without an entry fails."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.models import Case, CaseState
from cases.services.submission import submit_case
from tests import world
from tests.architecture.access_matrix import ACTORS, AWAY, ELSEWHERE, GO, IN, MATRIX, NO, OK, POSTERS, POSTS, UNKNOWN
from tests.architecture.access_town import Town, build
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")
REFUSED = {IN, 401, 403, NO, 405}
SELF_KEPT = {"django_session", "identity_signin"}
"""What every request may touch: when a session was last seen."""


@pytest.fixture
def town() -> Town:
    return build()


def routes(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, set[str]]]:
    """Every named route with the names of its keys."""
    found: list[tuple[str, set[str]]] = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            found += routes(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            found.append((f"{prefix}{pattern.name}", set(pattern.pattern.converters)))
    return found


def doors(town: Town, actors: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Route, actor and address of every pair of the matrix."""
    for name, keys in routes():
        for actor in actors if name in MATRIX else ():
            yield name, actor, reverse(name, kwargs=town.keys_of(name, keys, actor))


def test_every_route_has_an_entry() -> None:
    names = {name for name, _keys in routes()}
    assert names - ELSEWHERE == set(MATRIX)
    assert set(POSTS) <= set(MATRIX)


def test_who_may_open_what_and_nobody_posts_to_what_is_not_his(town: Town) -> None:
    """Looks answer as the matrix says; refused posts are answered like refused looks, and no row changes."""
    before = fingerprints()
    wrong = [
        f"{name} as {actor}: {answer.status_code} {answer.headers.get('Location', '')} on posting"
        for name, actor, address in doors(town, POSTERS)
        if not may_post(name, actor) and not refused(answer := town.clients[actor].post(address))
    ]
    assert wrong == []
    assert fingerprints() == before
    for name, actor, address in doors(town, ACTORS):
        answer = town.clients[actor].get(address)
        read_to_the_end(answer)
        if answer.status_code != MATRIX[name][actor]:
            wrong.append(f"{name} as {actor}: {answer.status_code}, not {MATRIX[name][actor]}")
        elif not answer.streaming and loses_files(answer.content.decode(errors="replace")):
            wrong.append(f"{name} as {actor}: a form asks for a file and does not send it")
    assert wrong == []


def loses_files(page: str) -> bool:
    """Whether a form on the page has an input for files that a browser would not send."""
    forms = re.findall(r"<form\b([^>]*)>(.*?)</form>", page, re.S)
    return any('type="file"' in body and "multipart/form-data" not in head for head, body in forms)


def may_post(name: str, actor: str) -> bool:
    """Whom the matrix lets in, unless `POSTS` says who alone; nobody is refused what is open to all."""
    if name in POSTS:
        return actor in POSTS[name]
    answer = MATRIX[name][actor]
    return answer not in {IN, 401, NO} or (answer == GO and (actor not in UNKNOWN or MATRIX[name] == AWAY))


def refused(answer: Any) -> bool:
    """Not found, not allowed, or sent to sign in."""
    gone = answer.headers.get("Location", "").partition("?")[0]
    return answer.status_code in REFUSED and gone in {"", reverse("portal:sign_in"), reverse("portal:staff_sign_in")}


def fingerprints() -> dict[str, str]:
    """A digest of every table of ours."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in apps.get_models()} - SELF_KEPT):
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} AS t")
            found[table] = cursor.fetchone()[0]
    return found


def read_to_the_end(answer: Any) -> None:
    """A file that is sent stays open until it has been read."""
    for _part in answer.streaming_content if answer.streaming else ():
        pass


def test_a_mandate_limited_to_other_items_opens_nothing(town: Town) -> None:
    """A-04: an agent sees only what his mandate covers."""
    agent = world.citizen(name="代理")
    firm = world.enterprise(agent)
    boss = world.acting_for(agent, firm)
    case = submit_case(world.draft(world.item(), boss), by=boss).case
    agent_mandate = firm.mandates_given.get()
    assert signed_in(boss).get(reverse("cases:space_case", args=[case.pk])).status_code == OK
    agent_mandate.item_codes = ["000000000000"]
    agent_mandate.save()
    limited = world.acting_for(agent, firm)
    assert signed_in(limited).get(reverse("cases:space_case", args=[case.pk])).status_code == NO
    assert Case.objects.get(pk=case.pk).state == CaseState.SUBMITTED
