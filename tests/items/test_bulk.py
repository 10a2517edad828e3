"""Deeds on many items at once: tried, done, taken back (1.9, I-13)."""

from typing import Any

import pytest
from django.urls import reverse

from core.refusal import Refusal
from identity.actors import Actor
from items.models import BulkAct, BulkKind, DraftState, Item, ItemDraft, VersionState
from items.services.bulk import MOST, bulk_elements, do_bulk, try_bulk, undo_bulk
from items.services.handing import move_draft
from tests import world
from tests.client import signed_in
from tests.items.test_drafts import ADMIN, HEAD, LEGAL, PUBLISHER

pytestmark = pytest.mark.django_db
PHONE: dict[str, Any] = {"element": "consult_phone", "value": "0512-29990199", "reason": "号码调整"}


def items(count: int = 3) -> list[Item]:
    return [world.item().item for _ in range(count)]


def keys(found: list[Item]) -> list[int]:
    return [item.pk for item in found]


def test_a_phone_number_changes_on_many_items_and_comes_back() -> None:
    """Others' items, and those that say it already, are refused one by one; the rest is done."""
    admin, mine = world.staff(ADMIN), items(3)
    stranger = world.item("资规局").item
    same = world.item(consult_phone="0512-29990199").item
    everything = [*mine, stranger, same]
    tried = try_bulk(BulkKind.CHANGE, keys(everything), PHONE, by=admin)
    assert [result.done for result in tried] == [True, True, True, False, False]
    assert not BulkAct.objects.exists() and not ItemDraft.objects.exists()
    act = do_bulk(BulkKind.CHANGE, keys(everything), {**PHONE, "hand_over": "yes"}, by=admin)
    assert {draft.content["consult_phone"] for draft in ItemDraft.objects.all()} == {"0512-29990199"}
    assert {draft.state for draft in ItemDraft.objects.all()} == {DraftState.DEPARTMENT}
    assert undo_bulk(act, by=admin) == 3
    assert {draft.state for draft in ItemDraft.objects.all()} == {DraftState.DISCARDED}
    with pytest.raises(Refusal) as refused:
        undo_bulk(act, by=admin)
    assert refused.value.code == "undone"


def test_what_was_published_meanwhile_is_taken_back_by_a_new_draft() -> None:
    admin, (item,) = world.staff(ADMIN), items(1)
    before = item.versions.get().consult_phone
    act = do_bulk(BulkKind.CHANGE, [item.pk], {**PHONE, "hand_over": "yes"}, by=admin)
    draft = move_draft(ItemDraft.objects.get(), "agree", by=world.staff(HEAD))
    assert draft.state == DraftState.READY
    move_draft(draft, "publish", by=world.staff(PUBLISHER))
    assert item.versions.get(state=VersionState.PUBLISHED).consult_phone == "0512-29990199"
    assert undo_bulk(act, by=admin) == 1
    again = ItemDraft.objects.get(state=DraftState.DRAFT)
    assert again.content["consult_phone"] == before


def test_an_office_agrees_to_many_drafts_and_takes_it_back_where_nobody_went_on() -> None:
    admin, found = world.staff(ADMIN), items(3)
    changed = {**PHONE, "element": "hours", "value": "全天", "hand_over": "yes"}
    do_bulk(BulkKind.CHANGE, keys(found), changed, by=admin)
    ItemDraft.objects.update(state=DraftState.LEGAL)
    legal = world.staff(LEGAL)
    drafts = list(ItemDraft.objects.values_list("pk", flat=True))
    act = do_bulk(BulkKind.MOVE, drafts, {"deed": "agree", "reason": ""}, by=legal)
    assert set(ItemDraft.objects.values_list("state", flat=True)) == {"lists"}
    first = ItemDraft.objects.get(pk=drafts[0])
    move_draft(first, "send_back", by=world.staff("清单管理岗"), reason="再议")
    assert undo_bulk(act, by=legal) == 2
    assert sorted(ItemDraft.objects.values_list("state", flat=True)) == ["legal", "legal", "returned"]
    assert "已有他人" in act.results.get(draft=first).words


@pytest.mark.parametrize(("kind", "state"), [(BulkKind.SUSPEND, "suspended"), (BulkKind.RESUME, "published")])
def test_the_publisher_suspends_and_resumes_many(kind: BulkKind, state: str) -> None:
    publisher, found = world.staff(PUBLISHER), items(2)
    if kind is BulkKind.RESUME:
        do_bulk(BulkKind.SUSPEND, keys(found), {"reason": "系统升级"}, by=publisher)
    act = do_bulk(kind, keys(found), {"reason": "系统升级"}, by=publisher)
    assert {item.versions.get().state for item in found} == {state}
    assert undo_bulk(act, by=publisher) == 2
    assert {item.versions.get().state for item in found} == {"published", "suspended"} - {state}
    refused = try_bulk(kind, keys(found), {"reason": "因"}, by=world.staff(ADMIN))
    assert not any(result.done for result in refused)


@pytest.mark.parametrize(
    ("found", "values", "code"),
    [
        ([], PHONE, "none"),
        (list(range(1, MOST + 2)), PHONE, "too_many"),
        ([1], {**PHONE, "element": "promised_days"}, "element"),
        ([1], {**PHONE, "element": "colour"}, "element"),
    ],
)
def test_what_cannot_be_done_on_many_is_refused(found: list[int], values: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        do_bulk(BulkKind.CHANGE, found, values, by=world.staff(ADMIN))
    assert refused.value.code == code and not BulkAct.objects.exists()


def test_only_where_and_whom_to_ask_changes_on_many_items() -> None:
    assert {each.key for each in bulk_elements()} >= {"consult_phone", "complaint_phone", "hours", "consult_address"}
    assert all(each.minor for each in bulk_elements())


def test_one_sees_what_would_happen_before_it_does(client: Any) -> None:
    admin, found = world.staff(ADMIN), items(2)
    browser = signed_in(admin)
    listed = browser.get(reverse("catalogue:items")).content.decode()
    assert "咨询电话" in listed
    form = {"kind": "change", "key": keys(found), **PHONE}
    page = browser.post(reverse("catalogue:bulk"), form).content.decode()
    assert "0512-29990199" in page and not ItemDraft.objects.exists()
    done = browser.post(reverse("catalogue:bulk"), {**form, "sure": "yes"})
    act = BulkAct.objects.get()
    assert done.headers["Location"] == reverse("catalogue:bulk_act", args=[act.pk])
    assert ItemDraft.objects.count() == 2
    stranger: Actor = world.staff(ADMIN)
    assert signed_in(stranger).get(reverse("catalogue:bulk_act", args=[act.pk])).status_code == 404
    browser.post(reverse("catalogue:bulk_act", args=[act.pk]))
    assert set(ItemDraft.objects.values_list("state", flat=True)) == {"discarded"}
    for broken in ({**form, "kind": "burn"}, {**form, "key": ["x"]}):
        assert browser.post(reverse("catalogue:bulk"), broken).status_code == 400
    assert browser.post(reverse("catalogue:bulk"), {**form, "key": []}).status_code == 302
