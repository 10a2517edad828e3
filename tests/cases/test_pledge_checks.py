"""The check after a grant on pledge, what a false one costs, and the credit list (2.4, C-24, D-14, XKF 69, 78, 79)."""

from datetime import date

import pytest

from cases.models import (
    Case,
    CaseState,
    ClockKind,
    CreditGround,
    CreditRecord,
    DocumentKind,
    Pledge,
    PledgeOutcome,
    Proceeding,
    ProceedingKind,
    Proposal,
    ProposalKind,
)
from cases.pages.proposals import kinds_for
from cases.services.checking import plan_check, record_check
from cases.services.credit import enter_record, repair_record
from cases.services.hearings import waive_hearing
from cases.services.intake import accept_case
from cases.services.issuing import issue_result
from cases.services.proposals import decide_proposal, propose_act
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from cases.services.window import open_at_window
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Party
from items.models import ItemVersion, VersionState
from linkage.models import Review, Verdict
from linkage.queries import barred_from
from notices.models import Message
from spaces.models import Licence, LicenceState
from spaces.services.changes import change_licence_state
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.pledges import NORMAL, TEXT, granted_on_pledge, picture, pledge_item, pledged, staged
from tests.cases.proceedings import concluded
from tests.cases.results import issued
from tests.cases.walks import accepted, at, clock_of, decided, filed, last_day, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
FALSE, TRUE, YES = PledgeOutcome.FALSE, PledgeOutcome.TRUE, Verdict.APPROVE
BOTH = [{"kind": "normal", "stages": staged(NORMAL)}]
FOUND = "现场没有承诺所称的设施设备，经营者当场承认"
REASON, BASIS = "提交的健康证明经核实系伪造", "行政许可法第七十八条"


@pytest.fixture(autouse=True)
def on_monday(time: SimulatedClock) -> SimulatedClock:
    """Monday 2 March 2026, ten in the morning."""
    return time


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


def handler() -> Actor:
    return world.staff("科室审查岗")


def leader() -> Actor:
    return world.staff("分管领导岗")


def refused(deed: object) -> str:
    with pytest.raises(Refusal) as refusal:
        deed()  # type: ignore[operator]
    return refusal.value.code


class TestTheCheckFallsDue:
    def test_a_grant_on_pledge_begins_its_clock_once(self, owner: Actor) -> None:
        """Sixty natural days from the decision, a rest day moves it on (T-35)."""
        pledge = granted_on_pledge(owner)
        assert pledge.granted_at is not None
        plan_check(pledge.case, by=SYSTEM)
        assert last_day(pledge.case, ClockKind.PLEDGE) == date(2026, 5, 6)
        assert Message.objects.filter(title="承诺事项将核查").exists() and broken() == {}

    def test_the_item_may_say_when(self, owner: Actor) -> None:
        pledge = granted_on_pledge(owner, pledge_item(pledge_days=30))
        assert last_day(pledge.case, ClockKind.PLEDGE) == date(2026, 4, 1)

    def test_a_grant_without_a_pledge_has_no_check(self, owner: Actor) -> None:
        case = issued(owner)
        assert not case.clocks.filter(kind=ClockKind.PLEDGE).exists()

    def test_a_check_nobody_makes_in_time_is_an_alarm(self, owner: Actor, time: SimulatedClock) -> None:
        """S-07."""
        pledge = granted_on_pledge(owner)
        move(time, clock_of(pledge.case, ClockKind.PLEDGE).due_at)
        sweep_clocks()
        drain(["interactive"])
        assert Alarm.objects.filter(case=pledge.case, clock__kind=ClockKind.PLEDGE, rule="S-07").exists()


class TestTheCheck:
    def test_a_true_pledge_is_closed(self, owner: Actor) -> None:
        pledge = granted_on_pledge(owner)
        assert record_check(pledge, TRUE, findings=FOUND, by=handler()) is None
        assert clock_of(pledge.case, ClockKind.PLEDGE).finished_at is not None
        assert refused(lambda: record_check(pledge, TRUE, findings=FOUND, by=handler())) == "checked_before"
        assert not Proposal.objects.exists() and not CreditRecord.objects.exists()

    def test_findings_are_written_and_a_false_pledge_is_shown(self, owner: Actor) -> None:
        pledge = granted_on_pledge(owner)
        assert refused(lambda: record_check(pledge, TRUE, findings="好", by=handler())) == "findings"
        assert refused(lambda: record_check(pledge, FALSE, findings=FOUND, by=handler())) == "evidence"

    def test_nothing_is_checked_before_the_grant(self, owner: Actor) -> None:
        pledge = Pledge.objects.get(case=pledged(owner))
        assert refused(lambda: record_check(pledge, TRUE, findings=FOUND, by=handler())) == "not_due"

    def test_a_false_pledge_begins_a_proceeding_in_which_the_holder_is_heard(self, owner: Actor) -> None:
        """C-16, C-24, D-10, D-14, XKF 69: two persons before it begins; facts and evidence are those of the check."""
        pledge, checker = granted_on_pledge(owner), handler()
        proposal = record_check(pledge, FALSE, findings=FOUND, evidence=[picture(), picture()], by=checker)
        assert proposal is not None and proposal.kind == ProposalKind.FALSE_PLEDGE
        assert not pledge.case.hearings.exists(), "nothing is intended before a second person agrees"
        assert refused(lambda: decide_proposal(proposal, approve=True, by=checker)) == "forbidden"
        decide_proposal(proposal, approve=True, by=leader())
        made = Proceeding.objects.get(proposal=proposal)
        assert (made.kind, made.ground, made.credit) == (ProceedingKind.RESCIND, "deceit", CreditGround.FALSE_PLEDGE)
        assert (made.facts, made.evidence.count(), made.begun_by_id) == (FOUND, 2, checker.staff_id)
        assert made.licence.state == LicenceState.VALID and made.case.hearings.filter(ending="").exists()
        drain(["interactive", "pdf"])
        assert FOUND in words(made.case, DocumentKind.STATEMENT_NOTICE) and broken() == {}
        done = concluded(made.case, owner)
        licence = Licence.objects.get(pk=made.licence_id)
        assert (licence.state, licence.state_ground) == (LicenceState.RESCINDED, "deceit")
        record = CreditRecord.objects.get(party_id=owner.party_id)
        assert (record.ground, record.barred_until) == (CreditGround.FALSE_PLEDGE, None)
        said = words(done, DocumentKind.LICENCE_DECISION)
        assert "撤销" in said and FOUND in said and "行政复议" in said and "信用记录" in said and "年内不得" not in said
        drain(["interactive", "pdf"])
        assert Message.objects.filter(title="已记入信用记录").exists() and broken() == {}

    def test_a_worker_that_comes_late_lapses_nothing_that_was_proposed_after_the_grant(
        self, owner: Actor, time: SimulatedClock
    ) -> None:
        """The grant ends what was proposed before it; the check afterwards is its own."""
        case = decided(accept_case(pledged(owner, pledge_item(routes=BOTH)), by=world.staff("窗口受理岗")), YES)
        issue_result(case, by=world.staff("制证岗"))
        move(time, at(2026, 3, 2, 11))
        plan_check(case, by=SYSTEM)
        record_check(Pledge.objects.get(case=case), FALSE, findings=FOUND, evidence=[picture()], by=handler())
        drain(["interactive"])
        assert Proposal.objects.get(case=case).verdict == ""

    def test_what_the_leader_rejects_stands(self, owner: Actor) -> None:
        pledge = granted_on_pledge(owner)
        proposal = record_check(pledge, FALSE, findings=FOUND, evidence=[picture()], by=handler())
        assert proposal is not None
        decide_proposal(proposal, approve=False, remark="证据不足", by=leader())
        assert not CreditRecord.objects.exists() and not Proceeding.objects.exists()
        assert Licence.objects.get(cases=pledge.case).state == LicenceState.VALID

    def test_the_worklist_and_the_form(self, owner: Actor) -> None:
        """Hostile input is refused, another body's staff sees nothing."""
        pledge, page = granted_on_pledge(owner), signed_in(handler())
        assert TEXT in page.get(f"/desk/pledges/{pledge.pk}/").content.decode()
        assert f"/desk/pledges/{pledge.pk}/" in page.get("/desk/pledges/").content.decode()
        stranger = signed_in(world.staff("科室审查岗", "住建局"))
        assert stranger.get(f"/desk/pledges/{pledge.pk}/").status_code == 404
        for typed in ({}, {"outcome": "maybe", "findings": FOUND}, {"outcome": "false", "findings": FOUND}):
            assert page.post(f"/desk/pledges/{pledge.pk}/", typed).status_code == 422
        sent = {"outcome": "false", "findings": FOUND, "evidence": [picture()]}
        assert page.post(f"/desk/pledges/{pledge.pk}/", sent).status_code == 302
        shown = page.get(f"/desk/pledges/{pledge.pk}/").content.decode()
        evidence = pledge.evidence.get()
        assert f"/desk/pledges/{pledge.pk}/evidence/{evidence.pk}/" in shown and FOUND in shown
        taken = page.get(f"/desk/pledges/{pledge.pk}/evidence/{evidence.pk}/")
        assert taken.status_code == 200 and b"".join(taken.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
        assert page.post(f"/desk/pledges/{pledge.pk}/", sent).status_code == 422
        assert f"/desk/pledges/{pledge.pk}/" in page.get("/desk/pledges/?tab=done").content.decode()


class TestFalsehood:
    def test_false_material_refuses_the_case_and_warns(self, owner: Actor) -> None:
        """C-24, XKF 78; without a field of safety he may apply again at once."""
        case = accepted(owner)
        proposal = propose_act(case, ProposalKind.FALSE_MATERIAL, reason=REASON, basis=BASIS, by=handler())
        waive_hearing(case, by=owner)
        decide_proposal(proposal, approve=True, by=leader())
        case.refresh_from_db()
        assert case.state == CaseState.REFUSED and "警告" in words(case, DocumentKind.REFUSAL_DECISION)
        assert not Review.objects.filter(case=case, closed_at=None).exists()
        assert CreditRecord.objects.get(case=case).barred_until is None
        drain(["interactive", "pdf"])
        assert broken() == {}

    @pytest.mark.parametrize(
        ("ground", "field", "until"),
        [
            (CreditGround.FALSE_MATERIAL, "health", date(2027, 3, 2)),
            (CreditGround.FALSE_MATERIAL, "finance", None),
            (CreditGround.DECEIT, "", date(2029, 3, 2)),
            (CreditGround.FALSE_PLEDGE, "health", None),
        ],
    )
    def test_how_long_the_same_is_closed_follows_from_the_ground_and_the_item(
        self, owner: Actor, ground: CreditGround, field: str, until: date | None
    ) -> None:
        """C-24: a year where safety is concerned, three for deceit."""
        record = enter_record(accepted(owner, risk_field=field), ground, facts=REASON, by=leader())
        assert record.barred_until == until

    def test_whoever_is_barred_cannot_file_the_same_again_until_the_day(
        self, owner: Actor, time: SimulatedClock
    ) -> None:
        """C-24 at C-01; that he repaired his credit does not shorten it."""
        case, head = accepted(owner, risk_field="health"), leader()
        record = enter_record(case, CreditGround.FALSE_MATERIAL, facts=REASON, by=head)
        repair_record(record, repair="已按要求整改并通过复查", by=head)
        again = world.draft(case.version, owner)
        assert refused(lambda: submit_case(again, by=owner)) == "barred"
        assert filed(owner).case.state == CaseState.SUBMITTED
        CreditRecord.objects.filter(pk=record.pk).update(barred_until=date(2026, 3, 10))
        assert refused(lambda: submit_case(again, by=owner)) == "barred"
        move(time, at(2026, 3, 10, 0))
        submit_case(again, by=owner)

    def test_nor_is_he_accepted_at_a_window(self, owner: Actor) -> None:
        case = accepted(owner)
        enter_record(case, CreditGround.DECEIT, facts=REASON, by=leader())
        clerk = world.staff("窗口受理岗")
        here = open_at_window(case.version, applicant=Party.objects.get(pk=owner.party_id), by=clerk)
        world.fill(here, clerk)
        world.answer_for(here, clerk)
        assert refused(lambda: accept_case(here, by=clerk)) == "barred"

    def test_what_was_obtained_by_deceit_is_rescinded_for_three_years(self, owner: Actor) -> None:
        """C-24, XKF 69, 79: the proposal begins the proceeding, which ends the licence."""
        case = issued(owner)
        assert kinds_for(case) == [ProposalKind.DECEIT]
        proposal = propose_act(case, ProposalKind.DECEIT, reason=REASON, basis=BASIS, by=handler())
        decide_proposal(proposal, approve=True, by=leader())
        assert Licence.objects.get(cases=case).state == LicenceState.VALID
        done = concluded(Proceeding.objects.get(proposal=proposal).case, owner)
        assert Licence.objects.get(cases=case).state == LicenceState.RESCINDED
        assert CreditRecord.objects.get(case=done).barred_until == date(2029, 3, 2)
        assert broken() == {}

    def test_s15_whoever_proposed_it_does_not_decide_the_proceeding(self, owner: Actor) -> None:
        case, head = issued(owner), leader()
        proposal = propose_act(case, ProposalKind.DECEIT, reason=REASON, basis=BASIS, by=head)
        decide_proposal(proposal, approve=True, by=leader())
        review = Review.objects.get(case=Proceeding.objects.get().case, closed_at=None)
        decision = Review(case=review.case, run=review.run, stage=review.stage.route.stages.get(duty="decide"))
        assert head.staff_id in barred_from(decision)

    def test_nothing_is_rescinded_that_was_not_given(self, owner: Actor) -> None:
        case = accepted(owner)
        deceit, pledge = ProposalKind.DECEIT, ProposalKind.FALSE_PLEDGE

        def proposed(about: Case, kind: ProposalKind = deceit) -> str:
            return refused(lambda: propose_act(about, kind, reason=REASON, basis=BASIS, by=handler()))

        assert proposed(case) == "not_given"
        given = issued(owner)
        assert proposed(given, pledge) == "no_false_pledge"
        Case.objects.filter(pk=case.pk).update(state=CaseState.ISSUED)
        assert proposed(Case.objects.get(pk=case.pk)) == "no_licence"
        published = list(ItemVersion.objects.filter(state=VersionState.PUBLISHED).values_list("pk", flat=True))
        ItemVersion.objects.update(state=VersionState.CANCELLED)
        assert proposed(given) == "no_way"
        ItemVersion.objects.filter(pk__in=published).update(state=VersionState.PUBLISHED)
        licence = Licence.objects.get(cases=given)
        change_licence_state(licence, LicenceState.REVOKED, reason="依法吊销", by=leader())
        assert proposed(given) == "wrong_state"
        assert not Proceeding.objects.exists() and not Proposal.objects.exists()


class TestTheList:
    def test_the_head_of_the_body_repairs_once_and_says_how(self, owner: Actor) -> None:
        """2.4: not yet repaired."""
        record = enter_record(accepted(owner), CreditGround.FALSE_PLEDGE, facts=FOUND, by=leader())
        page, address = signed_in(leader()), f"/desk/credit/{record.pk}/"
        assert address in page.get("/desk/credit/").content.decode()
        for typed in ({}, {"repair": "好了"}, {"repair": "已" * 301}):
            assert page.post(address, typed).status_code == 422
        assert page.post(address, {"repair": "已按要求整改并通过复查"}).status_code == 302
        assert page.post(address, {"repair": "已按要求整改并通过复查"}).status_code == 422
        record.refresh_from_db()
        assert record.repaired_at is not None

    def test_another_body_sees_nothing_and_supervision_only_looks(self, owner: Actor) -> None:
        record = enter_record(accepted(owner), CreditGround.FALSE_PLEDGE, facts=FOUND, by=leader())
        address = f"/desk/credit/{record.pk}/"
        assert signed_in(world.staff("分管领导岗", "住建局")).get(address).status_code == 404
        watcher = signed_in(world.staff("监察岗"))
        assert watcher.get(address).status_code == 200
        assert watcher.post(address, {"repair": "已按要求整改并通过复查"}).status_code == 422
