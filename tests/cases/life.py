"""One case, what may be done to it on the main line, and a small model of what the law allows (2.2, 2.3)."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cases.models import Case, CaseState, Material
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.deferring import hand_in_owed
from cases.services.drafts import start_draft
from cases.services.intake import (
    accept_case,
    decline_case,
    hand_in_correction,
    pass_precheck,
    receive_case,
    request_correction,
    return_at_precheck,
)
from cases.services.issuing import deliver_result, issue_result
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock, running_at
from core.outbox import drain
from core.refusal import Refusal
from deliveries.models import DeliveryWay
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world
from tests.cases.walks import at

S = CaseState
WAITING = {S.SUBMITTED, S.PRECHECKED, S.RECEIVED}
CORRECTION_DAYS, ANSWER_DAYS, STAGES = 31, 8, 2
"""Natural days after which a correction is surely late, and the body's silence surely acceptance."""
UNDER_REVIEW = {S.IN_REVIEW, S.SPECIAL, S.SUSPENDED, S.SUPPLEMENTING}
UNDECIDED = {*WAITING, S.PRECHECK_RETURNED, S.CORRECTING, *UNDER_REVIEW}
DECISION = Decision(Verdict.APPROVE, "符合条件")
OBJECTION = Decision(Verdict.OBJECT, "选址不符合条件，不予通过")
RETURN = Decision(Verdict.RETURN, "请补充现场照片核对")
DECLINED = "不属于本机关职权范围，请转交"


def sensible_in(*states: CaseState) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A deed for these states; in a bold life it is tried in every state."""
    return precondition(lambda life: life.bold or life.state in states)


class Life(RuleBasedStateMachine):
    """One case. The model knows its state, how many stages passed, whether one objected, what is owed, and what stands
    in the way of a decision; a deed is refused exactly where the model says so.
    """

    def __init__(self) -> None:
        super().__init__()
        self.time = SimulatedClock(at(2026, 3, 2))
        self.running = running_at(self.time)
        self.running.__enter__()
        self.bold, self.state, self.passed, self.objected = False, S.DRAFT, 0, False
        self.corrected, self.promised, self.owes, self.extended = False, False, False, False
        self.withdrawal, self.hearing, self.halted_by = "", "", ""

    def teardown(self) -> None:
        self.running.__exit__(None, None, None)

    @initialize(start=st.sampled_from([S.IN_REVIEW, S.SUBMITTED, S.DRAFT, S.GRANTED]), bold=st.booleans())
    def begin(self, start: CaseState, bold: bool) -> None:
        """A life begins as a draft; some are told only from a later state on, so that few steps reach the end too."""
        self.bold = bold
        self.applicant, self.clerk = world.citizen(), world.staff("窗口受理岗")
        self.reviewers = [world.staff("科室审查岗"), world.staff("分管领导岗")]
        self.certifier = world.staff("制证岗")
        self.supervisor = world.staff("监察岗")
        materials = [world.material("申请书"), world.material("健康证明", deferrable=True)]
        version = world.item(materials=materials)
        self.case = start_draft(version, by=self.applicant, channel=world.Channel.WEB)
        world.fill(self.case, self.applicant, {"申请书": None})
        world.answer(self.case, self.applicant)
        if start != S.DRAFT:
            self.submit(promise=True)
        if start in {S.IN_REVIEW, S.GRANTED}:
            self.accept()
        while start == S.GRANTED != self.state:
            self.decide(DECISION)

    def attempt(self, allowed: bool, deed: object, becomes: CaseState) -> bool:
        """Do it; the model and the product agree on whether it is lawful."""
        try:
            deed()  # type: ignore[operator]
        except Refusal as refusal:
            assert not allowed, f"{refusal.code} in {self.state}"
            return False
        assert allowed, f"not refused in {self.state}"
        self.state = becomes
        if becomes not in UNDECIDED:
            self.withdrawal, self.hearing = "", ""
        return True

    @sensible_in(S.DRAFT, S.PRECHECK_RETURNED)
    @rule(promise=st.booleans())
    def submit(self, promise: bool) -> None:
        if self.state == S.SUBMITTED:
            assert submit_case(self.case, by=self.applicant).query_code == ""
            return
        if self.state == S.PRECHECK_RETURNED:
            world.fill(self.case, self.applicant, {"申请书": None})
            world.answer(self.case, self.applicant)
        missing = not self.promised
        ready = promise if missing else not promise
        lawful = self.state in {S.DRAFT, S.PRECHECK_RETURNED} and ready
        done = self.attempt(lawful, lambda: submit_case(self.case, promise=promise, by=self.applicant), S.SUBMITTED)
        self.promised = self.promised or done

    @sensible_in(S.SUBMITTED)
    @rule()
    def precheck(self) -> None:
        self.attempt(self.state == S.SUBMITTED, lambda: pass_precheck(self.case, by=self.clerk), S.PRECHECKED)

    @sensible_in(S.SUBMITTED)
    @rule()
    def give_back(self) -> None:
        self.attempt(
            self.state == S.SUBMITTED,
            lambda: return_at_precheck(self.case, faults=self.fault(), by=self.clerk),
            S.PRECHECK_RETURNED,
        )

    @sensible_in(S.SUBMITTED, S.PRECHECKED)
    @rule()
    def receive(self) -> None:
        lawful = self.state in {S.DRAFT, S.SUBMITTED, S.PRECHECKED}
        self.attempt(lawful, lambda: receive_case(self.case, by=self.clerk), S.RECEIVED)

    @sensible_in(*WAITING)
    @rule()
    def accept(self) -> None:
        lawful = self.state in WAITING and self.promised
        if self.attempt(lawful, lambda: accept_case(self.case, by=self.clerk), S.IN_REVIEW):
            self.owes = True

    @sensible_in(*WAITING, S.CORRECTING)
    @rule()
    def decline(self) -> None:
        lawful = self.state in {*WAITING, S.CORRECTING}
        self.attempt(lawful, lambda: decline_case(self.case, reason=DECLINED, by=self.clerk), S.DECLINED)

    @sensible_in(*WAITING)
    @rule()
    def ask_correction(self) -> None:
        lawful = self.state in WAITING and not self.corrected
        done = self.attempt(
            lawful, lambda: request_correction(self.case, faults=self.fault(), by=self.clerk), S.CORRECTING
        )
        self.corrected = self.corrected or done

    @sensible_in(S.CORRECTING)
    @rule()
    def correct(self) -> None:
        if self.state == S.CORRECTING:
            world.fill(self.case, self.applicant, {"申请书": None})
            world.answer(self.case, self.applicant)
        lawful = self.state == S.CORRECTING and self.promised
        self.attempt(lawful, lambda: hand_in_correction(self.case, by=self.applicant), S.RECEIVED)

    @sensible_in(S.IN_REVIEW)
    @rule(decision=st.sampled_from([DECISION, DECISION, DECISION, OBJECTION, RETURN]))
    def decide(self, decision: Decision) -> None:
        review = Review.objects.filter(case=self.case, closed_at=None).first()
        assert (review is not None) == (self.state in UNDER_REVIEW)
        if review is None:
            return
        last = self.passed == STAGES - 1
        blocked = last and (self.withdrawal or self.hearing or (self.objected and decision is DECISION))
        lawful = self.state == S.IN_REVIEW and not blocked
        becomes = {OBJECTION: S.REFUSED, DECISION: S.GRANTED}.get(decision, S.IN_REVIEW) if last else S.IN_REVIEW
        by = self.reviewers[self.passed]
        if not self.attempt(lawful, lambda: give_verdict(review, decision, by=by), becomes):
            return
        if decision is RETURN:
            self.passed, self.objected = 0, False
            return
        self.objected = self.objected or decision is OBJECTION
        self.passed += 1
        self.owes = self.owes and self.state != S.REFUSED

    @sensible_in(S.IN_REVIEW)
    @rule()
    def pause(self) -> None:
        given = {"title": "现场核查", "days": 5, "basis": "审查通则", "reason": "", "by": self.reviewers[0]}
        self.attempt(self.state == S.IN_REVIEW, lambda: begin_procedure(self.case, **given), S.SPECIAL)

    @sensible_in(S.SPECIAL)
    @rule()
    def resume(self) -> None:
        lawful = self.state == S.SPECIAL
        if self.attempt(lawful, lambda: end_procedure(self.case, outcome="符合", by=self.reviewers[0]), S.IN_REVIEW):
            self.halted_by = ""

    @sensible_in(*UNDECIDED, S.GRANTED)
    @rule()
    def hand_in(self) -> None:
        owed = Material.objects.get(case=self.case, spec__name="健康证明")
        lawful = self.promised and owed.state == "deferred" and self.state in {*UNDECIDED, S.GRANTED, S.ISSUED}
        if self.attempt(lawful, lambda: hand_in_owed(owed, [world.pdf()], by=self.applicant), self.state):
            self.owes = False

    @sensible_in(S.GRANTED, S.REFUSED)
    @rule()
    def issue(self) -> None:
        lawful = self.state == S.REFUSED or (self.state == S.GRANTED and not self.owes)
        self.attempt(lawful, lambda: issue_result(self.case, by=self.certifier), S.ISSUED)

    @sensible_in(S.ISSUED, S.CLOSED)
    @rule()
    def deliver(self) -> None:
        given = {"way": DeliveryWay.WINDOW, "recipient": "林晓", "by": self.clerk}
        lawful = self.state in {S.ISSUED, S.CLOSED}
        self.attempt(lawful, lambda: deliver_result(self.case, **given), S.CLOSED)

    @rule(days=st.sampled_from([0, 1, ANSWER_DAYS, CORRECTION_DAYS]))
    def time_passes(self, days: int) -> None:
        """C-07, C-09, the end of a promise, of a supplement and of the days for asking for a hearing happen by
        themselves; how long nobody acted decides which."""
        self.time.advance(timedelta(days=days))
        unfinished = list(self.case.clocks.filter(overran_at=None, finished_at=None).values_list("pk", flat=True))
        sweep_clocks()
        drain(["interactive"])
        passed = self.case.clocks.filter(pk__in=unfinished, overran_at__isnull=False)
        overran = set(passed.values_list("kind", flat=True))
        if self.state in WAITING and "acceptance" in overran:
            self.state, self.owes = S.IN_REVIEW, self.promised and self.still_deferred()
        elif self.state == S.CORRECTING and "correction" in overran:
            self.state = S.RETURNED
        elif self.state == S.SUPPLEMENTING and "supplement" in overran:
            self.state = S.IN_REVIEW
        if "deferral" in overran:
            self.owes = False
        if self.hearing == "offered" and "ask_hear" in overran:
            self.hearing = ""

    def still_deferred(self) -> bool:
        return Material.objects.filter(case=self.case, state="deferred").exists()

    def fault(self) -> dict[int, str]:
        return {Material.objects.get(case=self.case, spec__name="申请书").pk: "看不清，请重新上传"}

    @invariant()
    def the_model_and_the_product_agree(self) -> None:
        if hasattr(self, "case"):
            assert Case.objects.values_list("state", flat=True).get(pk=self.case.pk) == self.state
