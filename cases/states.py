"""The legal life of a case, the same for all items (2.2, 2.3). Methods are transitions; services call them
under lock.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from viewflow.fsm import State, TransitionNotAllowed

from cases.models import Case, CaseState
from core.refusal import Refusal

S = CaseState
OPEN_BEFORE_ACCEPTANCE = [S.SUBMITTED, S.PRECHECKED, S.RECEIVED]


class CaseLife:
    """Moves one case from state to state and stamps the moment; refuses `wrong_state` when the law knows no
    such step.
    """

    state = State(CaseState, default=CaseState.DRAFT)

    def __init__(self, case: Case, at: datetime) -> None:
        self.case = case
        self.at = at

    @state.getter()
    def _read(self) -> CaseState:
        return CaseState(self.case.state)

    @state.setter()
    def _write(self, value: CaseState) -> None:
        self.case.state = value

    @state.transition(source=[S.DRAFT, S.PRECHECK_RETURNED], target=S.SUBMITTED)
    def submit(self) -> None:
        """C-01: the applicant files it; a returned one may be filed again."""
        self.case.submitted_at = self.at

    @state.transition(source=S.SUBMITTED, target=S.PRECHECKED)
    def pass_precheck(self) -> None:
        """C-02: complete online, originals follow at the window."""

    @state.transition(source=S.SUBMITTED, target=S.PRECHECK_RETURNED)
    def return_at_precheck(self) -> None:
        """C-02: everything that is wrong is listed at once."""

    @state.transition(source=[S.DRAFT, S.SUBMITTED, S.PRECHECKED], target=S.RECEIVED)
    def receive(self) -> None:
        """C-03: materials are in hand."""
        self.case.received_at = self.at

    @state.transition(source=OPEN_BEFORE_ACCEPTANCE, target=S.CORRECTING)
    def ask_correction(self) -> None:
        """C-05: once, with the full list."""
        self.case.corrections += 1

    @state.transition(source=S.CORRECTING, target=S.RECEIVED)
    def hand_in_correction(self) -> None:
        """C-08: acceptance counts from the day the last supplement arrived."""
        self.case.received_at = self.at

    @state.transition(source=OPEN_BEFORE_ACCEPTANCE, target=S.ACCEPTED)
    def accept(self) -> None:
        """C-04: complete and in statutory form; the clocks of the decision start."""
        self.case.accepted_at = self.at

    @state.transition(source=[*OPEN_BEFORE_ACCEPTANCE, S.CORRECTING], target=S.DECLINED)
    def decline(self) -> None:
        """C-06: no licence needed, or another body is competent."""
        self.case.closed_at = self.at

    @state.transition(source=S.ACCEPTED, target=S.IN_REVIEW)
    def begin_review(self) -> None:
        """The first review is open."""

    @state.transition(source=[S.ACCEPTED, S.IN_REVIEW], target=S.SPECIAL)
    def begin_procedure(self) -> None:
        """C-12: a special procedure stops the clocks of the decision."""

    @state.transition(source=S.SPECIAL, target=S.IN_REVIEW)
    def end_procedure(self) -> None:
        """C-13: the clocks go on."""

    @state.transition(source=[S.ACCEPTED, S.IN_REVIEW], target=S.GRANTED)
    def grant(self) -> None:
        """The decision is made in favour; the delivery clock starts (T-08)."""
        self.case.decided_at = self.at

    @state.transition(source=[S.ACCEPTED, S.IN_REVIEW], target=S.REFUSED)
    def refuse(self) -> None:
        """C-17: refused with reasons and remedies."""
        self.case.decided_at = self.at

    @state.transition(source=[S.GRANTED, S.REFUSED], target=S.ISSUED)
    def issue(self) -> None:
        """The result (licence or decision) is made and waits for its recipient."""
        self.case.issued_at = self.at

    @state.transition(source=S.ISSUED, target=S.DELIVERED)
    def deliver(self) -> None:
        """C-21: the recipient has it."""
        self.case.delivered_at = self.at

    @state.transition(source=S.DELIVERED, target=S.CLOSED)
    def close(self) -> None:
        """办结."""
        self.case.closed_at = self.at

    @state.transition(source=S.CORRECTING, target=S.RETURNED)
    def return_uncorrected(self) -> None:
        """C-09: the correction did not come in time. An accepted case has no such exit (C-20)."""
        self.case.closed_at = self.at

    @state.transition(
        source=[*OPEN_BEFORE_ACCEPTANCE, S.PRECHECK_RETURNED, S.CORRECTING, S.ACCEPTED, S.IN_REVIEW, S.SPECIAL],
        target=S.WITHDRAWN,
    )
    def withdraw(self) -> None:
        """C-19: by the applicant, before the decision."""
        self.case.closed_at = self.at


def step(case: Case, name: str, at: datetime) -> None:
    """Take the transition `name`; raises Refusal `wrong_state` (a conflict) when the case is not in a state for it."""
    try:
        getattr(CaseLife(case, at), name)()
    except TransitionNotAllowed as error:
        raise _wrong_state(case) from error


def must_allow(case: Case, name: str, at: datetime) -> None:
    """Refuse like `step` without taking it: for verbs that use something up, such as a number, before their step."""
    if not getattr(CaseLife(case, at), name).can_proceed():
        raise _wrong_state(case)


def _wrong_state(case: Case) -> Refusal:
    sentence = _("This case is “%(state)s” now, so that is not possible.") % {"state": case.get_state_display()}
    return Refusal("wrong_state", sentence, conflict=True)
