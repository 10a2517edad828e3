"""Taking applications in: precheck, receipt, correction, non-acceptance, acceptance."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from cases.events import (
    CaseAccepted,
    CaseDeclined,
    CaseReceived,
    CorrectionHandedIn,
    CorrectionReminded,
    CorrectionRequested,
    PrecheckPassed,
    PrecheckReturned,
)
from cases.models import Case, CaseState, Channel, Clock, ClockKind, DocumentKind, Material, MaterialState
from cases.queries.answers import situation_answers
from cases.queries.facts import case_facts
from cases.queries.limits import limit_of, regime_of
from cases.queries.outcomes import fee_lines, outcome_of_case, route_for
from cases.queries.owing import owed_materials
from cases.rules.acceptance import accepted_since
from cases.rules.limits import (
    CORRECTION,
    DECLINE_REASON_MIN,
    FIRST_REVIEW,
    JOINT_DECISION,
    NamedLimit,
    limit_of_item,
)
from cases.services.answers import check_answers, check_filled_in
from cases.services.asking import check_situation, tidy
from cases.services.clocks import start_clock, start_clocks, stop_clocks
from cases.services.deferring import begin_deferral
from cases.services.life import locked, take
from cases.services.papers import order_document, remedies
from cases.services.pledgefiling import check_pledge, file_pledge
from cases.services.receipts import give_receipt_if_owed, order_receipt
from cases.services.signatures import check_signatures
from cases.services.submission import (
    check_complete,
    check_no_faults,
    check_not_barred,
    take_receipt_no,
)
from cases.states import must_allow
from core import clock
from core.counters import next_number
from core.deadlines import Unit
from core.events import Doer
from core.identifiers import case_no
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from items.frozen import procedures_of
from items.models import ItemKind, ItemVersion
from items.rules.regimes import LICENSING


def pass_precheck(case: Case, *, by: Actor) -> Case:
    """The online application is complete; originals follow (C-02).

    Where a visit is needed, the acceptance limit stops until they are received: it never runs while the applicant must
    act (C-03). Publishes PrecheckPassed.
    """
    with locked(case) as case:
        now = clock.now()
        take(case, "pass_precheck", now)
        waits = [ClockKind.ACCEPTANCE] if case.version.visits else []
        stop_clocks(case, ClockKind.REPLY, *waits, at=now, by=by)
        publish(PrecheckPassed(case_id=case.pk), by=by, at=now)
    return case


def return_at_precheck(case: Case, *, faults: Mapping[int, str], by: Actor) -> Case:
    """Give an online application back with every fault at once (C-02). `faults` maps material ids to what is wrong.

    Refuses `no_faults` for an empty list. Publishes PrecheckReturned.
    """
    with locked(case) as case:
        now = clock.now()
        mark_faults(case, faults)
        take(case, "return_at_precheck", now)
        stop_clocks(case, ClockKind.REPLY, ClockKind.ACCEPTANCE, at=now, by=by)
        publish(PrecheckReturned(case_id=case.pk), by=by, at=now)
    return case


def receive_case(case: Case, *, by: Actor) -> Case:
    """Materials are in hand at the window (C-03): receipt number unless filed online, clock T-02, and the receipt D-01
    of what is there; whoever begins at a window hands in afterwards and gets his receipt then. Publishes CaseReceived.
    """
    with locked(case) as case:
        now = clock.now()
        case.receipt_no = case.receipt_no or take_receipt_no(Channel(case.channel), now)
        case.intake_department_id, case.intake_window_id = by.department_id, by.window_id
        take(case, "receive", now, "receipt_no", "intake_department", "intake_window")
        stop_clocks(case, ClockKind.REPLY, at=now, by=by)
        start_clock(case, kind=ClockKind.ACCEPTANCE, limit=limit_of(regime_of(case.version).acceptance), at=now, by=by)
        publish(CaseReceived(case_id=case.pk, receipt_no=case.receipt_no or ""), by=by, at=now)
        if not was_opened_here(case):
            order_receipt(case, by=by)
    return case


def request_correction(case: Case, *, faults: Mapping[int, str], by: Actor) -> Case:
    """Send the one-time notice with the full list (C-05, D-02); the applicant's clock starts (C-09).

    `faults` maps material ids to what is wrong and how to mend it. Refuses `correction_once` for a second
    notice (S-14),
    `no_faults` for an empty list. Publishes CorrectionRequested.
    """
    with locked(case) as case:
        if case.corrections:
            raise Refusal("correction_once", _("A correction may be asked only once, and it has been."), conflict=True)
        give_receipt_if_owed(case, by=by)
        now = clock.now()
        marked = mark_faults(case, faults)
        take(case, "ask_correction", now, "corrections")
        stop_clocks(case, ClockKind.REPLY, ClockKind.ACCEPTANCE, at=now, by=by)
        started = start_clock(case, kind=ClockKind.CORRECTION, limit=limit_of(CORRECTION), at=now, by=by)
        publish(CorrectionRequested(case_id=case.pk, materials=len(marked)), by=by, at=now)
        content = {
            "applicant": case.applicant_name,
            "faults": [{"material": material.spec.name, "fault": material.remark} for material in marked],
            "situations": situation_answers(case),
            "until": started.last_day.isoformat(),
            "provisional": started.provisional,
        }
        order_document(case, DocumentKind.CORRECTION_NOTICE, content=content, by=by, at=now)
    return case


def remind_of_correction(case: Case, *, by: Doer) -> None:
    """The last day of the correction is near (C-09). Publishes CorrectionReminded unless it has come."""
    with locked(case) as case:
        if case.state == CaseState.CORRECTING:
            publish(CorrectionReminded(case_id=case.pk), by=by)


def hand_in_correction(case: Case, *, by: Actor) -> Case:
    """The applicant hands in everything that was asked (C-08). Refuses what `check_situation` refuses, `incomplete`
    answers, `missing_materials` and what `check_signatures` refuses. Publishes CorrectionHandedIn.
    """
    with locked(case) as case:
        now = clock.now()
        check_situation(case)
        check_answers(case)
        check_complete(case)
        check_no_faults(case)
        check_signatures(case)
        tidy(case)
        take(case, "hand_in_correction", now, "answers")
        stop_clocks(case, ClockKind.CORRECTION, at=now, by=by)
        start_clock(case, kind=ClockKind.ACCEPTANCE, limit=limit_of(regime_of(case.version).acceptance), at=now, by=by)
        publish(CorrectionHandedIn(case_id=case.pk), by=by, at=now)
    return case


def decline_case(case: Case, *, reason: str, competent_body: str = "", by: Actor) -> Case:
    """Do not accept, with a reason and, when another body is competent, its name (C-06, D-04).

    Refuses `reason` when the reason is shorter than ten characters (S-18). Publishes CaseDeclined.
    """
    if len(reason.strip()) < DECLINE_REASON_MIN:
        raise Refusal("reason", _("Give the reason in at least ten characters."), field="reason")
    with locked(case) as case:
        now = clock.now()
        give_receipt_if_owed(case, by=by)
        case.reasons = f"{reason.strip()} {competent_body.strip()}".strip()
        take(case, "decline", now, "reasons")
        stop_clocks(case, at=now, by=by)
        publish(CaseDeclined(case_id=case.pk), by=by, at=now)
        content = {
            "applicant": case.applicant_name,
            "reason": reason.strip(),
            "competent_body": competent_body.strip(),
            "remedies": remedies(),
        }
        order_document(case, DocumentKind.DECLINE_NOTICE, content=content, by=by, at=now)
    return case


def accept_case(case: Case, *, by: Actor) -> Case:
    """Accept a complete case (C-04): case number (I-04), route, the decision's clocks (T-04, T-31) and notice D-03.

    After a correction the acceptance counts from the day its last part arrived (C-08), otherwise from now. The number
    is taken under the lock, after every question: a second clerk is told what the case is now and no number is lost.
    What the applicant promised to hand in later is watched from now on.
    Refuses `missing_materials`, `faulty_materials`, `wrong_state`, and for a case that was opened at the window what
    `check_situation` and `check_filled_in` refuse. Publishes CaseAccepted.
    """
    with locked(case) as case:
        now = clock.now()
        must_allow(case, "accept")
        if was_opened_here(case):
            check_situation(case)
            check_filled_in(case)
            check_not_barred(case.applicant_id, case.version)
            check_pledge(case)
            tidy(case)
        check_complete(case)
        check_no_faults(case)
        check_signatures(case)
        give_receipt_if_owed(case, by=by)
        since = accepted_since(now=now, received_at=case.received_at, corrections=case.corrections)
        stop_clocks(case, ClockKind.REPLY, ClockKind.ACCEPTANCE, at=now, by=by)
        deferred = owed_materials(case).exists()
        file_pledge(case, by=by, at=now)
        enter_acceptance(case, take_case_no(case.version, since), since, by=by, deferred=deferred)
        begin_deferral(case, by=by, at=now)
    return case


def deem_accepted(case: Case, *, by: Actor) -> Case:
    """Accept a case by law, because its body let the acceptance limit pass without a word (C-07, T-02).

    Acceptance and the decision's clocks count from the receipt, on which that limit began (Annex B 7), whatever is
    missing among the materials. Refuses `not_overdue` while the limit runs or when it was stopped by an answer,
    `not_deemed` where the law of the item knows no such thing, and `wrong_state`. Publishes CaseAccepted with `deemed`.
    """
    with locked(case) as case:
        passed = Clock.objects.filter(case=case, kind=ClockKind.ACCEPTANCE, finished_at=None).first()
        if passed is None or clock.now() < passed.due_at:
            raise Refusal("not_overdue", _("The acceptance limit of this case has not passed."), conflict=True)
        if not regime_of(case.version).deemed:
            raise Refusal("not_deemed", _("Under the law of this item silence is no acceptance."), conflict=True)
        give_receipt_if_owed(case, by=by)
        stop_clocks(case, ClockKind.REPLY, ClockKind.ACCEPTANCE, at=clock.now(), by=by)
        file_pledge(case, by=by, at=clock.now())
        number = take_case_no(case.version, passed.started_at)
        enter_acceptance(case, number, passed.started_at, by=by, deemed=True)
        begin_deferral(case, by=by, at=clock.now())
    return case


def enter_acceptance(
    case: Case, number: str, since: datetime, *, by: Actor, deemed: bool = False, deferred: bool = False
) -> Clock:
    """What every acceptance does to a locked case: number, route and fees as the situation answers lead to them, clocks
    from `since`, event, notice D-03.

    Returns the promised clock. `deemed` and `deferred` as in CaseAccepted.
    """
    now = clock.now()
    case.case_no = number
    outcome = outcome_of_case(case)
    case.route, case.fees = route_for(case, outcome, case_facts(case)), fee_lines(outcome, case.answers)
    case.received_at = case.received_at or case.submitted_at or since
    take(case, "accept", since, "case_no", "route", "fees", "received_at")
    begin = case.received_at if regime_of(case.version).from_receipt else since
    clocks = start_clocks(case, decision_limits(case.version), at=begin, by=by)
    promised, statutory = clocks[ClockKind.PROMISED], clocks[ClockKind.STATUTORY]
    due_on = promised.last_day.isoformat()
    event = CaseAccepted(case_id=case.pk, case_no=number, due_on=due_on, deemed=deemed, deferred=deferred)
    publish(event, by=by, at=now)
    content = {
        "applicant": case.applicant_name,
        "accepted_on": clock.local(since).date().isoformat(),
        "assisting": case.version.joint_bodies,
        "deemed": deemed,
        "deferred": deferred,
        "promised": [promised.budget, promised.unit],
        "due_on": due_on,
        "statutory_on": statutory.last_day.isoformat(),
        "provisional": promised.provisional or statutory.provisional,
        "fees": case.fees,
        "uncounted": [[procedure.kind, procedure.days] for procedure in procedures_of(case.version_id)],
    }
    order_document(case, DocumentKind.ACCEPTANCE_NOTICE, content=content, by=by, at=now)
    return promised


def decision_limits(version: ItemVersion) -> list[tuple[ClockKind, NamedLimit]]:
    """Statutory and promised limit of a version; where the item is silent the limit of the law it follows applies
    (T-04, T-13 to T-24), or that of several bodies (T-06) or a first review (T-07).

    An item decided on the spot gets one working day, so that even it is watched.
    """
    days, unit = version.statutory_days, Unit(version.statutory_unit)
    statutory = limit_of_item(days, unit) if days else limit_of(_general_limit(version))
    promised = limit_of_item(version.promised_days or 1, Unit(version.promised_unit))
    if version.kind == ItemKind.INSTANT:
        promised = limit_of_item(1)
    return [(ClockKind.STATUTORY, statutory), (ClockKind.PROMISED, promised)]


def _general_limit(version: ItemVersion) -> str:
    """The code of the limit where the item says none."""
    law = regime_of(version)
    if law is not LICENSING:
        return law.decision
    if version.kind == ItemKind.FORWARDED:
        return FIRST_REVIEW
    return JOINT_DECISION if version.joint_bodies else law.decision


def was_opened_here(case: Case) -> bool:
    """Whether the applicant never filed it himself, so that nobody looked at his answers before the acceptance."""
    return case.submitted_at is None


def take_case_no(version: ItemVersion, at: datetime) -> str:
    """The next case number of the version's item on the day of `at` (I-04)."""
    implementing_code = version.item.implementing_code
    day = clock.local(at).date()
    return case_no(implementing_code, day, next_number(f"case:{implementing_code}:{day:%Y%m%d}"))


def mark_faults(case: Case, faults: Mapping[int, str]) -> list[Material]:
    """Write down what is wrong with which material. Refuses `no_faults`; callers hold the lock of the case."""
    marked = list(Material.objects.filter(case=case, pk__in=faults).select_related("spec"))
    if not marked or not all(faults[material.pk].strip() for material in marked):
        raise Refusal("no_faults", _("Say for at least one material what is wrong and how to mend it."), field="faults")
    for material in marked:
        material.state, material.remark = MaterialState.FAULTY, faults[material.pk].strip()
    Material.objects.bulk_update(marked, ["state", "remark"])
    return marked
