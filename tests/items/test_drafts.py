"""Working on an item: nobody overwrites another, everything can be undone, every office agrees before the public sees
it (I-10 to I-13)."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import Actor
from items.exporting import shape_of
from items.models import DraftState, DraftStep, ItemDraft, ItemVersion, VersionState
from items.queries import drafts_visible_to
from items.rules.life import MOVES, merged
from items.services.cancelling import cancel_due, cancel_version, keep_version
from items.services.drafting import DraftConflict, open_draft, redo, restore, save_draft, start_item, undo
from items.services.handing import move_draft, moves_open_to, publish_due
from items.services.reminding import remind_of_waiting
from tests import world

pytestmark = pytest.mark.django_db
ADMIN, HEAD, LEGAL, LISTS, PUBLISHER = "事项管理岗", "分管领导岗", "法制审查岗", "清单管理岗", "事项发布岗"
WAY = (("hand_over", ADMIN), ("agree", HEAD), ("agree", LEGAL), ("agree", LISTS), ("publish", PUBLISHER))


def opened(**how: Any) -> tuple[ItemDraft, Actor]:
    admin = world.staff(ADMIN)
    return open_draft(world.item().item, by=admin, **how), admin


def go(draft: ItemDraft, *, until: str = "published") -> ItemDraft:
    """Through the offices of the town until the draft is in this state."""
    for deed, post in WAY:
        draft = move_draft(draft, deed, by=world.staff(post))
        if draft.state == until:
            break
    return draft


def test_a_change_takes_the_whole_way_and_becomes_the_next_version() -> None:
    """I-10, I-12: who, when and in which office stands for each step; the former version keeps its interval."""
    draft, admin = opened(reason="压缩时限")
    before = draft.based_on
    assert before is not None
    save_draft(draft, {"promised_days": 4, "materials": draft.content["materials"][:1]}, revision=1, by=admin)
    draft = go(draft)
    assert draft.state == DraftState.PUBLISHED and draft.version is not None
    assert (draft.version.number, draft.version.promised_days) == (2, 4)
    before.refresh_from_db()
    assert before.state == VersionState.SUPERSEDED and before.ended_at == draft.version.published_at
    assert [(step.before, step.after) for step in draft.steps.all()] == [
        *(("draft", "department"), ("department", "legal"), ("legal", "lists"), ("lists", "ready")),
        ("ready", "published"),
    ]
    assert all(step.by_id and step.by_label and step.department_id for step in draft.steps.all())
    rows = EventRow.objects.filter(stream="item", stream_id=draft.item_id).order_by("sequence")
    told = list(rows.values_list("name", flat=True))
    assert told.count("items.DraftMoved") == 5 and told[-1] == "items.VersionPublished"


def test_a_change_of_phone_numbers_needs_neither_legal_nor_list_review() -> None:
    """I-10: it changes no power and no list."""
    draft, admin = opened()
    save_draft(draft, {"consult_phone": "0512-29990199", "faq": []}, revision=1, by=admin)
    draft = move_draft(draft, "hand_over", by=admin)
    assert move_draft(draft, "agree", by=world.staff(HEAD)).state == DraftState.READY


def test_nobody_agrees_to_his_own_draft() -> None:
    draft, _admin = opened()
    body = world.department()
    both = world.staff(ADMIN)
    body.posts.filter(name=ADMIN).update(roles=["catalogue_admin", "leader"])
    draft = move_draft(draft, "hand_over", by=both)
    both = Actor(**{**{name: getattr(both, name) for name in Actor.__slots__}, "roles": frozenset({"leader"})})
    with pytest.raises(Refusal) as refused:
        move_draft(draft, "agree", by=both)
    assert refused.value.code == "same_person"


def test_each_office_sends_back_with_a_reason_and_the_department_begins_again() -> None:
    draft, admin = opened()
    for until, post in (("department", HEAD), ("legal", LEGAL), ("lists", LISTS), ("ready", PUBLISHER)):
        draft = go(draft, until=until)
        with pytest.raises(Refusal) as refused:
            move_draft(draft, "send_back", by=world.staff(post))
        assert (refused.value.code, refused.value.field) == ("reason", "reason")
        draft = move_draft(draft, "send_back", by=world.staff(post), reason="依据不足")
        assert draft.state == DraftState.RETURNED
        assert DraftStep.objects.filter(draft=draft).last().reason == "依据不足"  # type: ignore[union-attr]
    save_draft(draft, {"promised_note": "改"}, revision=draft.revision, by=admin)
    assert go(draft).state == DraftState.PUBLISHED


@pytest.mark.parametrize("move", MOVES, ids=lambda move: f"{move.deed} {move.after}")
def test_a_deed_is_only_open_to_its_office_and_its_body(move: Any) -> None:
    draft, _admin = opened()
    state = sorted(move.before)[0]
    ItemDraft.objects.filter(pk=draft.pk).update(state=state, due_on=clock.today())
    draft.refresh_from_db()
    for post in (ADMIN, HEAD, LEGAL, LISTS, PUBLISHER, "窗口受理岗", "监察岗"):
        for key in ("市监局", "资规局"):
            actor = world.staff(post, key)
            may = move in moves_open_to(draft, actor)
            assert may == (move.role in actor.roles and (key == "市监局" or not move.own))
            if not may and not moves_open_to(draft, actor):
                with pytest.raises(Refusal) as refused:
                    move_draft(draft, move.deed, by=actor, reason="因")
                assert refused.value.code == "not_yours"
    assert not DraftStep.objects.filter(draft=draft).exists()


def test_what_is_wrong_is_not_handed_over_and_says_why() -> None:
    """I-15 at each hand-over."""
    draft, admin = opened()
    save_draft(draft, {"promised_days": 50, "hours": ""}, revision=1, by=admin)
    with pytest.raises(Refusal, match="承诺时限超过法定时限") as refused:
        move_draft(draft, "hand_over", by=admin)
    assert refused.value.code == "unpublishable" and "缺少办理时间" in refused.value.sentence
    draft.refresh_from_db()
    assert draft.state == DraftState.DRAFT and draft.content["promised_days"] == 50


def test_a_handed_over_draft_cannot_be_changed_until_it_is_taken_back() -> None:
    draft, admin = opened()
    draft = move_draft(draft, "hand_over", by=admin)
    for change in (lambda: save_draft(draft, {"hours": "全天"}, revision=1, by=admin), lambda: undo(draft, by=admin)):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.code == "not_open" and refused.value.conflict
    draft = move_draft(draft, "take_back", by=admin)
    assert save_draft(draft, {"hours": "全天"}, revision=1, by=admin).content["hours"] == "全天"


def test_two_people_in_different_places_both_keep_what_they_wrote() -> None:
    draft, admin = opened()
    other = world.staff(ADMIN)
    save_draft(draft, {"hours": "全天"}, revision=1, by=admin)
    saved = save_draft(draft, {"promised_note": "含周末"}, revision=1, by=other)
    assert (saved.content["hours"], saved.content["promised_note"], saved.revision) == ("全天", "含周末", 3)


def test_two_people_in_the_same_place_see_the_conflict_and_nothing_is_lost() -> None:
    draft, admin = opened()
    save_draft(draft, {"hours": "全天", "quota": "一百名"}, revision=1, by=admin)
    with pytest.raises(DraftConflict) as refused:
        save_draft(draft, {"hours": "上午", "quota": "一百名"}, revision=1, by=world.staff(ADMIN))
    assert refused.value.conflict and refused.value.keys == ["hours"]
    assert (refused.value.mine, refused.value.theirs) == ({"hours": "上午"}, {"hours": "全天"})
    draft.refresh_from_db()
    assert draft.content["hours"] == "全天" and draft.revisions.count() == 2


def test_edits_can_be_undone_and_done_again_and_any_revision_comes_back() -> None:
    draft, admin = opened()
    first = draft.content["hours"]
    for number, hours in enumerate(("甲", "乙", "丙"), start=1):
        draft = save_draft(draft, {"hours": hours}, revision=number, by=admin)
    assert [undo(draft, by=admin).content["hours"] for _ in range(3)] == ["乙", "甲", first]
    with pytest.raises(Refusal) as refused:
        undo(draft, by=admin)
    assert refused.value.code == "nothing_to_undo"
    assert [redo(draft, by=admin).content["hours"] for _ in range(3)] == ["甲", "乙", "丙"]
    with pytest.raises(Refusal) as refused:
        redo(draft, by=admin)
    assert refused.value.code == "nothing_to_redo"
    assert restore(draft, 2, by=admin).content["hours"] == "甲"
    assert undo(draft, by=admin).content["hours"] == "丙"


@pytest.mark.parametrize(
    ("changes", "revision", "code"),
    [
        ({"colour": "红"}, 1, "unknown_element"),
        ({"materials": [{"colour": "红"}]}, 1, "unknown_element"),
        ({}, 9, "no_revision"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(changes: Any, revision: int, code: str) -> None:
    draft, admin = opened()
    with pytest.raises(Refusal) as refused:
        save_draft(draft, changes, revision=revision, by=admin)
    assert refused.value.code == code and ItemDraft.objects.get(pk=draft.pk).revision == 1


values = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), min_size=4, max_size=4)


@given(values, values, values)
def test_merging_keeps_every_change_that_does_not_collide(
    base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    kept, conflicts = merged(base, mine, theirs)
    for key in base:
        if key in conflicts:
            assert base[key] != mine[key] != theirs[key] != base[key] and kept[key] == theirs[key]
        else:
            assert kept[key] == (mine[key] if mine[key] != base[key] else theirs[key])


def test_one_person_works_on_an_item_at_a_time_but_only_in_one_draft() -> None:
    draft, admin = opened()
    with pytest.raises(Refusal) as refused:
        open_draft(draft.item, by=admin)
    assert refused.value.code == "draft_open"
    move_draft(draft, "discard", by=admin, reason="不改了")
    assert open_draft(draft.item, by=admin).pk != draft.pk


def test_an_item_planned_for_a_day_comes_into_force_on_it(time_machine: Any) -> None:
    """1.9: planned dates are flipped by a job, once, however many run it."""
    draft, admin = opened()
    day = clock.today() + timedelta(days=3)
    save_draft(draft, {"effective_on": day.isoformat(), "quota": "一百名"}, revision=1, by=admin)
    draft = go(draft, until="scheduled")
    assert (draft.state, draft.due_on, publish_due()) == ("scheduled", day, 0)
    assert draft.item.versions.get(state=VersionState.PUBLISHED).number == 1
    time_machine.move_to(clock.now() + timedelta(days=3))
    assert (publish_due(), publish_due()) == (1, 0)
    assert draft.item.versions.get(state=VersionState.PUBLISHED).number == 2


def test_what_no_longer_passes_on_its_day_goes_back_with_the_findings(time_machine: Any) -> None:
    draft, admin = opened()
    day = clock.today() + timedelta(days=3)
    save_draft(draft, {"effective_on": day.isoformat(), "quota": "一百名"}, revision=1, by=admin)
    draft = go(draft, until="scheduled")
    draft.item.entry.name = "食品经营核准"
    draft.item.entry.save(update_fields=["name"])
    time_machine.move_to(clock.now() + timedelta(days=3))
    assert publish_due() == 0
    draft.refresh_from_db()
    assert draft.state == DraftState.RETURNED and "食品经营核准" in draft.steps.last().reason  # type: ignore[union-attr]


def test_an_item_ends_now_or_on_its_day_and_running_cases_go_on(time_machine: Any) -> None:
    """I-13."""
    version, by = world.item(), world.staff(PUBLISHER)
    with pytest.raises(Refusal) as refused:
        cancel_version(version, reason=" ", by=by)
    assert refused.value.code == "reason"
    with pytest.raises(Refusal) as refused:
        cancel_version(version, reason="国发", on=clock.today() - timedelta(days=1), by=by)
    assert refused.value.code == "past"
    version = cancel_version(version, reason="国发〔2026〕1号", on=clock.today() + timedelta(days=2), by=by)
    assert version.state == VersionState.PUBLISHED and cancel_due() == 0
    version = keep_version(version, by=by)
    with pytest.raises(Refusal) as refused:
        keep_version(version, by=by)
    assert refused.value.code == "nothing_planned"
    cancel_version(version, reason="国发〔2026〕1号", on=clock.today() + timedelta(days=2), by=by)
    time_machine.move_to(clock.now() + timedelta(days=2))
    assert (cancel_due(), cancel_due()) == (1, 0)
    version = ItemVersion.objects.get(pk=version.pk)
    assert version.state == VersionState.CANCELLED and version.ended_at and version.cancelled_because
    with pytest.raises(Refusal) as refused:
        cancel_version(version, reason="再次", by=by)
    assert refused.value.code == "not_in_force"
    assert cancel_version(world.item(), reason="国发〔2026〕2号", by=by).state == VersionState.CANCELLED


def test_who_lets_a_draft_wait_is_reminded_once(time_machine: Any) -> None:
    """I-11: twenty days to declare a change of law, ten for the legal office."""
    draft, _admin = opened(law_changed_on=clock.today())
    time_machine.move_to(clock.now() + timedelta(days=20))
    assert remind_of_waiting() == 0
    time_machine.move_to(clock.now() + timedelta(days=1))
    assert (remind_of_waiting(), remind_of_waiting()) == (1, 0)
    draft = go(draft, until="legal")
    time_machine.move_to(clock.now() + timedelta(days=10))
    assert remind_of_waiting() == 0
    time_machine.move_to(clock.now() + timedelta(days=1))
    assert (remind_of_waiting(), remind_of_waiting()) == (1, 0)
    assert EventRow.objects.filter(name="items.DraftWaitsTooLong").count() == 2


def test_a_body_begins_an_item_of_the_directory_or_one_of_its_own() -> None:
    """1.1: claimed or self-made; I-01, I-02, I-06."""
    claimed = world.item().item.entry
    admin = world.staff(ADMIN, "资规局")
    body = world.department("资规局")
    named = {"name": claimed.name, "type": claimed.type}
    draft = start_item({"base_code": claimed.base_code, **named}, department=body, by=admin)
    assert draft.item.entry == claimed and claimed.made_by is None and draft.content["consult_phone"] == body.phone
    own = start_item({"base_code": "321031777000", "name": "海边垂钓登记", "type": "10"}, department=body, by=admin)
    assert own.item.entry.made_by == body


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"base_code": "0001"}, "bad_code"),
        ({"name": "另一个名字"}, "other_entry"),
        ({}, "item_exists"),
    ],
)
def test_an_item_that_cannot_be_begun_is_refused(changes: Any, code: str) -> None:
    entry = world.item().item.entry
    given = {"base_code": entry.base_code, "name": entry.name, "type": entry.type, **changes}
    with pytest.raises(Refusal) as refused:
        start_item(given, department=world.department(), by=world.staff(ADMIN))
    assert refused.value.code == code and not ItemDraft.objects.exists()


def test_a_draft_is_seen_by_its_body_and_by_the_offices_that_agree() -> None:
    draft, admin = opened()
    own = [admin, world.staff(HEAD), *(world.staff(post, "资规局") for post in (LEGAL, LISTS, PUBLISHER, "监察岗"))]
    strangers = [world.staff("窗口受理岗"), world.staff(ADMIN, "资规局"), world.staff(HEAD, "资规局"), world.citizen()]
    assert all(draft in drafts_visible_to(actor) for actor in own)
    assert not any(draft in drafts_visible_to(actor) for actor in strangers)


def test_the_draft_of_a_version_is_its_shape() -> None:
    draft, _admin = opened()
    assert draft.based_on is not None and draft.content == shape_of(draft.based_on)
