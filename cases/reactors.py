"""What cases does when something happened to a case."""

from collections.abc import Iterator
from contextlib import contextmanager

from cases.events import (
    CalendarChangeDrafted,
    CalendarChangeReckoned,
    CaseAccepted,
    CaseDeclined,
    CaseForwarded,
    CaseGranted,
    CaseRefused,
    CaseReturned,
    CaseSubmitted,
    CaseTerminated,
    CaseVoided,
    CaseWithdrawn,
    ClockOverran,
    ClocksRedated,
    ClockWarned,
    OriginalCompared,
    OwedHandedIn,
    PackageListed,
    PackageOrdered,
    RemovalApproved,
    RemovalCarriedOn,
    ResultIssued,
)
from cases.models import Case, Clock, ClockKind
from cases.queries.sheets import handed_in
from cases.services.archiving import list_package
from cases.services.calendarchanges import reckon_shifts
from cases.services.charging import ask_for_fee, charge_case, drop_charge, note_fee_paid, note_fee_returned
from cases.services.deferring import note_broken_promise, remind_of_owed
from cases.services.hearings import close_unasked, lapse_hearings
from cases.services.intake import deem_accepted, remind_of_correction
from cases.services.issuing import draw_licence, return_uncorrected
from cases.services.keeping import keep_files, keep_for_next_time
from cases.services.packing import make_package
from cases.services.papers import make_document, number_document
from cases.services.proposals import lapse_proposals
from cases.services.publishing import complete_publication, plan_publication
from cases.services.redating import redate_clocks
from cases.services.retention import carry_on
from cases.services.supplementing import end_overdue_supplement
from cases.services.withdrawing import lapse_withdrawals
from core.calendar_events import CalendarPublished
from core.events import Event, Handler, Record
from core.refusal import Refusal
from identity.actors import SYSTEM
from payments.events import OrderOpened, OrderPaid, OrderRefunded
from spaces.events import LicenceChanged, LicenceTakenIn


def number_ordered_document(record: Record) -> None:
    """Number the paper that was ordered."""
    number_document(record.event.document_id)


def make_ordered_document(record: Record) -> None:
    """Draw and seal the paper that was ordered."""
    make_document(record.event.document_id)


def draw_issued_licence(record: Record) -> None:
    """Draw and seal the licence of an issued result."""
    if record.event.licence_id is not None:
        draw_licence(record.event.licence_id)


def draw_licence_without_case(record: Record) -> None:
    """Draw and seal the next version of a licence (L-03), or one that was taken in from another body."""
    draw_licence(record.event.licence_id)


def return_case_never_corrected(record: Record) -> None:
    """C-09: when the applicant's clock has run out, the application is returned."""
    if record.event.kind == ClockKind.CORRECTION:
        with _unless_somebody_was_faster():
            return_uncorrected(Case.objects.get(pk=record.event.case_id), by=SYSTEM)


def deem_unanswered_case_accepted(record: Record) -> None:
    """C-07: when the body let its five days pass without a word, the application counts as accepted, where the
    licensing law holds."""
    if record.event.kind == ClockKind.ACCEPTANCE:
        with _unless_somebody_was_faster():
            deem_accepted(Case.objects.get(pk=record.event.case_id), by=SYSTEM)


def remind_of_missing_correction(record: Record) -> None:
    """C-09: before an application is returned for want of its correction, the applicant is reminded."""
    if record.event.kind == ClockKind.CORRECTION:
        remind_of_correction(Case.objects.get(pk=record.event.case_id), by=SYSTEM)


def remind_of_owed_material(record: Record) -> None:
    """C-35: a day or more before the day until which a material is owed, its applicant is reminded."""
    if record.event.kind == ClockKind.DEFERRAL:
        remind_of_owed(Case.objects.get(pk=record.event.case_id), by=SYSTEM)


def note_promise_not_kept(record: Record) -> None:
    """S-25: the day has passed and the promised material is not there."""
    if record.event.kind == ClockKind.DEFERRAL:
        note_broken_promise(Case.objects.get(pk=record.event.case_id), by=SYSTEM)


def redate_running_clocks(record: Record) -> None:
    """T-36: running clocks follow a new calendar, one batch per delivery; each batch calls the next."""
    if getattr(record.event, "more", True):
        redate_clocks(record.event.calendar_id, by=record.doer)


def reckon_calendar_change(record: Record) -> None:
    """T-36: which deadlines a drafted calendar would move, one batch per delivery; each batch calls the next."""
    if getattr(record.event, "more", True):
        reckon_shifts(record.event.change_id, by=record.doer)


def keep_filed_materials(record: Record) -> None:
    """I-07: what was handed in with an application is there for the next one."""
    keep_for_next_time(handed_in(record.event.case_id))


def keep_later_materials(record: Record) -> None:
    """I-07: the same for what came after the filing: scanned at the window, corrected, or filed by another system."""
    keep_for_next_time(handed_in(record.event.case_id, after_filing=True))


def keep_owed_material(record: Record) -> None:
    """I-07: the same for what had been promised."""
    keep_for_next_time(handed_in(record.event.case_id).filter(pk=record.event.material_id))


def go_on_without_supplement(record: Record) -> None:
    """2.2: what was asked after the acceptance did not come in its time; it is decided on what is there."""
    if record.event.kind == ClockKind.SUPPLEMENT:
        with _unless_somebody_was_faster():
            end_overdue_supplement(Clock.objects.get(pk=record.event.clock_id), by=SYSTEM)


def close_hearing_nobody_asked_for(record: Record) -> None:
    """T-10: the days for asking are over."""
    if record.event.kind == ClockKind.HEARING_ASK:
        close_unasked(Clock.objects.get(pk=record.event.clock_id), by=SYSTEM)


def lapse_what_waited(record: Record) -> None:
    """Nobody is asked to decide on, or to withdraw or hear, a case that has ended (2.2)."""
    case = Case(pk=record.event.case_id)
    lapse_proposals(case, before=record.at)
    lapse_withdrawals(case)
    lapse_hearings(case, before=record.at)


def keep_compared_material(record: Record) -> None:
    """L-05: what was compared with its original is trusted as much the next time it is used."""
    for material in handed_in(record.event.case_id).filter(pk=record.event.material_id):
        keep_files(material)


def charge_accepted_case(record: Record) -> None:
    """C-40: with the acceptance it is settled what the case costs."""
    charge_case(Case.objects.get(pk=record.event.case_id), by=record.doer)


def tell_what_is_due(record: Record) -> None:
    """D-17: whoever has to pay gets it in writing."""
    ask_for_fee(record.event.order_id, by=record.doer)


def note_payment(record: Record) -> None:
    """C-41: the history of the case tells that its fee was paid."""
    note_fee_paid(record.event.charge_id, amount_fen=record.event.amount_fen, by=record.doer)


def note_refund(record: Record) -> None:
    """C-41: the history of the case tells that money was given back."""
    note_fee_returned(record.event.charge_id, amount_fen=record.event.amount_fen, by=record.doer)


def drop_unpaid_fee(record: Record) -> None:
    """Nobody pays for what he does not get: what was not paid yet is not due any more."""
    drop_charge(record.event.case_id, by=record.doer)


@contextmanager
def _unless_somebody_was_faster() -> Iterator[None]:
    """Between a clock's end and this reaction somebody may have acted, or the law draws no conclusion from it; then
    nothing is left to do."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code not in {"wrong_state", "not_overdue", "not_deemed"}:
            raise


def paper_lane(record: Record) -> str:
    """A paper is numbered before it is drawn."""
    return f"document:{record.event.document_id}"


ENDINGS: list[type[Event]] = [
    *(CaseDeclined, CaseReturned, CaseWithdrawn, CaseTerminated, CaseVoided),
    *(CaseGranted, CaseRefused, CaseForwarded),
]


def plan_publication_of_decision(record: Record) -> None:
    """2.11: a licensing decision will be public, unless somebody named holds it back."""
    case = Case.objects.select_related("version__item__entry").get(pk=record.event.case_id)
    granted = isinstance(record.event, CaseGranted)
    plan_publication(case, granted=granted, at=record.at, by=record.doer)


def name_issued_licence(record: Record) -> None:
    """2.11: what was published before its licence was made names it now."""
    complete_publication(Case.objects.get(pk=record.event.case_id), by=record.doer)


def carry_on_removal(record: Record) -> None:
    """10.5: one batch of an approved act per delivery; each batch calls the next."""
    if getattr(record.event, "more", True):
        carry_on(record.event.retention_id, by=record.doer)


def list_ordered_package(record: Record) -> None:
    """2.10: fix the list of the case file whose package was ordered."""
    list_package(record.event.package_id)


def make_listed_package(record: Record) -> None:
    """2.10: make, test and archive the package."""
    make_package(record.event.package_id)


def package_lane(record: Record) -> str:
    """A package is listed before it is made, and made before it is tested again."""
    return f"package:{record.event.package_id}"


ARCHIVE_REACTORS: list[tuple[type[Event], Handler]] = [
    (PackageOrdered, list_ordered_package),
    (PackageListed, make_listed_package),
]


def charge_lane(record: Record) -> str:
    """What became of a fee is told in the order in which it happened."""
    return f"charge:{record.event.charge_id}"


PAPER_REACTORS: list[Handler] = [number_ordered_document, make_ordered_document]
MONEY_REACTORS: list[tuple[type[Event], Handler]] = [
    (OrderOpened, tell_what_is_due),
    (OrderPaid, note_payment),
    (OrderRefunded, note_refund),
]
REACTORS: list[tuple[type[Event] | list[type[Event]], Handler, str | None]] = [
    (CaseAccepted, charge_accepted_case, None),
    ([CaseWithdrawn, CaseReturned, CaseRefused, CaseTerminated, CaseVoided], drop_unpaid_fee, "interactive"),
    (CaseSubmitted, keep_filed_materials, "interactive"),
    (CaseAccepted, keep_later_materials, "interactive"),
    (OwedHandedIn, keep_owed_material, "interactive"),
    (OriginalCompared, keep_compared_material, "interactive"),
    ([CaseGranted, CaseRefused], plan_publication_of_decision, "interactive"),
    (ResultIssued, name_issued_licence, "interactive"),
    (ResultIssued, draw_issued_licence, "pdf"),
    ([LicenceChanged, LicenceTakenIn], draw_licence_without_case, "pdf"),
    (ClockOverran, return_case_never_corrected, "interactive"),
    (ClockOverran, deem_unanswered_case_accepted, "interactive"),
    (ClockOverran, note_promise_not_kept, "interactive"),
    (ClockOverran, close_hearing_nobody_asked_for, "interactive"),
    (ClockOverran, go_on_without_supplement, "interactive"),
    (ClockWarned, remind_of_missing_correction, "interactive"),
    (ClockWarned, remind_of_owed_material, "interactive"),
    (ENDINGS, lapse_what_waited, "interactive"),
    ([CalendarChangeDrafted, CalendarChangeReckoned], reckon_calendar_change, "bulk"),
    ([CalendarPublished, ClocksRedated], redate_running_clocks, "bulk"),
    ([RemovalApproved, RemovalCarriedOn], carry_on_removal, "bulk"),
]
