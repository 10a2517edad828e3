"""Versions: immutable once published (I-12), and everybody keeps the one he began with (principle 2)."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseState, Channel, Material
from cases.services.drafts import start_draft
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from items.models import Item, ItemVersion, Theme, VersionState
from items.services.importing import import_item
from items.services.publishing import publish_version
from tests import world
from tests.cases.walks import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

FULL: dict[str, Any] = {
    "fees": [{"name": "工本费", "standard": "每本十元", "amount_fen": 1000, "basis": "收费标准"}],
    "faq": [{"q": "多久？", "a": "五个工作日。"}],
    "materials": [world.material("申请书"), world.material("租赁合同", required=False)],
    "situations": [{"ask": "场所来源？", "options": [{"label": "租赁", "adds": ["租赁合同"]}]}],
    "intermediaries": [{"name": "环境检测", "basis": "食品安全法", "days": 5}],
    "templates": [{"kind": "licence", "title": "食品经营许可证", "body": "{{ applicant.name }}"}],
}
OF_VERSION = {
    *("Condition", "Faq", "FeeSpec", "FormField", "HandlingOption", "LegalBasis", "MaterialSpec"),
    *("IntermediaryService", "PaperTemplate", "ResultSpec", "Route", "ServiceDesk", "Situation"),
    "SpecialProcedureSpec",
    *("Stage", "Seat", "SituationOption", "SituationEffect"),
}
PARENTS = ("version_id", "route_id", "stage_id", "situation_id", "option_id")


def parts(version: ItemVersion) -> dict[str, models.Model]:
    """One row of every kind of part of this version, by the model's name."""
    route, situation = version.route_set.get(), version.situation_set.get()
    stage, option = route.stages.all()[0], situation.options.get()
    nested = [route, situation, stage, stage.seats.all()[0], option, option.effects.get()]
    flat = [
        getattr(version, f"{name}_set").all()[0]
        for name in (
            *("condition", "faq", "feespec", "formfield", "handlingoption", "legalbasis", "materialspec"),
            *("intermediaryservice", "papertemplate", "resultspec", "servicedesk", "specialprocedurespec"),
        )
    ]
    return {type(part).__name__: part for part in [*nested, *flat]}


def draft_of(version: ItemVersion, **changes: Any) -> ItemVersion:
    """A new draft of the same item."""
    shape = world.item_shape(name=version.name, base_code=version.item.entry.base_code, **changes)
    return import_item(shape, department=version.item.department)


def refused_by_the_database(statement: str, key: int) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [key])
    except IntegrityError as error:
        return "published" in str(error)
    return False


def test_no_part_of_a_published_version_can_be_changed_or_deleted() -> None:
    """I-12: whoever tries, by any path, meets the trigger."""
    found = parts(world.item(**FULL))
    assert set(found) == OF_VERSION
    for part in found.values():
        table = part._meta.db_table
        assert refused_by_the_database(f"UPDATE {table} SET id = id WHERE id = %s", part.pk), table
        assert refused_by_the_database(f"DELETE FROM {table} WHERE id = %s", part.pk), table


def test_nothing_can_be_added_to_a_published_version_nor_moved_into_it() -> None:
    """I-12."""
    published = world.item(**FULL)
    draft, target = parts(draft_of(published, **FULL)), parts(published)
    assert set(draft) == OF_VERSION
    for name, part in draft.items():
        column = next(column for column in PARENTS if hasattr(part, column))
        new_parent = getattr(target[name], column)
        moved = {"order": 99, column: new_parent} if hasattr(part, "order") else {column: new_parent}
        with pytest.raises(IntegrityError, match="was published"), transaction.atomic():
            type(part)._default_manager.filter(pk=part.pk).update(**moved)
        columns = {field.attname: getattr(part, field.attname) for field in part._meta.concrete_fields}
        with pytest.raises(IntegrityError, match="was published"), transaction.atomic():
            type(part)._default_manager.create(**{**columns, "id": None, **moved})


def test_of_a_published_version_only_the_state_and_its_end_go_on() -> None:
    version = world.item()
    for column in ("name", "promised_days", "number", "visits"):
        assert refused_by_the_database(
            f"UPDATE items_itemversion SET {column} = {column} || '1' WHERE id = %s"
            if column == "name"
            else f"UPDATE items_itemversion SET {column} = {column} + 1 WHERE id = %s",
            version.pk,
        )
    assert refused_by_the_database("DELETE FROM items_itemversion WHERE id = %s", version.pk)
    assert refused_by_the_database("UPDATE items_itemversion SET state = 'draft' WHERE id = %s", version.pk)
    ItemVersion.objects.filter(pk=version.pk).update(state=VersionState.SUSPENDED)
    assert ItemVersion.objects.get(pk=version.pk).state == VersionState.SUSPENDED


def test_a_draft_can_be_changed_and_thrown_away() -> None:
    draft = draft_of(world.item(**FULL), **FULL)
    for part in parts(draft).values():
        assert not refused_by_the_database(f"UPDATE {part._meta.db_table} SET id = id WHERE id = %s", part.pk)
    draft.delete()
    assert not ItemVersion.objects.filter(pk=draft.pk).exists()


def test_publishing_ends_the_former_version_and_happens_once() -> None:
    """I-06, I-12: one version in force; publishing the same one again is refused."""
    first = world.item()
    second = publish_version(draft_of(first), by=SYSTEM)
    first.refresh_from_db()
    assert (first.state, second.state) == (VersionState.SUPERSEDED, VersionState.PUBLISHED)
    assert first.ended_at == second.published_at and second.ended_at is None
    assert (second.number, second.item_id) == (first.number + 1, first.item_id)
    assert Item.objects.count() == 1
    for version in (first, second):
        with pytest.raises(Refusal) as refused:
            publish_version(version, by=SYSTEM)
        assert (refused.value.code, refused.value.conflict) == ("not_a_draft", True)
    told = EventRow.objects.filter(stream="item", stream_id=first.item_id).order_by("sequence")
    assert [row.data["number"] for row in told] == [1, 2]


def test_two_versions_of_one_item_are_never_in_force_together() -> None:
    first = world.item()
    second = draft_of(first)
    with pytest.raises(IntegrityError, match="one_version_in_force"), transaction.atomic():
        ItemVersion.objects.filter(pk=second.pk).update(state=VersionState.PUBLISHED)


def test_a_new_version_leaves_running_cases_and_drafts_with_theirs() -> None:
    """Principle 2 of the rulebook: materials, limits and form do not change under anybody's hands."""
    running = accepted()
    first = running.version
    owner = world.citizen()
    draft = start_draft(first, by=owner, channel=Channel.WEB)
    due = running.clocks.get(kind="promised").due_at
    materials = [world.material(name) for name in ("申请书", "平面图", "环评报告")]
    second = publish_version(draft_of(first, materials=materials, promised={"days": 3, "unit": "working"}), by=SYSTEM)
    running.refresh_from_db()
    assert running.version_id == first.pk and running.clocks.get(kind="promised").due_at == due
    assert set(names_of(draft)) == {"申请书", "平面图"}
    world.fill(draft, owner)
    with pytest.raises(Refusal) as refused:
        submit_case(world.answer(draft, owner), by=owner)
    assert refused.value.code == "superseded" and draft.version_id == first.pk
    assert draft.materials.filter(state="provided").count() == 2
    new = start_draft(second, by=owner, channel=Channel.WEB)
    assert set(names_of(new)) == {"申请书", "平面图", "环评报告"}


def names_of(case: Case) -> list[str]:
    return list(Material.objects.filter(case=case).values_list("spec__name", flat=True))


def test_the_themes_of_a_published_version_are_frozen_too() -> None:
    """I-12: a theme is a way to the item; the guide of version n is found where it was."""
    theme, other = (Theme.objects.create(name=name, audience="person", order=1) for name in ("证件办理", "准营准办"))
    published = world.item(themes=[theme.name])
    link = published.themes.through._default_manager.get(itemversion=published)
    table = "items_itemversion_themes"
    assert refused_by_the_database(f"UPDATE {table} SET id = id WHERE id = %s", link.pk)
    assert refused_by_the_database(f"DELETE FROM {table} WHERE id = %s", link.pk)
    with pytest.raises(IntegrityError, match="was published"), transaction.atomic():
        published.themes.add(other)
    draft = draft_of(published, themes=[theme.name])
    draft.themes.add(other)
    draft.delete()


@pytest.mark.parametrize("state", [VersionState.CANCELLED, VersionState.SUPERSEDED])
def test_an_item_out_of_force_takes_no_new_applications_and_its_cases_go_on(state: VersionState) -> None:
    """I-13."""
    version, owner = world.item(), world.citizen()
    running = submit_case(world.draft(version, owner), by=owner).case
    ItemVersion.objects.filter(pk=version.pk).update(state=state)
    version.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        start_draft(version, by=owner, channel=Channel.WEB)
    assert refused.value.code == "not_open"
    code = version.item.implementing_code
    assert Client().get(reverse("portal:guide", args=[code])).status_code == 404
    assert accept_case(running, by=world.staff("窗口受理岗")).state == CaseState.IN_REVIEW


def test_an_item_by_authority_cannot_be_applied_for() -> None:
    version = world.item(initiated_by="authority", materials=[], route=[])
    with pytest.raises(Refusal) as refused:
        start_draft(version, by=world.citizen(), channel=Channel.WEB)
    assert refused.value.code == "not_open"
