"""I-12, I-13: a draft whose item changed is told so on every page, and goes over to the version in force when its
applicant says so; nothing is lost."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.models import Case, CaseState, Channel, Material, MaterialState, Resolver
from cases.services.drafts import save_draft, start_draft
from cases.services.moving import move_draft_to_current
from cases.services.submission import submit_case
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from items.models import HandlingOption, ItemVersion, VersionState
from items.services.importing import import_item
from items.services.publishing import publish_version
from items.services.suspending import suspend_version
from spaces.queries import wallet_visible_to
from tests import world
from tests.brokenness import broken
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
OLD_FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "mode", "label": "主体业态", "type": "choice", "options": ["餐饮", "销售"], "required": True},
    {"key": "fax", "label": "传真", "type": "text"},
    {"key": "proof", "label": "旧证明", "type": "file"},
]
NEW_FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "mode", "label": "主体业态", "type": "choice", "options": ["销售", "配送"], "required": True},
    {"key": "meals", "label": "供餐人数", "type": "integer", "required": True},
]
RENT = {"ask": "场所来源？", "options": [{"label": "租赁", "adds": ["租赁合同"]}, {"label": "自有", "adds": []}]}
OLD = {
    "form": OLD_FORM,
    "situations": [RENT],
    "materials": [world.material("申请书"), world.material("平面图"), world.material("租赁合同", required=False)],
}
NEW = {
    "form": NEW_FORM,
    "situations": [RENT],
    "materials": [world.material("申请书"), world.material("环评报告"), world.material("租赁合同", required=False)],
    "promised": {"days": 3, "unit": "working"},
}


def replaced(version: ItemVersion, **changes: Any) -> ItemVersion:
    """A newer version of the same item, in force."""
    shape = world.item_shape(name=version.name, base_code=version.item.entry.base_code, **changes)
    return publish_version(import_item(shape, department=version.item.department), by=SYSTEM)


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def draft(owner: Actor) -> Case:
    """A whole draft of the old version: every answer, every file."""
    version = world.item(**OLD)
    case = start_draft(version, by=owner, channel=Channel.WEB, handling=version.handlingoption_set.all()[0])
    situation = version.situation_set.get()
    chosen = {str(situation.pk): situation.options.get(label="租赁").pk}
    answers = {"premises": "沙洲中路 48 号", "mode": "餐饮", "fax": "0512-1"}
    save_draft(case, by=owner, answers=answers, choices=chosen, uploads={"proof": [named("证明.pdf")]})
    world.fill(case, owner)
    return Case.objects.get(pk=case.pk)


def named(name: str) -> SimpleUploadedFile:
    upload = world.pdf()
    upload.name = name
    return upload


def files(case: Case) -> Mapping[str, list[int]]:
    """Stored files by the name of their material."""
    rows = Material.objects.filter(case=case).select_related("spec").prefetch_related("files")
    return {row.spec.name: [attached.file_id for attached in row.files.all()] for row in rows}


class TestMoving:
    def test_answers_and_files_that_fit_stay_and_what_is_gone_is_kept_for_another_time(
        self, draft: Case, owner: Actor
    ) -> None:
        before, proof = files(draft), draft.answers["proof"][0]["file"]
        version = replaced(draft.version, **NEW)
        moved = move_draft_to_current(draft, seen=version.pk, by=owner)
        moved.refresh_from_db()
        assert moved.version_id == version.pk and moved.state == CaseState.DRAFT
        assert moved.answers == {"premises": "沙洲中路 48 号"}
        assert moved.handling and (moved.handling.version_id, moved.handling.name) == (version.pk, "新办")
        (option,) = moved.choices.values()
        assert version.situation_set.get().options.get(pk=option).label == "租赁"
        assert files(moved) == {"申请书": before["申请书"], "环评报告": [], "租赁合同": before["租赁合同"]}
        assert {row.spec.version_id for row in moved.materials.select_related("spec")} == {version.pk}
        assert {(one.name, one.file_id) for one in wallet_visible_to(owner)} == {
            ("平面图", before["平面图"][0]),
            ("旧证明", proof),
        }
        told = EventRow.objects.get(stream="case", stream_id=draft.pk, name="cases.DraftMoved")
        assert told.data["before"] == 1 and told.data["after"] == 2
        assert broken() == {}

    def test_a_moved_draft_can_be_completed_and_filed(self, draft: Case, owner: Actor) -> None:
        version = replaced(draft.version, **NEW)
        moved = move_draft_to_current(draft, seen=version.pk, by=owner)
        world.fill(moved, owner)
        save_draft(moved, by=owner, answers={"mode": "配送", "meals": 30})
        filed = submit_case(moved, by=owner).case
        assert filed.state == CaseState.SUBMITTED and filed.version_id == version.pk

    def test_a_licence_of_the_library_is_looked_up_anew(self, owner: Actor) -> None:
        """I-07: what stood on a licence is not carried over as if it had been handed in."""
        version = world.item(materials=[world.material("申请书")])
        case = start_draft(version, by=owner, channel=Channel.WEB)
        Material.objects.filter(case=case).update(state=MaterialState.PROVIDED, resolver=Resolver.LICENCE)
        moved = move_draft_to_current(case, seen=replaced(version, materials=[world.material("申请书")]).pk, by=owner)
        assert [row.state for row in moved.materials.all()] == [MaterialState.NEEDED]

    def test_an_option_that_is_gone_is_chosen_anew(self, draft: Case, owner: Actor) -> None:
        version = replaced(draft.version, **NEW, handling=["延续", "变更"])
        with pytest.raises(Refusal) as refused:
            move_draft_to_current(draft, seen=version.pk, by=owner)
        assert refused.value.code == "handling"
        elsewhere = HandlingOption.objects.filter(version=draft.version)[0]
        with pytest.raises(Refusal):
            move_draft_to_current(draft, seen=version.pk, handling=elsewhere, by=owner)
        chosen = version.handlingoption_set.get(name="延续")
        assert move_draft_to_current(draft, seen=version.pk, handling=chosen, by=owner).handling == chosen


class TestRefusing:
    def refused(self, case: Case, seen: int, by: Actor) -> str:
        before = (Case.objects.get(pk=case.pk).answers, files(case))
        with pytest.raises(Refusal) as refused:
            move_draft_to_current(case, seen=seen, by=by)
        assert (Case.objects.get(pk=case.pk).answers, files(case)) == before and refused.value.conflict
        return refused.value.code

    def test_there_must_be_something_newer_and_it_happens_once(self, draft: Case, owner: Actor) -> None:
        assert self.refused(draft, draft.version_id, owner) == "nothing_newer"
        version = replaced(draft.version, **NEW)
        move_draft_to_current(draft, seen=version.pk, by=owner)
        assert self.refused(draft, version.pk, owner) == "nothing_newer"

    def test_a_third_version_published_meanwhile_is_shown_first(self, draft: Case, owner: Actor) -> None:
        second = replaced(draft.version, **NEW)
        third = replaced(draft.version, **NEW, visits=1)
        assert self.refused(draft, second.pk, owner) == "changed_again"
        assert move_draft_to_current(draft, seen=third.pk, by=owner).version_id == third.pk

    def test_a_filed_application_keeps_its_version(self, owner: Actor) -> None:
        filed = submit_case(world.draft(world.item(), owner), by=owner).case
        assert self.refused(filed, replaced(filed.version).pk, owner) == "not_a_draft"

    def test_a_suspended_or_cancelled_item_takes_no_draft(self, draft: Case, owner: Actor) -> None:
        """I-13."""
        version = replaced(draft.version, **NEW)
        suspend_version(version, reason="系统升级", by=SYSTEM)
        assert self.refused(draft, version.pk, owner) == "suspended"
        ItemVersion.objects.filter(pk=version.pk).update(state=VersionState.CANCELLED)
        assert self.refused(draft, version.pk, owner) == "not_open"


class TestFiling:
    def test_under_a_replaced_version_it_is_refused_and_nothing_is_lost(self, draft: Case, owner: Actor) -> None:
        before = files(draft)
        replaced(draft.version, **NEW)
        with pytest.raises(Refusal) as refused:
            submit_case(draft, by=owner)
        assert (refused.value.code, refused.value.conflict) == ("superseded", True)
        draft.refresh_from_db()
        assert (draft.state, draft.receipt_no, files(draft)) == (CaseState.DRAFT, None, before)

    def test_of_a_cancelled_item_it_is_refused(self, draft: Case, owner: Actor) -> None:
        """I-13."""
        ItemVersion.objects.filter(pk=draft.version_id).update(state=VersionState.CANCELLED)
        with pytest.raises(Refusal) as refused:
            submit_case(draft, by=owner)
        assert refused.value.code == "not_open"


class TestPages:
    STEPS = ("apply_situation", "apply_form", "apply_materials", "apply_check")

    def test_every_step_leads_to_the_report_until_it_is_taken_over(self, draft: Case, owner: Actor) -> None:
        client, way = signed_in(owner), reverse("cases:move_draft", args=[draft.pk])
        steps = [reverse(f"cases:{name}", args=[draft.pk]) for name in self.STEPS]
        assert not any(way in client.get(step).content.decode() for step in steps)
        assert client.get(way).headers["Location"] == steps[0]
        version = replaced(draft.version, **NEW)
        assert all(way in client.get(step).content.decode() for step in steps)
        assert client.post(way, {"deed": "take", "seen": version.pk}).headers["Location"] == steps[0]
        assert not any(way in client.get(step).content.decode() for step in steps)

    def test_the_report_says_field_by_field_what_becomes_of_everything(self, draft: Case, owner: Actor) -> None:
        replaced(draft.version, **NEW)
        page = signed_in(owner).get(reverse("cases:move_draft", args=[draft.pk])).content.decode()
        todo, gone, kept = (page.partition(f'id="fates-{key}"')[2].partition("</section>")[0] for key in KEYS)
        assert all(words in todo for words in ("主体业态", "餐饮", "供餐人数", "环评报告"))
        assert all(words in gone for words in ("传真", "0512-1", "旧证明", "平面图"))
        assert all(words in kept for words in ("经营场所", "沙洲中路 48 号", "租赁", "申请书", "租赁合同", "新办"))
        assert "承诺办结时限" in page.partition('id="fates-else"')[2]

    def test_only_the_button_that_says_so_takes_it_over(self, draft: Case, owner: Actor) -> None:
        client, way = signed_in(owner), reverse("cases:move_draft", args=[draft.pk])
        version = replaced(draft.version, **NEW)
        assert client.post(way, {"seen": version.pk}).status_code == 200
        assert client.post(way, {"deed": "leave", "seen": version.pk}).headers["Location"] == reverse("cases:space")
        assert Case.objects.get(pk=draft.pk).version_id == draft.version_id

    def test_a_report_that_is_out_of_date_is_shown_anew(self, draft: Case, owner: Actor) -> None:
        client, way = signed_in(owner), reverse("cases:move_draft", args=[draft.pk])
        second, third = replaced(draft.version, **NEW), replaced(draft.version, **NEW)
        answer = client.post(way, {"deed": "take", "seen": second.pk})
        assert answer.status_code == 422 and f'value="{third.pk}"' in answer.content.decode()
        assert Case.objects.get(pk=draft.pk).version_id == draft.version_id

    def test_where_the_option_is_gone_the_page_asks_for_one(self, draft: Case, owner: Actor) -> None:
        client, way = signed_in(owner), reverse("cases:move_draft", args=[draft.pk])
        version = replaced(draft.version, **NEW, handling=["延续", "变更"])
        chosen = version.handlingoption_set.get(name="变更")
        assert client.post(way, {"deed": "take", "seen": version.pk}).status_code == 422
        client.post(way, {"deed": "take", "seen": version.pk, "handling": chosen.pk})
        assert Case.objects.get(pk=draft.pk).handling == chosen


KEYS = ("todo", "gone", "kept")
