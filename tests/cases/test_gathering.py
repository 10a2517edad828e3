"""Materials at a window: fetched where they are held, demanded for a reason, compared with originals (I-07, L-05)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseState, IssuerEnquiry, Material, MaterialDemand, MaterialState, Resolver, TrustChange
from cases.queries.holdings import held_for
from cases.services.gathering import demand_paper, fetch_everything, fetch_material, take_in_files, take_in_paper
from cases.services.intakes import name_project, open_intake
from cases.services.submission import submit_case
from cases.services.trusting import compare_with_original
from core import clock
from core.outbox import drain
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor
from identity.models import Party
from spaces.exchange import Handed, SourceTrouble, Wanted, forget_exchange, register_exchange
from spaces.models import LibraryRead, LicenceUse, Project, TrustLevel, WalletDocument
from spaces.services import keep_document
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.client import signed_in
from tests.spaces.papers import licence
from tests.spaces.register import running_register

pytestmark = pytest.mark.usefixtures("calendar")
KIND, PLAN, FORM, PROOF = "营业执照", "平面图", "申请书", "户籍证明"
REASON = "原件上有手写批注，须留存纸质备查"


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def holder(owner: Actor) -> Party:
    return Party.objects.get(pk=owner.self_party_id)


@pytest.fixture
def clerk() -> Actor:
    return world.staff("窗口受理岗")


@pytest.fixture
def case(holder: Party, clerk: Actor) -> Case:
    """Opened at the window while no library holds anything."""
    licensed = world.material(KIND, source="government", licence=KIND)
    version = world.item(materials=[world.material(FORM), world.material(PLAN), licensed, world.material(PROOF)])
    return open_intake([version], applicant=holder, by=clerk)[0]


@dataclass
class Register:
    """A connected body: what it hands out and what it was asked."""

    name: str = "公安户籍系统"
    answer: Handed | None = None
    down: bool = False
    asked: list[Wanted] = field(default_factory=list)

    def offers(self, material: str) -> bool:
        return material == PROOF

    def fetch(self, wanted: Wanted) -> Handed | None:
        self.asked.append(wanted)
        if self.down:
            raise SourceTrouble("no answer")
        return self.answer


@pytest.fixture
def register() -> Iterator[Register]:
    body = Register(answer=Handed(world.pdf().read(), "户籍证明.pdf", sealed=True))
    register_exchange(body)
    yield body
    forget_exchange(body)


def material(case: Case, name: str) -> Material:
    return Material.objects.select_related("spec", "case").get(case=case, spec__name=name)


def kept(party: Party, name: str = PLAN, trust: TrustLevel = TrustLevel.B) -> WalletDocument:
    stored = store_file(world.pdf(), name="a.pdf")
    return keep_document(party, name=name, stored=stored, file_name=f"{name}.pdf", trust=trust)


def refusal_of(deed: object, *given: object, **named: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*given, **named)  # type: ignore[operator]
    return refused.value.code


class TestTheChain:
    def test_i07_the_space_comes_before_the_project_the_licence_library_and_the_exchange(
        self, case: Case, holder: Party, clerk: Actor, register: Register
    ) -> None:
        rows = list(case.materials.select_related("spec"))
        licence(holder, name=KIND)
        assert {one.resolver for one in held_for(case, rows).values()} == {Resolver.LICENCE, Resolver.EXCHANGE}
        kept(holder, PROOF)
        assert held_for(case, rows)[material(case, PROOF).pk].resolver == Resolver.WALLET
        assert register.asked == [], "looking where something is held asks nobody"

    def test_i07_what_the_project_was_given_once_serves_its_other_cases(
        self, case: Case, holder: Party, clerk: Actor
    ) -> None:
        project = Project.objects.create(owner=holder, code="2026-320582-01", name="厂房", created_at=clock.now())
        earlier = open_intake([case.version], applicant=holder, by=clerk)[0]
        take_in_files(material(earlier, PLAN), [world.pdf()], by=clerk)
        rows = list(case.materials.select_related("spec"))
        assert held_for(case, rows) == {}
        for one in (earlier, case):
            name_project(one, project, by=clerk)
        assert held_for(case, rows)[material(case, PLAN).pk].resolver == Resolver.PROJECT
        fetch_material(material(case, PLAN), by=clerk)
        got = material(case, PLAN)
        assert (got.state, got.resolver, got.trust_level) == (MaterialState.PROVIDED, Resolver.PROJECT, TrustLevel.B)
        assert got.files.get().file_id == material(earlier, PLAN).files.get().file_id

    def test_a_case_is_put_to_a_project_of_its_own_applicant_only(self, case: Case, clerk: Actor) -> None:
        foreign = Project.objects.create(
            owner=world.enterprise(), code="2026-320582-02", name="别人的", created_at=clock.now()
        )
        assert refusal_of(name_project, case, foreign, by=clerk) == "other_owner"

    def test_everything_that_is_held_comes_with_one_key(
        self, case: Case, holder: Party, clerk: Actor, owner: Actor, register: Register
    ) -> None:
        licence(holder, name=KIND)
        kept(holder)
        came, failed = fetch_everything(case, by=clerk)
        assert (came, failed) == ([PLAN, KIND, PROOF], [])
        levels = {one.spec.name: one.trust_level for one in case.materials.select_related("spec")}
        assert levels == {FORM: "", PLAN: "B", KIND: "A", PROOF: "A"}
        assert LicenceUse.objects.get().case_no == case.receipt_no
        reads = list(LibraryRead.objects.order_by("pk"))
        assert [(read.party, read.what, read.who) for read in reads] == [
            *[(holder, PLAN, clerk.label), (holder, PROOF, clerk.label)]
        ]
        assert all((case.receipt_no or "") in read.why for read in reads)
        assert register.asked[0].holder_code == holder.code and broken() == {}

    def test_a_body_that_does_not_answer_holds_nothing_up(self, case: Case, clerk: Actor, register: Register) -> None:
        register.down = True
        assert refusal_of(fetch_material, material(case, PROOF), by=clerk) == "no_answer"
        assert not IssuerEnquiry.objects.exists() and material(case, PROOF).state == MaterialState.NEEDED

    def test_i07_what_its_issuer_has_not_is_taken_in_without_a_reason(
        self, case: Case, clerk: Actor, register: Register
    ) -> None:
        """Nobody is carded for a paper that cannot be fetched (S-23)."""
        register.answer, row = None, material(case, PROOF)
        assert refusal_of(take_in_paper, row, by=clerk) == "fetchable"
        assert refusal_of(fetch_material, row, by=clerk) == "none_held"
        asked = IssuerEnquiry.objects.get()
        assert (asked.source, asked.has_it, asked.staff_id) == (register.name, False, clerk.staff_id)
        page = browser(clerk).get(reverse("cases:desk_case", args=[case.pk])).content.decode()
        assert "公安户籍系统没有该申请人的此项材料" in page
        assert refusal_of(fetch_material, row, by=clerk) == "none_held"
        assert len(register.asked) == 1, "it is not asked for the same again"
        take_in_paper(row, by=clerk)
        assert material(case, PROOF).resolver == Resolver.PAPER and not Alarm.objects.exists()
        for deed in (asked.delete, lambda: IssuerEnquiry.objects.update(has_it=True)):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()

    def test_i07_a_connected_system_hands_over_what_a_window_fetches(
        self, case: Case, holder: Party, clerk: Actor
    ) -> None:
        row = material(case, PROOF)
        with running_register(PROOF) as real:
            held = held_for(case, [row])
            assert (held[row.pk].resolver, real.asked()) == (Resolver.EXCHANGE, [])
            real.behave(mode="unsigned")
            assert refusal_of(fetch_material, row, by=clerk) == "no_answer"
            real.behave(mode="well")
            fetch_material(row, by=clerk)
        got = material(case, PROOF)
        assert (got.resolver, got.trust_level) == (Resolver.EXCHANGE, TrustLevel.B)
        assert got.files.get().name == f"{PROOF}.pdf" and IssuerEnquiry.objects.get().has_it

    def test_l11_what_the_case_does_not_ask_for_is_not_fetched(self, case: Case, holder: Party, clerk: Actor) -> None:
        kept(holder, "别的材料")
        rows = list(case.materials.select_related("spec"))
        assert held_for(case, rows) == {}
        assert refusal_of(fetch_material, material(case, FORM), by=clerk) == "none_held"

    def test_somebody_elses_document_is_not_his(self, case: Case, clerk: Actor) -> None:
        kept(world.enterprise())
        assert held_for(case, list(case.materials.select_related("spec"))) == {}


class TestDemanding:
    def test_i07_a_paper_that_can_be_fetched_needs_a_reason_and_is_counted(
        self, case: Case, holder: Party, clerk: Actor
    ) -> None:
        kept(holder)
        wanted = material(case, PLAN)
        assert refusal_of(take_in_files, wanted, [world.pdf()], by=clerk) == "fetchable"
        assert refusal_of(take_in_paper, wanted, by=clerk) == "fetchable"
        assert refusal_of(demand_paper, wanted, reason="要", by=clerk) == "reason"
        demand = demand_paper(wanted, reason=REASON, by=clerk)
        assert (demand.spec.name, demand.held_in, demand.staff_id) == (PLAN, Resolver.WALLET, clerk.staff_id)
        take_in_files(wanted, [world.pdf()], by=clerk)
        assert material(case, PLAN).resolver == Resolver.SCAN
        assert refusal_of(demand_paper, wanted, reason=REASON, by=clerk) == "demanded"

    def test_s23_the_demand_is_a_red_card(self, case: Case, holder: Party, clerk: Actor) -> None:
        kept(holder)
        demand_paper(material(case, PLAN), reason=REASON, by=clerk)
        card = Alarm.objects.get()
        assert (card.rule, card.level, card.case) == ("S-23", "red", case)

    def test_what_was_fetched_gives_way_to_the_paper_that_is_demanded(
        self, case: Case, holder: Party, clerk: Actor
    ) -> None:
        kept(holder)
        fetch_material(material(case, PLAN), by=clerk)
        demand_paper(material(case, PLAN), reason=REASON, by=clerk)
        got = material(case, PLAN)
        assert (got.state, got.resolver, got.trust_level) == (MaterialState.NEEDED, Resolver.NONE, "")
        change = TrustChange.objects.get()
        assert (change.was, change.now, change.ground, change.who) == ("B", "", "removed", clerk.label)
        take_in_paper(got, by=clerk)
        assert (material(case, PLAN).resolver, material(case, PLAN).trust_level) == (Resolver.PAPER, TrustLevel.B)

    def test_what_nobody_holds_is_asked_for_without_a_reason(self, case: Case, clerk: Actor) -> None:
        assert refusal_of(demand_paper, material(case, FORM), reason=REASON, by=clerk) == "not_held"
        take_in_paper(material(case, FORM), by=clerk)
        assert material(case, FORM).is_at_hand and not MaterialDemand.objects.exists()

    def test_a_correction_notice_demands_nothing_that_can_be_fetched(
        self, case: Case, holder: Party, clerk: Actor
    ) -> None:
        """C-05, I-07."""
        kept(holder)
        client, row = browser(clerk), material(case, PLAN)
        page = client.post(reverse("cases:correct", args=[case.pk]), {f"fault-{row.pk}": "请提交平面图"})
        assert page.status_code == 422 and "可以从材料库取用" in page.content.decode()
        assert "请提交平面图" in page.content.decode(), "what was typed is kept"
        demand_paper(row, reason=REASON, by=clerk)
        client.post(reverse("cases:correct", args=[case.pk]), {f"fault-{row.pk}": "请提交平面图"})
        case.refresh_from_db()
        assert case.state == CaseState.CORRECTING

    def test_demands_are_never_changed_or_deleted(self, case: Case, holder: Party, clerk: Actor) -> None:
        kept(holder)
        demand = demand_paper(material(case, PLAN), reason=REASON, by=clerk)
        for deed in (demand.delete, lambda: MaterialDemand.objects.update(reason="别的理由，别的理由")):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()

    def test_leaders_see_the_demands_of_their_body_and_supervision_all(
        self, case: Case, holder: Party, clerk: Actor
    ) -> None:
        kept(holder)
        demand_paper(material(case, PLAN), reason=REASON, by=clerk)
        address = reverse("cases:demands")
        for actor in (world.staff("分管领导岗"), world.staff("监察岗", "监委")):
            page = browser(actor).get(address).content.decode()
            assert REASON in page and clerk.label in page and case.version.name in page
        assert REASON not in browser(world.staff("分管领导岗", "住建局")).get(address).content.decode()

    @pytest.mark.parametrize("reason", ["", " " * 40, "\0" * 12, "短", "字" * 301])
    def test_hostile_reasons_are_told_and_change_nothing(
        self, case: Case, holder: Party, clerk: Actor, reason: str
    ) -> None:
        kept(holder)
        address = reverse("cases:demand", args=[case.pk, material(case, PLAN).pk])
        assert browser(clerk).post(address, {"reason": reason}).status_code == 422
        assert not MaterialDemand.objects.exists()


class TestTrust:
    def test_l05_an_original_seen_at_a_window_raises_c_to_b_with_who_and_when(self, clerk: Actor) -> None:
        applicant = world.citizen()
        filed = submit_case(world.draft(world.item(), applicant), by=applicant).case
        upload = material(filed, PLAN)
        assert upload.trust_level == TrustLevel.C
        address = reverse("cases:compare", args=[filed.pk, upload.pk])
        page = browser(clerk).post(address, follow=True).content.decode()
        change = TrustChange.objects.get()
        assert (change.was, change.now, change.ground, change.who) == ("C", "B", "original", clerk.label)
        assert change.at and material(filed, PLAN).trust_level == TrustLevel.B
        assert f"{clerk.label} 核对原件" in page
        drain(["interactive"])
        document = WalletDocument.objects.get(party_id=applicant.self_party_id, name=PLAN)
        assert document.trust_level == TrustLevel.B, "the next case finds it compared"

    @pytest.mark.parametrize("level", [TrustLevel.A, TrustLevel.B, TrustLevel.D])
    def test_l05_no_other_level_is_changed_by_looking_at_an_original(
        self, case: Case, clerk: Actor, level: TrustLevel
    ) -> None:
        row = material(case, FORM)
        assert refusal_of(compare_with_original, row, by=clerk) == "nothing_there"
        take_in_paper(row, by=clerk)
        Material.objects.filter(pk=row.pk).update(trust_level=level)
        assert refusal_of(compare_with_original, row, by=clerk) == "not_raised"

    def test_l05_a_level_that_falls_with_other_files_is_written_down(self, owner: Actor, clerk: Actor) -> None:
        case = world.draft(world.item(materials=[world.material(PLAN)]), owner)
        row = material(case, PLAN)
        Material.objects.filter(pk=row.pk).update(trust_level=TrustLevel.B)
        world.attach_file(material(case, PLAN), world.pdf(), name="b.pdf", by=owner)
        change = TrustChange.objects.get()
        assert (change.was, change.now, change.ground) == ("B", "C", "files")


class TestTakingIn:
    def test_c10_a_wrong_page_is_replaced_on_the_spot(self, case: Case, clerk: Actor) -> None:
        row = material(case, FORM)
        take_in_files(row, [world.pdf()], by=clerk)
        first = row.files.get().file_id
        client, address = browser(clerk), reverse("cases:scan", args=[case.pk, row.pk])
        assert "替换已有的页面" in client.get(address).content.decode()
        client.post(address, {"file": world.pdf(), "instead": "on"})
        assert row.files.count() == 1 and row.files.get().file_id != first
        client.post(address, {"file": world.pdf()})
        assert row.files.count() == 2

    def test_nothing_is_taken_in_after_the_decision(self, case: Case, clerk: Actor) -> None:
        Case.objects.filter(pk=case.pk).update(state=CaseState.GRANTED)
        row = material(case, FORM)
        assert refusal_of(take_in_files, row, [world.pdf()], by=clerk) == "not_editable"
        assert refusal_of(take_in_paper, row, by=clerk) == "not_editable"
        assert refusal_of(fetch_material, row, by=clerk) == "not_editable"

    def test_a_scan_without_a_page_is_told(self, case: Case, clerk: Actor) -> None:
        address = reverse("cases:scan", args=[case.pk, material(case, FORM).pk])
        assert browser(clerk).post(address).status_code == 422


class TestSeveralItems:
    def test_c03_materials_common_to_several_items_are_given_once(self, holder: Party, clerk: Actor) -> None:
        versions = [
            world.item(materials=[world.material(PLAN), world.material(FORM)]),
            world.item(materials=[world.material(PLAN)]),
            world.item(materials=[world.material(PROOF)]),
        ]
        first, second, third = open_intake(versions, applicant=holder, by=clerk)
        take_in_files(material(first, PLAN), [world.pdf(), world.pdf()], by=clerk)
        twin = material(second, PLAN)
        assert (twin.state, twin.resolver, twin.trust_level) == (MaterialState.PROVIDED, Resolver.SCAN, "B")
        assert [one.file_id for one in twin.files.all()] == [one.file_id for one in material(first, PLAN).files.all()]
        assert material(third, PROOF).state == MaterialState.NEEDED
        take_in_paper(material(third, PROOF), by=clerk)
        (fourth,) = open_intake(
            [world.item(materials=[world.material(PROOF)])], applicant=holder, joins=first, by=clerk
        )
        assert material(fourth, PROOF).resolver == Resolver.PAPER
        page = browser(clerk).get(reverse("cases:desk_case", args=[first.pk])).content.decode()
        assert all(one.version.name in page for one in (second, third, fourth)) and 'data-key="N"' in page

    def test_another_visit_shares_nothing(self, holder: Party, clerk: Actor) -> None:
        version = world.item(materials=[world.material(PLAN)])
        first, second = (open_intake([version], applicant=holder, by=clerk)[0] for _visit in range(2))
        take_in_paper(material(first, PLAN), by=clerk)
        assert material(second, PLAN).state == MaterialState.NEEDED

    def test_somebody_else_does_not_join_the_intake(self, holder: Party, clerk: Actor) -> None:
        version = world.item(materials=[world.material(PLAN)])
        first = open_intake([version], applicant=holder, by=clerk)[0]
        take_in_paper(material(first, PLAN), by=clerk)
        (second,) = open_intake([version], applicant=world.enterprise(), joins=first, by=clerk)
        assert material(second, PLAN).state == MaterialState.NEEDED

    def test_all_items_are_taken_in_or_none(self, holder: Party, clerk: Actor) -> None:
        good, bad = world.item(), world.item()
        type(bad).objects.filter(pk=bad.pk).update(state="withdrawn")
        bad.refresh_from_db()
        assert refusal_of(open_intake, [good, bad], applicant=holder, by=clerk) == "not_open"
        assert refusal_of(open_intake, [], applicant=holder, by=clerk) == "no_item"
        assert refusal_of(open_intake, [good] * 11, applicant=holder, by=clerk) == "too_many_items"
        assert not Case.objects.exists()

    def test_an_accepted_case_of_the_visit_is_left_as_it_is(self, holder: Party, clerk: Actor) -> None:
        versions = [world.item(materials=[world.material(name) for name in (PLAN, FORM)]) for _item in range(2)]
        first, second = open_intake(versions, applicant=holder, by=clerk)
        Case.objects.filter(pk=second.pk).update(state=CaseState.IN_REVIEW)
        take_in_paper(material(first, PLAN), by=clerk)
        assert material(second, PLAN).state == MaterialState.NEEDED


def browser(actor: Actor) -> Client:
    client = signed_in(actor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
    return client
