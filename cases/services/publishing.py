"""Making decisions public, holding back what the law protects, correcting what was published (2.11, T-20)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cases.events import DecisionPublished, PublicationHeld, PublicationReleased
from cases.models import Case, ClockKind, DocumentKind, HoldGround, Publication, PublicationState
from cases.queries.amendments import UNLIMITED, amended_facts, amended_text
from cases.queries.limits import limit_of
from cases.queries.publications import decision_of
from cases.rules.limits import PUBLICATION
from cases.rules.publishing import must_publish, public_fields
from cases.services.clocks import start_clock, stop_clocks
from cases.services.life import locked
from cases.services.papers import number_document
from core import clock
from core.counters import next_number
from core.deadlines import Limit, Unit, due_at
from core.events import Doer
from core.outbox import publish
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Role

HOLDING_TIME = Limit(1, Unit.WORKING_DAYS)
"""So long after the decision its body may look whether anything in it must not be public (DESIGN)."""
FEED = "publications"
MOST_REASON = 300
BATCH = 50


def plan_publication(case: Case, *, granted: bool, at: datetime, by: Doer) -> Publication | None:
    """A licensing decision made at `at` will be public within seven working days (T-20); its limit runs from now on.

    None for what is not published at all, and for a decision whose publication is planned already.
    """
    entry = case.version.item.entry
    refusals = settings.PUBLISHED_REFUSALS
    if not must_publish(item_type=entry.type, base_code=entry.base_code, granted=granted, refusals=refusals):
        return None
    with locked(case) as case:
        if case.publications.exists():
            return None
        planned = Publication.objects.create(
            case=case,
            department=case.department,
            granted=granted,
            decided_on=clock.local(at).date(),
            open_at=due_at(working_calendar(), at, HOLDING_TIME),
        )
        start_clock(case, kind=ClockKind.PUBLICATION, limit=limit_of(PUBLICATION), at=at, by=by)
    return planned


def publish_due(*, limit: int = BATCH) -> int:
    """Publish what nobody held back; returns how many. Each on its own: one that cannot be published holds up no
    other."""
    due = Publication.objects.filter(state=PublicationState.DUE, open_at__lte=clock.now()).order_by("open_at")
    return sum(publish_decision(planned) for planned in due.select_related("case")[:limit])


def publish_decision(planned: Publication, *, by: Doer = SYSTEM) -> bool:
    """Make one planned publication public, with everything personal masked (10.2), under the number of its decision,
    which is given now if no worker has; False without a decision paper, and for one that is not planned any more.
    Publishes DecisionPublished."""
    kind = DocumentKind.GRANT_DECISION if planned.granted else DocumentKind.REFUSAL_DECISION
    for paper in planned.case.documents.filter(kind=kind, number=None):
        number_document(paper.pk)
    with locked(planned.case) as case:
        row = Publication.objects.select_for_update(of=("self",)).get(pk=planned.pk)
        fields = _fields(case, row)
        if row.state != PublicationState.DUE or not fields["decision_no"]:
            return False
        _show(case, row, fields, by)
    return True


def hold_back(publication: Publication, *, ground: HoldGround, reason: str, by: Actor) -> Publication:
    """Keep a decision from the public, or take it down again, on a ground of the law (XKF 40): a named person answers
    for it, and the limit for publishing ends.

    Refuses `forbidden` for anybody but a leader of the handling body, `reason` without one, `held` (a conflict) for one
    that is held back or replaced. Publishes PublicationHeld.
    """
    _must_answer(publication, by)
    if len(reason.strip()) < 4:
        raise Refusal("reason", _("Give the reason."), field="reason")
    with locked(publication.case) as case:
        row = _live(publication)
        if row.state == PublicationState.HELD:
            raise Refusal("held", _("This decision is held back already."), conflict=True)
        now, was_shown = clock.now(), row.state == PublicationState.PUBLISHED
        row.state, row.hold_ground, row.hold_reason = PublicationState.HELD, ground, reason.strip()[:MOST_REASON]
        row.held_by_id, row.held_at = by.staff_id, now
        stop_clocks(case, ClockKind.PUBLICATION, at=now, by=by)
        if was_shown:  # who takes the feed has to hear of it
            row.feed_no = next_number(FEED)
        row.save()
        publish(PublicationHeld(case_id=case.pk, publication_id=row.pk, ground=ground.value), by=by, at=now)
    return row


def release(publication: Publication, *, by: Actor) -> Publication:
    """The ground for holding a decision back is gone: it is published at once. Refuses `forbidden`, `held` (a conflict)
    for one that is not held back. Publishes PublicationReleased and what `publish_decision` does."""
    _must_answer(publication, by)
    with locked(publication.case) as case:
        row = _live(publication)
        if row.state != PublicationState.HELD:
            raise Refusal("held", _("This decision is not held back."), conflict=True)
        now = clock.now()
        row.state, row.open_at = PublicationState.DUE, now
        row.hold_ground = row.hold_reason = ""
        row.held_by_id = row.held_at = None
        row.save()
        start_clock(case, kind=ClockKind.PUBLICATION, limit=limit_of(PUBLICATION), at=now, by=by)
        publish(PublicationReleased(case_id=case.pk, publication_id=row.pk), by=by, at=now)
        publish_decision(row, by=by)
    row.refresh_from_db()
    return row


def correct_publication(publication: Publication, *, content: str, reason: str, by: Actor) -> Publication:
    """Publish a decision anew with another content: a further row, which replaces the one that was wrong.

    What is typed is masked like everything else. Refuses `forbidden`, `reason` or `content` without one, `not_public`
    (a conflict) for one that is not published. Publishes DecisionPublished.
    """
    _must_answer(publication, by)
    for name, text in (("reason", reason), ("content", content)):
        if len(text.strip()) < 4:
            raise Refusal(name, _("Please write a few words more."), field=name)
    with locked(publication.case) as case:
        row = _live(publication)
        if row.state != PublicationState.PUBLISHED:
            raise Refusal("not_public", _("Only what is published can be corrected."), conflict=True)
        return _replace(case, row, reason.strip()[:MOST_REASON], by, content=content.strip())


def publish_ending(case: Case, *, outcome: str, reason: str, by: Doer) -> Publication | None:
    """The licence a case gave was rescinded or cancelled: a further row says so. None where nothing is public.
    Publishes DecisionPublished."""
    with locked(case) as case:
        row = case.publications.filter(state=PublicationState.PUBLISHED).first()
        return _replace(case, row, reason, by, outcome=outcome) if row is not None else None


def republish_amended(case: Case, *, reason: str, by: Doer) -> Publication | None:
    """An error of an ended case was corrected: a further row says what is right. None where nothing is public yet, or
    nothing wrong was in it. Publishes DecisionPublished."""
    with locked(case) as case:
        row = case.publications.filter(state=PublicationState.PUBLISHED).first()
        if row is None or (amended_text(case, row.content) == row.content and not _says_other_facts(case, row)):
            return None
        return _replace(case, row, reason[:MOST_REASON], by, content=row.content)


def complete_publication(case: Case, *, by: Doer) -> Publication | None:
    """The licence was issued after its decision became public: a further row names it. None where nothing is public yet
    or nothing was added. Publishes DecisionPublished."""
    with locked(case) as case:
        row = case.publications.filter(state=PublicationState.PUBLISHED).first()
        if row is None or case.licence_id is None or row.licence_no:
            return None
        return _replace(case, row, _("The licence was issued."), by)


def _replace(
    case: Case, row: Publication, reason: str, by: Doer, *, content: str | None = None, outcome: str = ""
) -> Publication:
    row.state = PublicationState.REPLACED
    row.save(update_fields=["state"])
    fresh = Publication(
        case=case,
        department_id=row.department_id,
        version=row.version + 1,
        previous=row,
        reason=reason,
        granted=row.granted,
        decided_on=row.decided_on,
        open_at=row.open_at,
    )
    fields = _fields(case, row, content=content)
    _show(case, fresh, fields | ({"outcome": outcome} if outcome else {}), by)
    return fresh


def _show(case: Case, row: Publication, fields: dict[str, Any], by: Doer) -> None:
    """Fill the row with what everybody sees. The place in the feed comes last: its counter is held until the commit, so
    that whoever reads the feed misses no row that is committed later."""
    now = clock.now()
    for name, value in fields.items():
        setattr(row, name, value)
    row.state, row.published_at = PublicationState.PUBLISHED, now
    stop_clocks(case, ClockKind.PUBLICATION, at=now, by=by)
    row.feed_no = next_number(FEED)
    row.save()
    publish(DecisionPublished(case_id=case.pk, publication_id=row.pk, version=row.version), by=by, at=now)


def _fields(case: Case, row: Publication, *, content: str | None = None) -> dict[str, Any]:
    licence = case.licence
    valid: dict[str, date | None] = {"valid_from": None, "valid_until": None}
    if licence is not None:
        valid = {"valid_from": licence.valid_from, "valid_until": licence.valid_until}
    valid |= {name: _day(said) for name, said in amended_facts(case).items() if name in valid}
    fields = public_fields(decision_of(case, granted=row.granted), content=content)
    return {**fields, "content": amended_text(case, fields["content"]), **valid}


def _day(said: str) -> date | None:
    return None if said == UNLIMITED else date.fromisoformat(said)


def _says_other_facts(case: Case, row: Publication) -> bool:
    """Whether what is public names another holder or other days than the licence does by now."""
    fresh = _fields(case, row, content=row.content)
    return any(fresh[name] != getattr(row, name) for name in ("holder_name", "valid_from", "valid_until"))


def _live(publication: Publication) -> Publication:
    """The row, held; refuses one that was replaced."""
    row = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    if row.state == PublicationState.REPLACED:
        raise Refusal("held", _("A later publication has replaced this one."), conflict=True)
    return row


def _must_answer(publication: Publication, by: Actor) -> None:
    if not by.has_role(Role.LEADER) or publication.department_id not in by.department_ids:
        raise Refusal("forbidden", _("The head of the body answers for what it publishes."))
