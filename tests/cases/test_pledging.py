"""告知承诺: chosen freely, undone until it is filed, a paper then, and the route on pledge (2.4, D-07)."""

import pytest

from cases.models import Case, CaseState, CreditGround, Document, DocumentKind, Material, MaterialState, Pledge
from cases.queries.facts import case_facts
from cases.queries.pledges import offers_pledge
from cases.services.credit import enter_record, repair_record
from cases.services.drafts import attach_file, detach_file, discard_draft, save_draft
from cases.services.intake import accept_case, return_at_precheck
from cases.services.pledging import sign_pledge, undo_pledge
from cases.services.submission import submit_case
from cases.services.window import open_at_window
from core.clock import SimulatedClock
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from items.models import ItemVersion, RouteKind
from linkage.models import Review
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.pledges import FORM, NORMAL, PROOF, TEXT, pledge_item, pledged, staged, unproved
from tests.cases.walks import accepted
from tests.client import signed_in

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    return time


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def proof(case: Case) -> Material:
    return Material.objects.get(case=case, spec__name=PROOF)


def refused(deed: object) -> str:
    with pytest.raises(Refusal) as refusal:
        deed()  # type: ignore[operator]
    return refusal.value.code


class TestChoosing:
    def test_without_a_pledge_the_proof_is_asked_for(self, owner: Actor) -> None:
        """C-01."""
        case = unproved(owner)
        assert refused(lambda: submit_case(case, by=owner)) == "missing_materials"

    def test_a_pledge_takes_the_place_of_the_proof_and_of_nothing_else(self, owner: Actor) -> None:
        case = unproved(owner)
        Material.objects.filter(case=case, spec__name=FORM).update(state=MaterialState.NEEDED)
        sign_pledge(case, signed_by="王秀英", by=owner)
        assert proof(case).state == MaterialState.PLEDGED
        assert refused(lambda: submit_case(case, by=owner)) == "missing_materials"

    def test_the_choice_can_be_undone_before_filing_and_not_after(self, owner: Actor) -> None:
        case = unproved(owner)
        sign_pledge(case, signed_by="王秀英", by=owner)
        undo_pledge(case, by=owner)
        undo_pledge(case, by=owner)
        assert proof(case).state == MaterialState.NEEDED and not Pledge.objects.exists()
        sign_pledge(case, signed_by="王秀英", by=owner)
        case = submit_case(case, by=owner).case
        assert refused(lambda: undo_pledge(case, by=owner)) == "filed"
        assert refused(lambda: sign_pledge(case, signed_by="王秀英", by=owner)) == "filed"

    def test_whoever_pledged_may_still_prove_and_take_the_proof_back(self, owner: Actor) -> None:
        case = unproved(owner)
        sign_pledge(case, signed_by="王秀英", by=owner)
        attached = attach_file(proof(case), world.pdf(), name="清单.pdf", by=owner)
        assert proof(case).state == MaterialState.PROVIDED
        detach_file(attached, by=owner)
        assert proof(case).state == MaterialState.PLEDGED

    def test_returned_at_precheck_it_can_be_undone(self, owner: Actor) -> None:
        """C-02."""
        case = pledged(owner)
        fault = {Material.objects.get(case=case, spec__name=FORM).pk: "请补签名"}
        case = return_at_precheck(case, faults=fault, by=world.staff("窗口受理岗"))
        undo_pledge(case, by=owner)
        assert proof(case).state == MaterialState.NEEDED

    def test_an_answer_that_asks_for_more_proof_drops_a_pledge_that_did_not_cover_it(self, owner: Actor) -> None:
        more = "场所证明"
        version = pledge_item(
            materials=[
                *(world.material(FORM), world.material(PROOF, pledgeable=True)),
                world.material(more, required=False, when="租赁的", pledgeable=True),
            ],
            situations=[
                {"ask": "场所是租的吗？", "options": [{"label": "是", "adds": [more]}, {"label": "否", "adds": []}]}
            ],
        )
        case = world.draft(version, owner)
        Material.objects.filter(case=case, spec__name=PROOF).update(state=MaterialState.NEEDED)
        sign_pledge(case, signed_by="王秀英", by=owner)
        page = signed_in(owner).get(f"/space/apply/{case.pk}/")
        question = page.context["form"].path.steps[0].question
        yes = next(option.id for option in question.options if option.label == "是")
        save_draft(case, by=owner, choices={str(question.id): yes})
        assert not Pledge.objects.exists() and proof(case).state == MaterialState.NEEDED

    def test_a_discarded_draft_takes_its_pledge_along(self, owner: Actor) -> None:
        case = unproved(owner)
        sign_pledge(case, signed_by="王秀英", by=owner)
        discard_draft(case, by=owner)
        assert not Pledge.objects.exists()


class TestExclusions:
    def test_nobody_pledges_where_the_item_offers_none(self, owner: Actor) -> None:
        case = unproved(owner, world.item(materials=[world.material(FORM), world.material(PROOF)]))
        assert refused(lambda: sign_pledge(case, signed_by="王秀英", by=owner)) == "no_pledge"

    @pytest.mark.parametrize("field", ["national_security", "public_security", "finance", "ecology", "health"])
    def test_nobody_pledges_what_cannot_be_undone(self, field: str) -> None:
        """Neither is such an item published, nor does a case believe one that was."""
        with pytest.raises(Refusal):
            pledge_item(risk_field=field)
        risky = ItemVersion(pledge_allowed=True, pledge_text=TEXT, risk_field=field)
        assert not offers_pledge(risky)
        risky.risk_field = ""
        assert offers_pledge(risky)

    def test_nobody_pledges_what_is_proved_already(self, owner: Actor) -> None:
        case = world.draft(pledge_item(), owner)
        assert refused(lambda: sign_pledge(case, signed_by="王秀英", by=owner)) == "nothing_pledged"

    def test_whoever_is_on_the_credit_list_cannot_pledge_until_it_is_repaired(self, owner: Actor) -> None:
        """2.4: serious bad credit not yet repaired."""
        record = enter_record(
            accepted(owner), CreditGround.FALSE_PLEDGE, facts="承诺不实", by=world.staff("分管领导岗")
        )
        case = unproved(owner)
        assert refused(lambda: sign_pledge(case, signed_by="王秀英", by=owner)) == "dishonest"
        repair_record(record, repair="已按要求整改并通过复查", by=world.staff("分管领导岗"))
        sign_pledge(case, signed_by="王秀英", by=owner)

    def test_a_pledge_signed_before_something_came_to_light_is_not_filed(self, owner: Actor) -> None:
        case = unproved(owner)
        sign_pledge(case, signed_by="王秀英", by=owner)
        enter_record(accepted(owner), CreditGround.FALSE_PLEDGE, facts="承诺不实", by=world.staff("分管领导岗"))
        assert refused(lambda: submit_case(case, by=owner)) == "dishonest"


class TestThePledgeInTheFile:
    def test_filing_makes_the_paper_with_all_it_must_say(self, owner: Actor) -> None:
        """D-07: condition text, promise, legal effect, consent to check and to credit record, signature."""
        case = pledged(owner)
        said = words(case, DocumentKind.PLEDGE)
        for part in (
            "告知承诺书",
            "已取得营业执照",
            PROOF,
            TEXT,
            "承诺不实的",
            "同意本机关核查",
            "信用记录",
            "两个月内现场核查一次",
        ):
            assert part in said
        assert "王秀英" in said and Document.objects.get(case=case, kind="D-07").number.startswith("市监局政诺〔2026〕")
        assert EventRow.objects.filter(stream="case", stream_id=case.pk, name="cases.PledgeFiled").exists()

    def test_the_route_on_pledge_is_taken(self, owner: Actor) -> None:
        case = accept_case(pledged(owner), by=world.staff("窗口受理岗"))
        assert case.route is not None and case.route.kind == RouteKind.PLEDGE
        assert case_facts(case)["pledge"] is True
        assert Review.objects.get(case=case, closed_at=None).stage.title == "决定"
        assert broken() == {}

    def test_whoever_proves_takes_the_ordinary_route(self, owner: Actor) -> None:
        case = world.draft(pledge_item(), owner)
        case = accept_case(submit_case(case, by=owner).case, by=world.staff("窗口受理岗"))
        assert case.route is not None and case.route.kind == RouteKind.NORMAL
        assert case_facts(case)["pledge"] is False

    def test_an_item_without_a_route_of_its_own_for_pledges_keeps_the_ordinary_one(self, owner: Actor) -> None:
        version = pledge_item(routes=[{"kind": "normal", "stages": staged(NORMAL)}])
        case = accept_case(pledged(owner, version), by=world.staff("窗口受理岗"))
        assert case.route is not None and case.route.kind == RouteKind.NORMAL

    def test_a_visitor_pledges_at_the_window(self, owner: Actor) -> None:
        """C-03."""
        clerk = world.staff("窗口受理岗")
        party = Party.objects.get(pk=owner.party_id)
        case = open_at_window(pledge_item(), applicant=party, by=clerk)
        world.answer_for(case, clerk)
        world.fill(case, clerk, {FORM: None})
        page = signed_in(clerk)
        address = f"/desk/cases/{case.pk}/pledge/"
        assert address in page.get(f"/desk/cases/{case.pk}/").content.decode()
        assert page.post(address, {"signed_by": "王秀英"}).status_code == 422
        page.post(address, {"signed_by": "王秀英", "explained": "on", "signed": "on"})
        assert proof(case).state == MaterialState.PLEDGED
        page.post(address, {"deed": "undo"})
        assert proof(case).state == MaterialState.NEEDED
        page.post(address, {"signed_by": "王秀英", "explained": "on", "signed": "on"})
        case = accept_case(case, by=clerk)
        assert case.route is not None and case.route.kind == RouteKind.PLEDGE
        assert "王秀英" in words(case, DocumentKind.PLEDGE)


class TestThePage:
    def test_the_materials_offer_it_and_the_page_tells_before_it_asks(self, owner: Actor) -> None:
        case, page = unproved(owner), signed_in(owner)
        address = f"/space/apply/{case.pk}/pledge/"
        assert address in page.get(f"/space/apply/{case.pk}/materials/").content.decode()
        told = page.get(address).content.decode()
        assert TEXT in told and PROOF in told and "信用记录" in told

    def test_it_is_signed_drawn_or_typed_with_both_consents(self, owner: Actor) -> None:
        case, page = unproved(owner), signed_in(owner)
        address = f"/space/apply/{case.pk}/pledge/"
        agreed = {"read": "on", "consents": "on"}
        hostile = ({}, {"read": "on"}, agreed, {**agreed, "signature": "data:image/png;base64,!!"})
        for typed in hostile:
            assert page.post(address, typed).status_code == 422
        assert page.post(address, {**agreed, "signature-typed": "王秀英"}).status_code == 302
        assert Pledge.objects.get(case=case).signed_by == "王秀英"
        page.post(address, {"deed": "undo"})
        page.post(address, {**agreed, "signature": f"data:image/png;base64,{DOT}"})
        assert Pledge.objects.get(case=case).signature is not None
        check = page.get(f"/space/apply/{case.pk}/check/")
        assert not check.context["gaps"]

    def test_it_says_no_where_the_law_does(self, owner: Actor) -> None:
        enter_record(accepted(owner), CreditGround.DECEIT, facts="以欺骗手段取得", by=world.staff("分管领导岗"))
        case, page = unproved(owner), signed_in(owner)
        typed = {"read": "on", "consents": "on", "signature-typed": "王秀英"}
        answer = page.post(f"/space/apply/{case.pk}/pledge/", typed)
        assert answer.status_code == 422 and not Pledge.objects.exists()
        plain = unproved(owner, world.item(materials=[world.material(FORM), world.material(PROOF)]))
        assert page.get(f"/space/apply/{plain.pk}/pledge/").status_code == 302
        assert case.state == CaseState.DRAFT
