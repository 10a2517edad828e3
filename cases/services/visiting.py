"""Looking on the spot (现场核查): two or more are sent, the applicant is told, a record is made (T-11, D-21, XKF 34,
55). The clocks of the decision run on; a visit that stops them is a special procedure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.events import VisitCalledOff, VisitOrdered, VisitRecorded
from cases.models import Case, CaseState, Clock, ClockKind, DocumentKind, SitePhoto, SiteVisit, VisitEnding
from cases.queries.limits import limit_of
from cases.queries.visits import officers_for, open_visit
from cases.rules.limits import SITE_VISIT
from cases.rules.visits import complete_cards, too_few, why_not_on
from cases.services.clocks import start_clock, stop_clocks
from cases.services.life import locked
from cases.services.papers import order_document
from core import clock
from core.events import Doer
from core.models import StoredFile
from core.outbox import publish
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor

FINDINGS_MIN, REFUSAL_MIN, REASON_MIN = 10, 4, 4
VISITED = {CaseState.ACCEPTED, CaseState.IN_REVIEW, CaseState.SPECIAL, CaseState.SUPPLEMENTING}
WHY_NOT = {
    "past": gettext_noop("This moment has passed."),
    "rest_day": gettext_noop("Staff are sent on a working day."),
    "too_late": gettext_noop("Staff are sent within %(days)d working days of the acceptance."),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed the record: drawn on the screen, or typed."""

    name: str
    drawn: UploadedFile | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What the officers write down. `cards` are their names with the numbers of the cards they showed; `signatures` are
    theirs and the applicant's, or `refusal` and `witness` stand for his."""

    visited_at: datetime
    place: str
    findings: str
    cards: Sequence[tuple[str, str]]
    signatures: Sequence[Signature]
    applicant: Signature | None = None
    refusal: str = ""
    witness: str = ""
    photos: Sequence[UploadedFile] = field(default_factory=tuple)


def order_visit(
    case: Case, *, officer_ids: Collection[int], planned_at: datetime, place: str, purpose: str, by: Actor
) -> SiteVisit:
    """Send staff of the handling body to look; the applicant is told when and where. The limit counts from the
    acceptance (T-11).

    Refuses `officers` for fewer than two different ones or somebody of another body, `planned_at` for a moment that has
    passed, a rest day or one behind the limit while it runs, `place` and `purpose` without words, `wrong_state` unless
    the case is under review, `visit_open` (a conflict) while another is open. Publishes VisitOrdered.
    """
    if not place.strip() or not purpose.strip():
        name = "purpose" if place.strip() else "place"
        raise Refusal(name, _("Say where and what is looked at."), field=name)
    assert by.staff_id is not None, "only staff order visits"
    with locked(case) as case:
        if case.state not in VISITED or case.accepted_at is None:
            raise Refusal("wrong_state", _("Staff are sent while the case is under review."), conflict=True)
        if open_visit(case) is not None:
            raise Refusal("visit_open", _("A visit of this case is open already."), conflict=True)
        officers = list(officers_for(case).filter(pk__in=officer_ids))
        if too_few([one.pk for one in officers]) or len(officers) < len(set(officer_ids)):
            raise Refusal("officers", _("Send at least two of your body's staff."), field="officers")
        now = clock.now()
        told = {"ordered_by_id": by.staff_id, "ordered_at": now, "planned_at": planned_at}
        visit = SiteVisit.objects.create(case=case, place=place.strip(), purpose=purpose.strip(), **told)
        visit.officers.set(officers)
        limit = limit_of(SITE_VISIT)
        begun = start_clock(case, kind=ClockKind.VISIT, limit=limit, at=case.accepted_at, by=by, key=str(visit.pk))
        _check_moment(planned_at, begun)
        moment = clock.local(planned_at).isoformat(timespec="minutes")
        publish(VisitOrdered(case_id=case.pk, visit_id=visit.pk, planned_at=moment), by=by, at=now)
    return visit


def record_visit(visit: SiteVisit, record: Record, *, by: Actor) -> SiteVisit:
    """Write down what was found, with who was there and who signed; the record is part of the file (D-21).

    Refuses `cards` for fewer than two different officers with their cards, `findings` under ten characters, `place`,
    `signatures` unless every officer signed, `refusal` where the applicant neither signed nor a refusal with a witness
    is noted, `visited_at` before it was ordered or in the future, `not_open` (a conflict) when it was written down
    meanwhile, and what `store_file` refuses. Publishes VisitRecorded.
    """
    _check_record(record)
    photos = [(store_file(photo, name=photo.name or ""), photo.name or "") for photo in record.photos]
    signed = [_kept(one) for one in (*record.signatures, *([record.applicant] if record.applicant else []))]
    with locked(visit.case) as case:
        visit = _open(case, visit)
        now = clock.now()
        if not visit.ordered_at <= record.visited_at <= now:
            sentence = _("They were there after they were sent, and before now.")
            raise Refusal("visited_at", sentence, field="visited_at")
        visit.visited_at, visit.place, visit.findings = record.visited_at, record.place.strip(), record.findings.strip()
        visit.cards = [{"name": name.strip(), "card": card.strip()} for name, card in record.cards]
        visit.signatures, visit.refusal, visit.witness = signed, record.refusal.strip(), record.witness.strip()
        visit.ending, visit.ended_at = VisitEnding.RECORDED, now
        visit.save()
        SitePhoto.objects.bulk_create(SitePhoto(visit=visit, file=file, name=name[-120:]) for file, name in photos)
        stop_clocks(case, ClockKind.VISIT, at=now, by=by)
        publish(VisitRecorded(case_id=case.pk, visit_id=visit.pk), by=by, at=now)
        serial = case.documents.filter(kind=DocumentKind.SITE_RECORD).count() + 1
        content = _content(case, visit, [file for file, _name in photos])
        order_document(case, DocumentKind.SITE_RECORD, content=content, by=by, at=now, serial=serial)
    return visit


def call_off_visit(visit: SiteVisit, *, reason: str, by: Actor) -> SiteVisit:
    """The visit is not needed any more; the applicant is told. Refuses `reason` without one, `not_open` (a conflict).
    Publishes VisitCalledOff."""
    if len(reason.strip()) < REASON_MIN:
        raise Refusal("reason", _("Give the reason."), field="reason")
    with locked(visit.case) as case:
        visit = _open(case, visit)
        visit.reason, visit.ending, visit.ended_at = reason.strip(), VisitEnding.CALLED_OFF, clock.now()
        visit.save(update_fields=["reason", "ending", "ended_at"])
        stop_clocks(case, ClockKind.VISIT, at=visit.ended_at, by=by)
        publish(VisitCalledOff(case_id=case.pk, visit_id=visit.pk), by=by, at=visit.ended_at)
    return visit


def lapse_visits(case: Case, *, by: Doer) -> None:
    """A case that has ended or is decided leaves nothing to look at."""
    now = clock.now()
    if case.site_visits.filter(ending="").update(ending=VisitEnding.LAPSED, ended_at=now):
        stop_clocks(case, ClockKind.VISIT, at=now, by=by)


def _check_moment(planned_at: datetime, begun: Clock) -> None:
    if planned_at <= clock.now():
        raise Refusal("planned_at", _(WHY_NOT["past"]), field="planned_at")
    day = clock.local(planned_at).date()
    why = why_not_on(working_calendar(), day, today=clock.today(), last_day=begun.last_day)
    if why:
        raise Refusal("planned_at", _(WHY_NOT[why]) % {"days": begun.budget}, field="planned_at")


def _check_record(record: Record) -> None:
    if not complete_cards(record.cards):
        raise Refusal("cards", _("Name at least two officers, each with the number of the card."), field="cards")
    if not record.place.strip():
        raise Refusal("place", _("Say where."), field="place")
    if len(record.findings.strip()) < FINDINGS_MIN:
        raise Refusal("findings", _("Write down what was found."), field="findings")
    signed = {one.name.strip() for one in record.signatures}
    if not {name.strip() for name, _card in record.cards} <= signed:
        raise Refusal("signatures", _("Every officer signs the record."), field="signatures")
    refused = len(record.refusal.strip()) >= REFUSAL_MIN and bool(record.witness.strip())
    if record.applicant is None and not refused:
        sentence = _("The applicant signs, or it is noted that he refused, with a witness.")
        raise Refusal("refusal", sentence, field="refusal")


def _kept(signature: Signature) -> dict[str, Any]:
    drawn = signature.drawn
    stored = store_file(drawn, name=drawn.name or "") if drawn else None
    return {"name": signature.name.strip(), **({"file": stored.pk, "digest": stored.digest} if stored else {})}


def _open(case: Case, visit: SiteVisit) -> SiteVisit:
    found = SiteVisit.objects.select_for_update(of=("self",)).filter(case=case, pk=visit.pk, ending="").first()
    if found is None:
        raise Refusal("not_open", _("This visit was written down or called off meanwhile."), conflict=True)
    return found


def _content(case: Case, visit: SiteVisit, photos: Sequence[StoredFile]) -> dict[str, Any]:
    assert visit.visited_at is not None, "the caller set it"
    return {
        **{"applicant": case.applicant_name, "place": visit.place, "purpose": visit.purpose},
        "visited_at": clock.local(visit.visited_at).isoformat(timespec="minutes"),
        **{"cards": visit.cards, "findings": visit.findings, "photos": [one.digest for one in photos]},
        "signatures": [{"name": one["name"], "digest": one.get("digest", "")} for one in visit.signatures],
        **{"refusal": visit.refusal, "witness": visit.witness},
    }
