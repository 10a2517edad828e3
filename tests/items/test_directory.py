"""Keeping the directory: codes, names, plans, sub-items, and bodies that read what changed (H25, 1.4, 1.10)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core.clock import SimulatedClock, running_at
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from items.models import DirectoryEntry, EntryState
from items.services.directory import (
    basis_rows,
    cancel_entry,
    change_entry,
    create_entry,
    keep_entry,
    resume_entry,
    split_entry,
    suspend_entry,
)
from items.services.drafting import open_draft, start_item
from items.tasks import keep_plans
from tests import world
from tests.cases.walks import at
from tests.client import signed_in
from tests.items.test_drafts import ADMIN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
LAW = {"law": "食品安全法", "kind": "law", "document_no": "", "article": "第三十五条", "gist": "许可制度"}
KEEPER = "清单管理岗"


def given(**changes: Any) -> dict[str, Any]:
    return {"base_code": "000131900000", "name": "小餐饮登记", "type": "01", "levels": [4], "basis": [LAW], **changes}


def as_is(entry: DirectoryEntry, **changes: Any) -> dict[str, Any]:
    columns = ("base_code", "name", "type", "local_code", "levels", "lead", "effective_on")
    return {**{name: getattr(entry, name) for name in columns}, "basis": basis_rows(entry), **changes}


def refusal(*args: Any, **kwargs: Any) -> str:
    deed, *rest = args
    with pytest.raises(Refusal) as refused:
        deed(*rest, by=SYSTEM, **kwargs)
    return refused.value.code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"base_code": "12"}, "bad_code"),
        ({"base_code": "990131900000"}, "bad_code"),
        ({"base_code": "000731900000"}, "code_of_other_type"),
        ({"name": "别的"}, "code_twice"),
        ({"base_code": "000131901000"}, "name_twice"),
    ],
)
def test_a_row_needs_a_valid_code_and_a_name_of_its_own(changes: Mapping[str, Any], code: str) -> None:
    """I-01, I-06, 1.4."""
    create_entry(given(), by=SYSTEM)
    assert refusal(create_entry, given(**changes)) == code
    assert DirectoryEntry.objects.count() == 1


def test_every_change_is_counted_and_told_and_no_change_is_not() -> None:
    entry = create_entry(given(), by=SYSTEM)
    entry = change_entry(entry, as_is(entry), number=1, by=SYSTEM)
    entry = change_entry(entry, as_is(entry, name="小餐饮备案"), number=1, by=SYSTEM)
    told = EventRow.objects.filter(stream="entry", stream_id=entry.pk).order_by("sequence")
    assert [row.data["number"] for row in told] == [1, 2] and entry.number == 2
    assert refusal(change_entry, entry, as_is(entry, name="别的"), number=1) == "changed_meanwhile"


def test_the_code_of_a_claimed_row_stays() -> None:
    claimed, free = world.item().item.entry, create_entry(given(), by=SYSTEM)
    other = as_is(claimed, base_code="000131902000")
    assert refusal(change_entry, claimed, other, number=claimed.number) == "code_claimed"
    assert change_entry(free, as_is(free, base_code="000131903000"), number=1, by=SYSTEM).base_code == "000131903000"


def test_a_row_with_items_in_force_ends_only_on_a_day_to_come_and_the_heartbeat_ends_it() -> None:
    entry = world.item().item.entry
    assert refusal(cancel_entry, entry) == "in_force"
    assert refusal(cancel_entry, entry, on=date(2026, 3, 2)) == "in_force"
    assert refusal(cancel_entry, entry, on=date(2026, 3, 1)) == "past"
    cancel_entry(entry, on=date(2026, 3, 9), by=SYSTEM)
    keep_plans()
    entry.refresh_from_db()
    assert entry.state == EntryState.IN_USE
    with running_at(SimulatedClock(at(2026, 3, 9))):
        keep_plans()
        keep_plans()
    entry.refresh_from_db()
    assert (entry.state, entry.number) == (EntryState.CANCELLED, 3)
    assert refusal(change_entry, entry, as_is(entry), number=3) == "cancelled"


def test_a_planned_end_can_be_dropped() -> None:
    entry = cancel_entry(create_entry(given(), by=SYSTEM), on=date(2026, 3, 9), by=SYSTEM)
    assert keep_entry(entry, by=SYSTEM).cancel_on is None
    assert refusal(keep_entry, entry) == "nothing_planned"


def test_a_suspended_row_can_be_claimed_by_nobody_until_its_day() -> None:
    admin, day = world.staff(ADMIN), date(2026, 3, 9)
    entry = suspend_entry(create_entry(given(), by=SYSTEM), until=day, by=SYSTEM)
    assert refusal(suspend_entry, entry) == "not_in_use"
    claim = {"base_code": entry.base_code, "name": entry.name, "type": entry.type}
    with pytest.raises(Refusal) as refused:
        start_item(claim, department=world.department(), by=admin)
    assert refused.value.code == "not_in_use"
    with running_at(SimulatedClock(at(2026, 3, 9))):
        keep_plans()
    assert start_item(claim, department=world.department(), by=admin).item.entry_id == entry.pk


def test_what_was_suspended_without_a_day_stays_so() -> None:
    entry = suspend_entry(create_entry(given(effective_on=date(2026, 3, 1)), by=SYSTEM), by=SYSTEM)
    keep_plans()
    entry.refresh_from_db()
    assert entry.state == EntryState.SUSPENDED
    assert resume_entry(entry, by=SYSTEM).state == EntryState.IN_USE
    assert refusal(resume_entry, entry) == "not_suspended"


def test_sub_items_take_the_next_codes_and_the_law_of_their_main_item() -> None:
    """I-01: sub-item 000 means none."""
    entry = create_entry(given(), by=SYSTEM)
    first = split_entry(entry, ["堂食", " 外卖 ", "堂食", ""], by=SYSTEM)
    assert [(row.base_code, row.name) for row in first] == [("000131900001", "堂食"), ("000131900002", "外卖")]
    assert [row.base_code for row in split_entry(entry, ["小作坊"], by=SYSTEM)] == ["000131900003"]
    assert basis_rows(first[0]) == [LAW] and first[0].parent_id == entry.pk
    assert refusal(split_entry, first[0], ["再分"]) == "sub_item"
    assert refusal(split_entry, entry, [" "]) == "no_names"


def test_the_body_reads_on_its_item_and_draft_where_the_directory_went_another_way() -> None:
    """四同 (1.10): name, basis, levels; and the row shows who differs."""
    version, admin = world.item(), world.staff(ADMIN)
    client, entry = signed_in(admin), version.item.entry
    item, row = (
        reverse("catalogue:item", args=[version.item.implementing_code]),
        reverse("catalogue:entry", args=[entry.pk]),
    )
    assert "目录已变更" not in client.get(item).content.decode()
    assert "不一致" not in client.get(row).content.decode()
    draft = open_draft(version.item, by=admin)
    other = {**LAW, "law": "食品生产经营管理条例"}
    change_entry(entry, as_is(entry, name="餐饮许可", levels=[3], basis=[other]), number=1, by=SYSTEM)
    page = client.get(item).content.decode()
    assert page.count("目录已变更") >= 3 and "餐饮许可" in page and other["law"] in page
    assert "1 处不一致" in client.get(row).content.decode()
    overview = client.get(reverse("catalogue:overview")).content.decode()
    assert overview.count("餐饮许可") == 2, "once at the draft, once at the item in force"
    assert reverse("catalogue:draft", args=[draft.pk]) in overview


def test_a_split_row_is_told_to_who_carries_it_out() -> None:
    version = world.item()
    split_entry(version.item.entry, ["堂食"], by=SYSTEM)
    page = signed_in(world.staff(ADMIN)).get(reverse("catalogue:item", args=[version.item.implementing_code]))
    assert "目录已变更" in page.content.decode()


def test_the_keeper_keeps_rows_on_their_pages() -> None:
    client = signed_in(world.staff(KEEPER, "编办"))
    form = {"base_code": "000131900000", "name": "小餐饮登记", "type": "01", "levels": ["4"]}
    form |= {f"basis-0-{name}": value for name, value in LAW.items()}
    assert client.post(reverse("catalogue:new_entry"), form | {"base_code": "1"}).status_code == 422
    answer = client.post(reverse("catalogue:new_entry"), form)
    entry = DirectoryEntry.objects.get()
    where = reverse("catalogue:entry", args=[entry.pk])
    assert answer["Location"] == where and basis_rows(entry) == [LAW]
    edit = reverse("catalogue:edit_entry", args=[entry.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, form | {"name": "小餐饮备案", "number": "1"}).status_code == 302
    assert client.post(edit, form | {"name": "别的", "number": "1"}).status_code == 422
    assert client.post(edit, form).status_code == 400
    state = reverse("catalogue:entry_state", args=[entry.pk])
    assert client.post(state, {"deed": "suspend", "on": "2026-03-09"}).status_code == 302
    assert "3月9日" in client.get(where).content.decode()
    assert client.post(state, {"deed": "suspend"}).status_code == 422
    assert client.post(state, {"deed": "paint"}).status_code == 400
    assert client.post(reverse("catalogue:entry_split", args=[entry.pk]), {"names": "堂食\n外卖"}).status_code == 302
    assert client.post(reverse("catalogue:entry_split", args=[entry.pk]), {"names": ""}).status_code == 422
    page = client.get(where).content.decode()
    assert "堂食" in page and "外卖" in page and "小餐饮备案" in page


def test_rows_are_found_by_type_state_words_and_whether_anybody_claims_them() -> None:
    claimed, free = world.item().item.entry, create_entry(given(), by=SYSTEM)
    client, where = signed_in(world.staff(KEEPER)), reverse("catalogue:directory")

    def found(query: str) -> set[str]:
        page = client.get(f"{where}?{query}").content.decode()
        return {entry.name for entry in (claimed, free) if entry.base_code in page}

    assert found("") == {claimed.name, free.name}
    assert found("claimed=yes") == {claimed.name} and found("claimed=no") == {free.name}
    assert found("q=小餐饮") == found(f"q={free.base_code}") == {free.name}
    assert found("type=07") == found("state=cancelled") == set()
    assert found("type=01&state=in_use") == {claimed.name, free.name}
