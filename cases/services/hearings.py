"""Hearings before a decision (听证): told, asked for, called, held (C-16, T-10, XKF 36, 46 to 48)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.events import HearingAsked, HearingCalled, HearingEnded, HearingOffered, StatementMade
from cases.models import Case, CaseState, Clock, ClockKind, DocumentKind, Hearing, HearingEnding
from cases.queries.hearings import hosts_for, open_hearing
from cases.queries.limits import limit_of
from cases.rules.hearings import why_not_on
from cases.rules.limits import HEARING_ASKED, HEARING_HELD, HEARING_TOLD
from cases.services.clocks import start_clock, stop_clocks
from cases.services.decisions import end_procedure, stand_still
from cases.services.life import locked
from cases.services.papers import order_document
from cases.states import allows
from core import clock
from core.events import Doer
from core.outbox import publish
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Staff

MATTER_MIN, STATEMENT_MIN, MINUTES_MIN = 10, 4, 20
TITLE = "听证"
WHY_NOT = {
    "rest_day": gettext_noop("A hearing is held on a working day."),
    "too_soon": gettext_noop("The parties are told at least %(ahead)d working days ahead."),
    "too_late": gettext_noop("A hearing is held within %(within)d working days of the request."),
}


def offer_hearing(case: Case, *, matter: str, interested: str = "", laws: str = "", by: Actor) -> Hearing:
    """Tell the applicant what is intended, that he may say something to it and ask for a hearing (D-10, D-11); until
    the days for that are over nobody decides. `laws` are the articles the papers name where the body began by itself.

    Refuses `matter` under ten characters, `wrong_state` once the case is decided, `hearing_open` (a conflict) while
    another is open. Publishes HearingOffered.
    """
    if len(matter.strip()) < MATTER_MIN:
        raise Refusal("matter", _("Say in at least ten characters what is intended and why."), field="matter")
    with locked(case) as case:
        if case.state not in {CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SPECIAL}:
            raise Refusal("wrong_state", _("A hearing is offered while the case is under review."), conflict=True)
        if open_hearing(case) is not None:
            raise Refusal("hearing_open", _("A hearing of this case is open already."), conflict=True)
        now = clock.now()
        hearing = Hearing.objects.create(case=case, matter=matter.strip(), interested=interested.strip(), told_at=now)
        asking = start_clock(
            case, kind=ClockKind.HEARING_ASK, limit=limit_of(HEARING_ASKED), at=now, by=by, key=str(hearing.pk)
        )
        until = asking.last_day.isoformat()
        publish(HearingOffered(case_id=case.pk, hearing_id=hearing.pk, until=until), by=by, at=now)
        said = {"applicant": case.applicant_name, "matter": hearing.matter, "interested": hearing.interested}
        content = said | {"until": until, "days": asking.budget, "provisional": asking.provisional}
        content |= {"laws": laws, "by_itself": True} if laws else {}
        for kind in (DocumentKind.STATEMENT_NOTICE, DocumentKind.HEARING_NOTICE):
            order_document(case, kind, content=content, by=by, at=now, serial=case.hearings.count())
    return hearing


def make_statement(case: Case, *, statement: str, by: Actor) -> Hearing:
    """Write down what the applicant says to what is intended; it may be amended while the hearing is open.

    Refuses `statement` when it is empty, `no_hearing` (a conflict). Publishes StatementMade.
    """
    if len(statement.strip()) < STATEMENT_MIN:
        raise Refusal("statement", _("Write what you want to say."), field="statement")
    with locked(case) as case:
        hearing = _open(case)
        hearing.statement, hearing.stated_at = statement.strip(), clock.now()
        hearing.save(update_fields=["statement", "stated_at"])
        publish(StatementMade(case_id=case.pk, hearing_id=hearing.pk), by=by, at=hearing.stated_at)
    return hearing


def ask_hearing(case: Case, *, by: Actor) -> Hearing:
    """The applicant asks for the hearing within his days; the clock of the decision stands still from now on (T-09) and
    the body has its days to hold it.

    Refuses `asked_before`, `no_hearing` (conflicts). Publishes HearingAsked, and ProcedureBegun where no other
    procedure stops the clock already.
    """
    with locked(case) as case:
        hearing = _open(case)
        if hearing.asked_at is not None:
            raise Refusal("asked_before", _("You have asked for the hearing already."), conflict=True)
        now = hearing.asked_at = clock.now()
        hearing.save(update_fields=["asked_at"])
        stop_clocks(case, ClockKind.HEARING_ASK, at=now, by=by)
        within = limit_of(HEARING_HELD)
        start_clock(case, kind=ClockKind.HEARING, limit=within, at=now, by=by, key=str(hearing.pk))
        publish(HearingAsked(case_id=case.pk, hearing_id=hearing.pk), by=by, at=now)
        if allows(case, "begin_procedure"):
            given = {"title": TITLE, "basis": "行政许可法 第四十五条", "reason": hearing.matter}
            stand_still(case, **given, days=within.limit.amount, by=by)
    return hearing


def waive_hearing(case: Case, *, by: Actor) -> Hearing:
    """The applicant does not want it, or not any more; the case goes on. Refuses `no_hearing` (a conflict). Publishes
    HearingEnded."""
    with locked(case) as case:
        return _end(case, _open(case), HearingEnding.WAIVED, by=by)


def call_hearing(case: Case, *, held_at: datetime, place: str, host: Staff, in_public: bool, by: Actor) -> Hearing:
    """Tell when, where and before whom the hearing is held (D-11). Called again, the later notice counts.

    Refuses `not_asked`, `no_hearing` (conflicts), `held_at` on a rest day, too soon after the notice or too late after
    the request (T-10), `place` without one, and `host` for somebody who reviews this case (XKF 48). Publishes
    HearingCalled.
    """
    if not place.strip():
        raise Refusal("place", _("Say where it is held."), field="place")
    with locked(case) as case:
        hearing = _open(case)
        if hearing.asked_at is None:
            raise Refusal("not_asked", _("Nobody has asked for this hearing."), conflict=True)
        if not hosts_for(case).filter(pk=host.pk).exists():
            raise Refusal("host", _("Whoever reviews the case does not preside over its hearing."), field="host")
        _check_day(hearing, held_at)
        hearing.called_at, hearing.held_at, hearing.place = clock.now(), held_at, place.strip()
        hearing.host, hearing.in_public = host, in_public
        hearing.save(update_fields=["called_at", "held_at", "place", "host", "in_public"])
        when = clock.local(held_at).isoformat(timespec="minutes")
        publish(HearingCalled(case_id=case.pk, hearing_id=hearing.pk, held_at=when), by=by, at=hearing.called_at)
        said = {"applicant": case.applicant_name, "matter": hearing.matter, "interested": hearing.interested}
        content = said | {"held_at": when, "place": hearing.place, "host": host.name, "in_public": in_public}
        kinds = [DocumentKind.HEARING_CALL, *([DocumentKind.HEARING_PUBLIC] if in_public else [])]
        for kind in kinds:
            serial = case.documents.filter(kind=kind).count() + 1
            order_document(case, kind, content=content, by=by, at=hearing.called_at, serial=serial)
    return hearing


def hold_hearing(case: Case, *, minutes: str, participants: Sequence[str], by: Actor) -> Hearing:
    """Write down what was said and who signed (D-11); the decision rests on it (XKF 48) and its clock goes on.

    Refuses `minutes` under twenty characters, `participants` without a name, `not_called` and `not_yet` (conflicts)
    before its moment. Publishes HearingEnded.
    """
    if len(minutes.strip()) < MINUTES_MIN:
        raise Refusal("minutes", _("Write down what was said."), field="minutes")
    names = [name.strip() for name in participants if name.strip()]
    if not names:
        raise Refusal("participants", _("Name those who took part and signed."), field="participants")
    with locked(case) as case:
        hearing, now = _open(case), clock.now()
        if hearing.held_at is None:
            raise Refusal("not_called", _("Call the hearing first."), conflict=True)
        if now < hearing.held_at:
            raise Refusal("not_yet", _("The hearing has not begun."), conflict=True)
        hearing.minutes, hearing.participants = minutes.strip(), names
        hearing.save(update_fields=["minutes", "participants"])
        content = {
            **{"applicant": case.applicant_name, "matter": hearing.matter, "place": hearing.place},
            **{"held_at": clock.local(hearing.held_at).isoformat(timespec="minutes"), "participants": names},
            **{"host": hearing.host.name if hearing.host else "", "minutes": hearing.minutes},
        }
        serial = case.documents.filter(kind=DocumentKind.HEARING_MINUTES).count() + 1
        order_document(case, DocumentKind.HEARING_MINUTES, content=content, by=by, at=now, serial=serial)
        return _end(case, hearing, HearingEnding.HELD, by=by)


def close_unasked(passed: Clock, *, by: Doer) -> None:
    """The days for asking, which this clock counted, are over. Publishes HearingEnded unless it was asked for."""
    with locked(passed.case) as case:
        hearing = open_hearing(case)
        if hearing is not None and str(hearing.pk) == passed.key and hearing.asked_at is None:
            _end(case, hearing, HearingEnding.NOT_ASKED, by=by)


def lapse_hearings(case: Case, *, before: datetime) -> None:
    """A case that has ended leaves no hearing to hold that was offered before."""
    case.hearings.filter(ending="", told_at__lte=before).update(ending=HearingEnding.LAPSED, ended_at=clock.now())


def _open(case: Case) -> Hearing:
    hearing = open_hearing(case)
    if hearing is None:
        raise Refusal("no_hearing", _("No hearing of this case is open."), conflict=True)
    return hearing


def _end(case: Case, hearing: Hearing, ending: HearingEnding, *, by: Doer) -> Hearing:
    now = clock.now()
    hearing.ending, hearing.ended_at = ending, now
    hearing.save(update_fields=["ending", "ended_at"])
    stop_clocks(case, ClockKind.HEARING_ASK, ClockKind.HEARING, at=now, by=by)
    publish(HearingEnded(case_id=case.pk, hearing_id=hearing.pk, ending=ending.value), by=by, at=now)
    if case.state == CaseState.SPECIAL and _stands_still_for_it(case):
        end_procedure(case, outcome=str(ending.label), by=by)
    return hearing


def _stands_still_for_it(case: Case) -> bool:
    return case.clock_entries.filter(title=TITLE, ended_at=None).exists()


def _check_day(hearing: Hearing, held_at: datetime) -> None:
    assert hearing.asked_at is not None, "the caller asked"
    within, ahead = limit_of(HEARING_HELD).limit.amount, limit_of(HEARING_TOLD).limit.amount
    asked_on, day = clock.local(hearing.asked_at).date(), clock.local(held_at).date()
    why = why_not_on(working_calendar(), day, asked_on=asked_on, told_on=clock.today(), within=within, ahead=ahead)
    if why:
        raise Refusal("held_at", _(WHY_NOT[why]) % {"within": within, "ahead": ahead}, field="held_at")
