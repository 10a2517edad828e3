"""What the answers of a case lead to: materials, copies, form, charges, route; kept, refused, changed (I-18, I-21)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseState, Channel, DocumentKind, Material, MaterialFile, MaterialState
from cases.services.drafts import begin_application, discard_draft, save_draft, start_draft
from cases.services.intake import accept_case, hand_in_correction, request_correction
from cases.services.submission import submit_case
from cases.services.window import open_at_window, situate_at_window
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion
from items.services.cancelling import cancel_version
from items.services.importing import import_item
from items.services.publishing import publish_version
from items.services.suspending import suspend_version
from tests import world
from tests.cases import roadworks
from tests.cases.roadworks import choices, names, sent
from tests.client import signed_in
from tests.together import at_once

pytestmark = pytest.mark.usefixtures("calendar")
WORKS = ("工程", "否", "超过30日", "都没有", "个人")


@pytest.fixture
def owner() -> Actor:
    return world.citizen()


@pytest.fixture
def version() -> ItemVersion:
    return roadworks.item()


def draft(version: ItemVersion, owner: Actor, *labels: str) -> Case:
    case = start_draft(version, by=owner, channel=Channel.WEB)
    return save_draft(case, by=owner, choices=choices(version, *labels))


def filled(version: ItemVersion, owner: Actor, *labels: str) -> Case:
    case = draft(version, owner, *labels)
    world.fill(case, owner)
    return world.answer(case, owner)


def accepted(case: Case, owner: Actor) -> Case:
    return accept_case(submit_case(case, by=owner).case, by=world.staff("窗口受理岗"))


class TestOutcome:
    def test_materials_copies_and_groups_of_the_form_follow(self, version: ItemVersion, owner: Actor) -> None:
        """I-18, I-19."""
        case = draft(version, owner, *WORKS)
        assert names(case) == ["申请书", "交通方案", "规划许可证"]
        plan = case.materials.get(spec__name="交通方案")
        assert (plan.copies, plan.why) == (3, "超过30日")
        case = save_draft(case, by=owner, answers={"road": "沙洲中路", "builder": "建工集团"})
        assert case.answers["builder"] == "建工集团"
        case = save_draft(case, by=owner, choices=choices(version, "其他", "否", "都没有", "个人"))
        assert "builder" not in case.answers and case.materials.get(spec__name="交通方案").copies == 1

    def test_answers_to_questions_that_are_not_asked_change_nothing_and_go_when_the_case_is_filed(
        self, version: ItemVersion, owner: Actor
    ) -> None:
        case = filled(version, owner, "抢修", "是", "超过30日", "个人")
        assert case.materials.get(spec__name="交通方案").copies == 1
        filed = submit_case(case, by=owner).case
        filed.refresh_from_db()
        assert filed.choices == choices(version, "抢修", "个人")

    def test_the_case_is_accepted_with_the_route_and_the_charges_its_answers_lead_to(
        self, version: ItemVersion, owner: Actor
    ) -> None:
        usual = accepted(filled(version, owner, *WORKS), owner)
        assert usual.route is not None and usual.route.kind == "normal"
        assert [(line["amount_fen"], line["why"]) for line in usual.fees] == [(8000, "")]
        urgent = accepted(filled(version, owner, "抢修", "个人"), owner)
        assert urgent.route is not None and urgent.route.kind == "simplified"
        assert [(line["amount_fen"], line["why"]) for line in urgent.fees] == [(0, "抢修")]
        notice = urgent.documents.get(kind=DocumentKind.ACCEPTANCE_NOTICE)
        assert notice.content["fees"] == urgent.fees

    def test_the_answers_stand_on_the_one_time_notice_of_the_case(self, version: ItemVersion, owner: Actor) -> None:
        """I-19, D-02: several answers to one question side by side."""
        case = filled(version, owner, "其他", "否", "面积很小", "公益活动", "个人")
        filed = submit_case(case, by=owner).case
        faults = {filed.materials.all()[0].pk: "没有盖章"}
        notice = request_correction(filed, faults=faults, by=world.staff("窗口受理岗")).documents.get(
            kind=DocumentKind.CORRECTION_NOTICE
        )
        assert ["有无下列情况？", "面积很小、公益活动"] in [list(pair) for pair in notice.content["situations"]]


class TestRefusals:
    def test_a_rejecting_answer_stops_the_filing_and_nothing_is_lost(self, version: ItemVersion, owner: Actor) -> None:
        case = filled(version, owner, *WORKS)
        case = save_draft(case, by=owner, choices=choices(version, "工程", "是"))
        with pytest.raises(Refusal) as refused:
            submit_case(case, by=owner)
        assert (refused.value.code, refused.value.sentence) == ("not_eligible", roadworks.REJECTION)
        case.refresh_from_db()
        assert case.state == CaseState.DRAFT and case.answers["builder"]
        again = save_draft(case, by=owner, choices=choices(version, *WORKS))
        assert submit_case(again, by=owner).case.receipt_no

    def test_an_open_question_stops_the_filing_by_its_name(self, version: ItemVersion, owner: Actor) -> None:
        case = filled(version, owner, *WORKS)
        case = save_draft(case, by=owner, choices=choices(version, "其他", "否"))
        with pytest.raises(Refusal) as refused:
            submit_case(case, by=owner)
        assert refused.value.code == "situation" and "有无下列情况" in refused.value.sentence

    def test_the_window_accepts_only_what_is_answered(self, version: ItemVersion, owner: Actor) -> None:
        """C-04: what the visitor never filed himself is looked at when it is accepted."""
        clerk = world.staff("窗口受理岗")
        case = open_at_window(version, applicant=Party.objects.get(pk=owner.self_party_id), by=clerk)
        world.fill(case, clerk)
        assert refusal(case, clerk) == "situation"
        situate_at_window(case, choices=choices(version, "其他", "是"), by=clerk)
        assert refusal(case, clerk) == "not_eligible"
        situate_at_window(case, choices=choices(version, "其他", "否", "都没有", "个人"), by=clerk)
        assert refusal(case, clerk) == "incomplete"
        case.refresh_from_db()
        assert case.state == CaseState.RECEIVED and case.case_no is None
        Case.objects.filter(pk=case.pk).update(answers={"road": "沙洲中路"})
        assert accept_case(case, by=clerk).case_no

    def test_what_was_filed_online_is_not_asked_again_at_the_acceptance(self, owner: Actor) -> None:
        """A day that was allowed when it was filed does not stop the acceptance later."""
        version = world.item(form=[{"key": "day", "label": "日期", "type": "date", "min": "today()", "required": True}])
        filed = submit_case(world.draft(version, owner), by=owner).case
        Case.objects.filter(pk=filed.pk).update(answers={"day": "2001-01-01"})
        assert accept_case(filed, by=world.staff("窗口受理岗")).case_no

    def test_answers_are_given_at_the_window_only_before_the_acceptance(
        self, version: ItemVersion, owner: Actor
    ) -> None:
        filed = submit_case(filled(version, owner, *WORKS), by=owner).case
        with pytest.raises(Refusal) as refused:
            situate_at_window(filed, choices={}, by=world.staff("窗口受理岗"))
        assert refused.value.code == "not_at_window"


def refusal(case: Case, clerk: Actor) -> str:
    with pytest.raises(Refusal) as refused:
        accept_case(case, by=clerk)
    return refused.value.code


class TestFiles:
    def test_files_of_what_falls_away_come_back_with_the_answer(self, version: ItemVersion, owner: Actor) -> None:
        case = draft(version, owner, *WORKS)
        world.fill(case, owner)
        before = case.materials.get(spec__name="规划许可证")
        case = save_draft(case, by=owner, choices=choices(version, "其他", "否", "都没有", "个人"))
        assert names(case) == ["申请书", "交通方案"]
        assert MaterialFile.objects.filter(material=before.pk).count() == 1
        case = save_draft(case, by=owner, choices=choices(version, *WORKS))
        back = case.materials.get(spec__name="规划许可证")
        assert (back.pk, back.state, back.files.count()) == (before.pk, before.state, 1)

    def test_what_holds_nothing_is_not_kept(self, version: ItemVersion, owner: Actor) -> None:
        case = draft(version, owner, *WORKS)
        save_draft(case, by=owner, choices=choices(version, "其他"))
        assert Material.with_hidden.filter(case=case).count() == 2

    def test_they_are_tidied_when_the_case_is_filed(self, version: ItemVersion, owner: Actor) -> None:
        case = filled(version, owner, *WORKS)
        case = save_draft(case, by=owner, choices=choices(version, "其他", "否", "都没有", "个人"))
        submit_case(case, by=owner)
        assert not Material.with_hidden.filter(case=case, hidden=True).exists()
        assert not MaterialFile.objects.filter(material__case=case, material__spec__name="规划许可证").exists()

    def test_a_draft_with_hidden_files_can_be_discarded(self, version: ItemVersion, owner: Actor) -> None:
        case = filled(version, owner, *WORKS)
        case = save_draft(case, by=owner, choices=choices(version, "其他"))
        discard_draft(case, by=owner)
        assert not Case.objects.filter(pk=case.pk).exists()

    def test_a_change_after_the_precheck_touches_only_what_it_is_about(
        self, version: ItemVersion, owner: Actor
    ) -> None:
        """I-21: what was found in order stays so unless it is asked otherwise now."""
        filed = submit_case(filled(version, owner, *WORKS), by=owner).case
        form = filed.materials.get(spec__name="申请书")
        correcting = request_correction(filed, faults={form.pk: "没有盖章"}, by=world.staff("窗口受理岗"))
        passed = correcting.materials.exclude(pk=form.pk)
        passed.update(state=MaterialState.PASSED, ticks=[0])
        case = save_draft(correcting, by=owner, choices=choices(version, "工程", "否", "30日以内", "都没有", "个人"))
        found = {row.spec.name: (row.state, row.ticks) for row in case.materials.select_related("spec")}
        assert found == {
            "申请书": (MaterialState.FAULTY, []),
            "交通方案": (MaterialState.PROVIDED, []),
            "规划许可证": (MaterialState.PASSED, [0]),
        }
        world.fill(case, owner)
        assert hand_in_correction(case, by=owner).state == CaseState.RECEIVED


class TestWizard:
    def test_a_question_appears_with_the_answer_it_depends_on(self, version: ItemVersion, owner: Actor) -> None:
        """Without script: the button brings the new question, with no complaint about it."""
        case, page = start_draft(version, by=owner, channel=Channel.WEB), signed_in(owner)
        address = reverse("cases:apply_situation", args=[case.pk])
        text = shown(page, address)
        assert "因何占用" in text and "消防通道" not in text
        answer = page.post(address, {**CONTACT, **sent(version, "工程")})
        assert answer.status_code == 302 and answer.headers["Location"].startswith(f"{address}#situation-")
        text = shown(page, address)
        assert "占用多久" in text and "请选择" not in text
        answer = page.post(address, {**CONTACT, **sent(version, "工程")})
        assert answer.status_code == 422
        answer = page.post(address, {**CONTACT, **sent(version, *WORKS)})
        assert answer.headers["Location"].endswith("/details/")

    def test_with_script_each_answer_is_kept_and_the_list_drawn_anew(self, version: ItemVersion, owner: Actor) -> None:
        case, page = start_draft(version, by=owner, channel=Channel.WEB), signed_in(owner)
        address = reverse("cases:apply_situation", args=[case.pk])
        answer = page.post(address, {"deed": "ask", **sent(version, "抢修")}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "谁申请" in text and "消防通道" not in text and "gp-error" not in text
        case.refresh_from_db()
        assert case.choices == choices(version, "抢修")

    def test_a_rejecting_answer_is_told_with_what_to_do_and_goes_no_further(
        self, version: ItemVersion, owner: Actor
    ) -> None:
        case, page = filled(version, owner, *WORKS), signed_in(owner)
        address = reverse("cases:apply_situation", args=[case.pk])
        answer = page.post(address, {**CONTACT, **sent(version, "工程", "是", "超过30日", "都没有", "个人")})
        text = answer.content.decode()
        assert answer.status_code == 422 and roadworks.REJECTION in text and "0512-29990101" in text
        back = page.post(address, {**CONTACT, **sent(version, "工程", "否")})
        assert back.headers["Location"].endswith("/details/"), "what was answered behind it is still there"
        asked = list(choices(version, "工程", "是"))
        page.post(address, {**CONTACT, "asked": asked, **sent(version, "工程", "是")})
        case.refresh_from_db()
        assert case.choices == choices(version, "工程", "是", "超过30日", "都没有", "个人")
        check = reverse("cases:apply_check", args=[case.pk])
        assert roadworks.REJECTION in shown(page, check)
        assert page.post(check, {"truthful": "on"}).status_code == 422
        case.refresh_from_db()
        assert case.state == CaseState.DRAFT and case.answers["builder"]

    def test_the_check_page_tells_answers_charges_and_the_way(self, version: ItemVersion, owner: Actor) -> None:
        case = filled(version, owner, "抢修", "个人")
        text = shown(signed_in(owner), reverse("cases:apply_check", args=[case.pk]))
        assert "抢修" in text and "占用费：不收费（因：抢修）" in text.replace(" ", "") and "简易" in text


CONTACT = {"contact_name": "林晓", "contact_phone": "13800000000"}


def shown(page: Client, address: str, **asked: Any) -> str:
    answer = page.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


class TestWindow:
    def test_the_clerk_asks_and_the_materials_follow(self, version: ItemVersion, owner: Actor) -> None:
        clerk = world.staff("窗口受理岗")
        case = open_at_window(version, applicant=Party.objects.get(pk=owner.self_party_id), by=clerk)
        desk, address = signed_in(clerk), reverse("cases:situate_at_window", args=[case.pk])
        home = reverse("cases:desk_case", args=[case.pk])
        assert f'href="{address}"' in shown(desk, home) and "还没有填写" in shown(desk, home)
        assert desk.post(address, sent(version, "工程")).headers["Location"] == address
        rejected = desk.post(address, sent(version, "工程", "是"))
        assert rejected.status_code == 422 and roadworks.REJECTION in rejected.content.decode()
        assert roadworks.REJECTION in shown(desk, home)
        done = desk.post(address, sent(version, *WORKS))
        assert done.headers["Location"] == reverse("cases:answer_at_window", args=[case.pk])
        assert "施工单位" in shown(desk, done.headers["Location"])
        assert "3 份；超过30日" in shown(desk, home)

    def test_what_was_filed_online_is_not_asked_there(self, version: ItemVersion, owner: Actor) -> None:
        filed = submit_case(filled(version, owner, *WORKS), by=owner).case
        desk = signed_in(world.staff("窗口受理岗"))
        assert desk.get(reverse("cases:situate_at_window", args=[filed.pk])).status_code == 404


class TestBeginning:
    def test_who_has_an_open_draft_is_led_to_it_whatever_the_version(self, version: ItemVersion, owner: Actor) -> None:
        first = start_draft(version, by=owner, channel=Channel.WEB)
        newer = renewed(version)
        page, address = signed_in(owner), reverse("cases:begin", args=[newer.pk])
        assert "另起一件申请" in shown(page, address)
        goes_on = page.post(address, {"goes_on": "1"})
        assert goes_on.headers["Location"] == reverse("cases:apply_situation", args=[first.pk])
        assert reverse("cases:move_draft", args=[first.pk]) in shown(page, goes_on.headers["Location"])

    def test_another_one_is_begun_when_he_says_so_and_once(self, version: ItemVersion, owner: Actor) -> None:
        first = start_draft(version, by=owner, channel=Channel.WEB)
        again = begin_application(version, by=owner, channel=Channel.WEB)
        assert again.pk == first.pk
        option = version.handlingoption_set.order_by("order")[0]
        page, address = signed_in(owner), reverse("cases:begin", args=[version.pk])
        for _click in range(2):
            page.post(address, {"handling": str(option.pk), "beside": str(first.pk)})
        assert Case.objects.filter(applicant_id=owner.party_id).count() == 2

    def test_answers_of_the_guide_come_along_to_the_draft(self, version: ItemVersion, owner: Actor) -> None:
        first = start_draft(version, by=owner, channel=Channel.WEB)
        given = {f"situation-{key}": value for key, value in choices(version, "工程").items()}
        signed_in(owner).post(reverse("cases:begin", args=[version.pk]), {"goes_on": "1", **given})
        first.refresh_from_db()
        assert first.choices == choices(version, "工程")

    def test_the_draft_of_somebody_else_is_nobody_elses(self, version: ItemVersion, owner: Actor) -> None:
        start_draft(version, by=owner, channel=Channel.WEB)
        address = reverse("cases:begin", args=[version.pk])
        assert "另起一件申请" not in shown(signed_in(world.citizen(name="周敏")), address)
        firm = world.acting_for(owner, world.enterprise(owner))
        assert "另起一件申请" not in shown(signed_in(firm), address)

    def test_drafts_of_suspended_and_cancelled_items_say_so_on_every_page(
        self, version: ItemVersion, owner: Actor
    ) -> None:
        """I-13."""
        case, page = start_draft(version, by=owner, channel=Channel.WEB), signed_in(owner)
        places = [
            reverse(f"cases:apply_{name}", args=[case.pk]) for name in ("situation", "form", "materials", "check")
        ]
        suspend_version(version, reason="系统升级", by=world.keeper())
        assert all("系统升级" in shown(page, place) and "目前不能提交" in shown(page, place) for place in places)
        cancel_version(version, reason="法规修订，不再实施", by=world.keeper())
        assert all("已不再办理" in shown(page, place) for place in places)


def renewed(version: ItemVersion) -> ItemVersion:
    """The next version of the same item, published."""
    shape = world.item_shape(name=version.name, base_code=version.item.entry.base_code)
    return publish_version(import_item(shape, department=version.item.department), by=world.keeper())


@pytest.mark.django_db(transaction=True)
def test_two_beginnings_at_the_same_moment_begin_one_draft() -> None:
    version, owner = roadworks.item(), world.citizen()

    def begin() -> Case:
        return begin_application(version, by=owner, channel=Channel.WEB)

    begun = at_once(begin, begin, begin)
    assert len({case.pk for case in begun}) == 1
