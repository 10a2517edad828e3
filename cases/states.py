"""The legal life of a case, the same for all items (2.2, 2.3): one declared machine. Services take its steps, locked.

Each step says which rule allows it, who may take it, which refusals guard it, which event tells of it and which column
remembers the moment. The drawing in the documentation, the invariant that folds histories and the columns a step saves
are all read from here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from viewflow.fsm import State, TransitionNotAllowed

from cases import events
from cases.events import CaseEvent
from cases.models import Case, CaseState
from cases.models.case import UNDECIDED_STATES
from core.refusal import Refusal

S = CaseState
OPEN_BEFORE_ACCEPTANCE = [S.SUBMITTED, S.PRECHECKED, S.RECEIVED]


class Who(StrEnum):
    """Who takes a step (2.1)."""

    APPLICANT = "applicant"
    CLERK = "window clerk"
    HANDLER = "handler"
    DECIDER = "leader who decides"
    CERTIFIER = "certificate maker"
    COURIER = "courier"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Law:
    """What is declared of a step: its rule, who takes it, the codes of the refusals that guard it beside `wrong_state`,
    the event that tells of it (None where the event of another noun does) and the column that takes the moment."""

    rule: str
    by: tuple[Who, ...]
    event: type[CaseEvent] | None
    guards: tuple[str, ...] = ()
    stamps: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as declared: `name` of the transition, states it leads from and the one it leads to."""

    name: str
    sources: tuple[CaseState, ...]
    target: CaseState
    law: Law
    meaning: str


def law(
    rule: str, by: Collection[Who], event: type[CaseEvent] | None, guards: Collection[str] = (), stamps: str = ""
) -> dict[str, Law]:
    """What is declared of a transition, in the form the machine keeps it."""
    return {"law": Law(rule, tuple(by), event, tuple(guards), stamps)}


UNDECIDED = sorted(UNDECIDED_STATES, key=list(CaseState).index)
PROPOSED = ["own_proposal", "decided_before"]
SUBMITTING = ["assurance", "suspended", "not_open", "incomplete", "missing_materials"]
COMPLETE = ["missing_materials", "faulty_materials"]


class CaseLife:
    """The machine itself: moves one case from state to state where the law knows such a step."""

    state = State(CaseState, default=CaseState.DRAFT)

    def __init__(self, case: Case) -> None:
        self.case = case

    @state.getter()
    def _read(self) -> CaseState:
        return CaseState(self.case.state)

    @state.setter()
    def _write(self, value: CaseState) -> None:
        self.case.state = value

    @state.transition(
        [S.DRAFT, S.PRECHECK_RETURNED],
        S.SUBMITTED,
        custom=law("C-01", [Who.APPLICANT], events.CaseSubmitted, SUBMITTING, stamps="submitted_at"),
    )
    def submit(self) -> None:
        """The applicant files it; a returned one may be filed again."""

    @state.transition(S.SUBMITTED, S.PRECHECKED, custom=law("C-02", [Who.CLERK, Who.HANDLER], events.PrecheckPassed))
    def pass_precheck(self) -> None:
        """Complete online; originals follow at the window where the item needs them."""

    @state.transition(
        S.SUBMITTED,
        S.PRECHECK_RETURNED,
        custom=law("C-02", [Who.CLERK, Who.HANDLER], events.PrecheckReturned, ["no_faults"]),
    )
    def return_at_precheck(self) -> None:
        """Given back with everything that is wrong at once."""

    @state.transition(
        [S.DRAFT, S.SUBMITTED, S.PRECHECKED],
        S.RECEIVED,
        custom=law("C-03", [Who.CLERK], events.CaseReceived, stamps="received_at"),
    )
    def receive(self) -> None:
        """Materials are in hand."""

    @state.transition(
        OPEN_BEFORE_ACCEPTANCE,
        S.CORRECTING,
        custom=law("C-05", [Who.CLERK, Who.HANDLER], events.CorrectionRequested, ["correction_once", "no_faults"]),
    )
    def ask_correction(self) -> None:
        """Once, with the full list."""
        self.case.corrections += 1

    @state.transition(
        S.CORRECTING,
        S.RECEIVED,
        custom=law("C-08", [Who.APPLICANT, Who.CLERK], events.CorrectionHandedIn, COMPLETE, stamps="received_at"),
    )
    def hand_in_correction(self) -> None:
        """Acceptance counts from the day the last supplement arrived."""

    @state.transition(
        OPEN_BEFORE_ACCEPTANCE,
        S.ACCEPTED,
        custom=law("C-04, C-07", [Who.CLERK, Who.HANDLER, Who.SYSTEM], events.CaseAccepted, COMPLETE, "accepted_at"),
    )
    def accept(self) -> None:
        """Complete and in statutory form, or deemed so on the sixth day; the clocks of the decision start."""

    @state.transition(
        [*OPEN_BEFORE_ACCEPTANCE, S.CORRECTING],
        S.DECLINED,
        custom=law("C-06", [Who.CLERK, Who.HANDLER], events.CaseDeclined, ["reason"], stamps="closed_at"),
    )
    def decline(self) -> None:
        """No licence needed, or another body is competent."""

    @state.transition(
        S.DRAFT,
        S.IN_REVIEW,
        custom=law(
            "C-23", [Who.CERTIFIER, Who.DECIDER], events.ProceedingBegun, ["ground", "facts", "no_way"], "received_at"
        ),
    )
    def begin_proceeding(self) -> None:
        """The body itself wants to rescind, cancel or revoke a licence it gave; nobody applied for it."""

    @state.transition(
        S.IN_REVIEW,
        S.ISSUED,
        custom=law("C-23, D-14", [Who.DECIDER], events.ProceedingConcluded, stamps="decided_at"),
    )
    def conclude_proceeding(self) -> None:
        """Decided; where it was upheld the licence has ended. The decision waits for its holder (D-16)."""

    @state.transition(S.ACCEPTED, S.IN_REVIEW, custom=law("2.2", [Who.SYSTEM], None))
    def begin_review(self) -> None:
        """The first review is open."""

    @state.transition(
        [S.ACCEPTED, S.IN_REVIEW],
        S.SPECIAL,
        custom=law(
            "C-12",
            [Who.HANDLER, Who.DECIDER],
            events.ProcedureBegun,
            ["procedure_unknown", "too_many_days", "basis"],
        ),
    )
    def begin_procedure(self) -> None:
        """A special procedure stops the clocks of the decision."""

    @state.transition(
        [S.ACCEPTED, S.IN_REVIEW],
        S.SUPPLEMENTING,
        custom=law("2.2, S-24", [Who.HANDLER], events.SupplementAsked, ["no_faults", "basis", "days"]),
    )
    def ask_supplement(self) -> None:
        """Something more is needed although the case was accepted; the clocks run on and supervision is told."""

    @state.transition(
        S.SUPPLEMENTING,
        S.IN_REVIEW,
        custom=law("2.2", [Who.APPLICANT, Who.CLERK], events.SupplementHandedIn),
    )
    def hand_in_supplement(self) -> None:
        """Everything that was asked is there."""

    @state.transition(
        S.SUPPLEMENTING, S.IN_REVIEW, custom=law("2.2", [Who.HANDLER, Who.SYSTEM], events.SupplementEnded)
    )
    def end_supplement(self) -> None:
        """It is decided on what is there (C-20: an accepted case is not returned)."""

    @state.transition(S.SPECIAL, S.IN_REVIEW, custom=law("C-13", [Who.HANDLER], events.ProcedureEnded))
    def end_procedure(self) -> None:
        """The clocks go on."""

    @state.transition(
        [S.ACCEPTED, S.IN_REVIEW],
        S.GRANTED,
        custom=law("T-04, C-11", [Who.DECIDER], events.CaseGranted, stamps="decided_at"),
    )
    def grant(self) -> None:
        """Decided in favour; the delivery clock starts (T-08)."""

    @state.transition(
        [S.ACCEPTED, S.IN_REVIEW],
        S.REFUSED,
        custom=law("T-04, C-17", [Who.DECIDER], events.CaseRefused, ["reasons"], stamps="decided_at"),
    )
    def refuse(self) -> None:
        """Decided against, with reasons and remedies."""

    @state.transition(
        [S.ACCEPTED, S.IN_REVIEW],
        S.FORWARDED,
        custom=law("T-07", [Who.DECIDER], events.CaseForwarded, stamps="decided_at"),
    )
    def forward(self) -> None:
        """The first review of a case a higher authority decides is done; the local clocks end with the dispatch."""

    @state.transition(
        S.FORWARDED,
        S.CLOSED,
        custom=law("2.2", [Who.HANDLER, Who.CLERK], events.HigherDecisionCame, ["outcome"], stamps="closed_at"),
    )
    def close_forwarded(self) -> None:
        """The higher authority has decided."""

    @state.transition(
        [S.GRANTED, S.REFUSED],
        S.ISSUED,
        custom=law("T-08", [Who.CERTIFIER], events.ResultIssued, stamps="issued_at"),
    )
    def issue(self) -> None:
        """The result (licence or decision) is made and waits for its recipient."""

    @state.transition(
        S.ISSUED,
        S.DELIVERED,
        custom=law("C-21", [Who.CLERK, Who.COURIER], events.ResultDelivered, stamps="delivered_at"),
    )
    def deliver(self) -> None:
        """The recipient has it."""

    @state.transition(S.DELIVERED, S.CLOSED, custom=law("2.2", [Who.SYSTEM], events.CaseClosed, stamps="closed_at"))
    def close(self) -> None:
        """The case is done (办结)."""

    @state.transition(
        S.CORRECTING,
        S.RETURNED,
        custom=law("C-09", [Who.SYSTEM, Who.CLERK], events.CaseReturned, ["not_overdue"], stamps="closed_at"),
    )
    def return_uncorrected(self) -> None:
        """The correction did not come in time. An accepted case has no such exit (C-20)."""

    @state.transition(
        [S.ACCEPTED, S.IN_REVIEW],
        S.SUSPENDED,
        custom=law("2.2", [Who.HANDLER, Who.DECIDER], events.CaseSuspended, PROPOSED),
    )
    def suspend(self) -> None:
        """For a named reason, such as an order of a court; the clocks of the decision stand still."""

    @state.transition(S.SUSPENDED, S.IN_REVIEW, custom=law("2.2", [Who.HANDLER], events.CaseResumed))
    def resume(self) -> None:
        """The reason is gone, the clocks go on."""

    @state.transition(
        [S.ACCEPTED, S.IN_REVIEW, S.SUPPLEMENTING, S.SPECIAL, S.SUSPENDED],
        S.TERMINATED,
        custom=law("C-22", [Who.HANDLER, Who.DECIDER], events.CaseTerminated, PROPOSED, stamps="closed_at"),
    )
    def terminate(self) -> None:
        """What it was about is gone: the applicant died, the body was dissolved."""

    @state.transition(
        UNDECIDED,
        S.VOIDED,
        custom=law("2.2", [Who.CLERK, Who.SUPERVISOR], events.CaseVoided, PROPOSED, stamps="closed_at"),
    )
    def void(self) -> None:
        """An error of entry, or the same application twice."""

    @state.transition(
        UNDECIDED,
        S.WITHDRAWN,
        custom=law("C-19", [Who.APPLICANT], events.CaseWithdrawn, stamps="closed_at"),
    )
    def withdraw(self) -> None:
        """Taken back by the applicant before the decision."""


def steps() -> list[Step]:
    """Every lawful step, in the order of the states it leads from, the most ordinary way first."""
    order = list(CaseState)
    found = []
    for transitions in CaseLife.state.get_transitions().values():
        ways = list(transitions)
        sources = tuple(sorted((CaseState(way.source) for way in ways), key=order.index))
        method = ways[0].func
        found.append(Step(method.__name__, sources, ways[0].target, ways[0].custom["law"], method.__doc__ or ""))
    return sorted(found, key=lambda each: (order.index(each.sources[0]), order.index(each.target)))


def columns_of(name: str) -> list[str]:
    """The columns a step changes beside those its verb sets."""
    return ["state", *filter(None, [LAWS[name].stamps])]


def step(case: Case, name: str, at: datetime) -> None:
    """Take the transition `name` and stamp the moment. Raises Refusal `wrong_state` (a conflict) where the law knows no
    such step."""
    try:
        getattr(CaseLife(case), name)()
    except TransitionNotAllowed as error:
        raise _wrong_state(case) from error
    if stamp := LAWS[name].stamps:
        setattr(case, stamp, at)


def allows(case: Case, name: str) -> bool:
    """Whether the law knows this step in the state the case is in."""
    return bool(getattr(CaseLife(case), name).can_proceed())


def must_allow(case: Case, name: str) -> None:
    """Refuse like `step` without taking it: for verbs that use something up, such as a number, before their step."""
    if not allows(case, name):
        raise _wrong_state(case)


def _wrong_state(case: Case) -> Refusal:
    sentence = _("This case is “%(state)s” now, so that is not possible.") % {"state": case.get_state_display()}
    return Refusal("wrong_state", sentence, conflict=True)


LAWS = {each.name: each.law for each in steps()}
