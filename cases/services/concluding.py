"""What the body began about a licence is decided; the decision waits for its holder (C-23, C-24, D-14, D-16)."""

from cases.events import ProceedingConcluded
from cases.models import Case, CaseState, ClockKind, CreditGround, DocumentKind, Proceeding, ProceedingKind
from cases.queries.limits import limit_of
from cases.rules.proceedings import ARTICLES, SERVED_WITHIN, TITLES, TITLES_NOT_UPHELD, WORDS, years_barred
from cases.services.clocks import start_clock, stop_clocks
from cases.services.credit import enter_record
from cases.services.life import locked, take
from cases.services.papers import order_document, remedies
from cases.services.proceedings import GROUNDS, TARGETS
from cases.services.publishing import publish_ending
from core import clock
from core.events import Doer
from core.outbox import publish
from spaces.services import change_licence_state


def conclude_proceeding(proceeding: Proceeding, *, upheld: bool, reasons: str, by: Doer) -> Case:
    """Decide: where it is upheld the licence ends at once, with the case as its ground, what was published of it says
    so, and the holder is entered in the credit list for what he did (C-24). The decision D-14 names facts, ground and
    remedies either way; until the holder has it, the limit of its delivery runs (D-16).

    Refuses as a conflict `wrong_state` where the licence has moved on meanwhile. Publishes ProceedingConcluded, and
    LicenceStateChanged and CreditRecorded.
    """
    with locked(proceeding.case) as case:
        now, kind, licence = clock.now(), ProceedingKind(proceeding.kind), proceeding.licence
        proceeding.upheld = upheld
        proceeding.save(update_fields=["upheld"])
        case.reasons = "" if upheld else reasons
        take(case, "conclude_proceeding", now, "reasons")
        stop_clocks(case, at=now, by=by)
        start_clock(case, kind=ClockKind.DELIVERY, limit=limit_of(SERVED_WITHIN[kind]), at=now, by=by)
        years = years_barred(proceeding.credit, upheld=upheld)
        if upheld:
            reason = f"经依职权办理，依法{WORDS[kind]}（{case.receipt_no}）"
            change_licence_state(licence, TARGETS[kind], reason=reason, ground=proceeding.ground, by=by)
        order_document(case, DocumentKind.LICENCE_DECISION, content=_content(proceeding, reasons, years), by=by, at=now)
        told = ProceedingConcluded(
            case_id=case.pk,
            proceeding_id=proceeding.pk,
            licence_id=licence.pk,
            holder_id=licence.holder_id,
            kind=kind.value,
            ground=proceeding.ground,
            upheld=upheld,
            bars_years=years,
        )
        publish(told, by=by, at=now)
        if upheld:
            _say_so_elsewhere(proceeding, by)
    return case


def _say_so_elsewhere(proceeding: Proceeding, by: Doer) -> None:
    """In the credit list, and in what was published of the cases that gave the licence."""
    licence, words = proceeding.licence, WORDS[proceeding.kind]
    if proceeding.credit:
        enter_record(proceeding.case, CreditGround(proceeding.credit), facts=proceeding.facts, by=by)
    for given in Case.objects.filter(licence__number=licence.number, licence__type_code=licence.type_code):
        if given.state != CaseState.DRAFT:
            publish_ending(given, outcome=f"已{words}", reason=f"依法{words}", by=by)


def _content(proceeding: Proceeding, reasons: str, years: int) -> dict[str, object]:
    kind, licence = ProceedingKind(proceeding.kind), proceeding.licence
    entered = CreditGround(proceeding.credit) if proceeding.upheld and proceeding.credit else None
    return {
        "applicant": proceeding.case.applicant_name,
        "title": (TITLES if proceeding.upheld else TITLES_NOT_UPHELD)[kind],
        **{"what": WORDS[kind], "upheld": proceeding.upheld, "licence": licence.name, "licence_no": licence.number},
        **{"facts": proceeding.facts, "ground": str(GROUNDS[kind](proceeding.ground).label), "reasons": reasons},
        **{"basis": ARTICLES[kind], "years": years, "remedies": remedies()},
        "credit": str(entered.label) if entered else "",
        "decided_on": clock.today().isoformat(),
    }
