"""Materials asked after the acceptance (受理后补正, 2.2): the clocks run on, supervision is told (S-24), and the case
is never returned for want of them (C-20)."""

from collections.abc import Mapping, Sequence

from django.core.files import File
from django.utils.translation import gettext as _

from cases.events import SupplementAsked, SupplementEnded, SupplementHandedIn
from cases.models import Case, CaseState, Clock, ClockKind, DocumentKind, Material, MaterialState, Resolver
from cases.rules.limits import limit_of_item
from cases.services.clocks import start_clock, stop_clocks
from cases.services.drafts import provide
from cases.services.intake import mark_faults
from cases.services.life import locked, take
from cases.services.papers import order_document
from core import clock
from core.deadlines import Unit
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor

MOST_DAYS = 30
"""The longest time an applicant is given, in natural days (DESIGN)."""


def ask_supplement(case: Case, *, faults: Mapping[int, str], days: int, basis: str, by: Actor) -> Case:
    """Ask for what turned out to be needed, within `days` natural days, with a written notice.

    `faults` maps material ids to what is missing or wrong. Refuses `no_faults` for an empty list, `basis` without a law
    that lets the body ask, `days` outside one to thirty, `wrong_state`. Publishes SupplementAsked.
    """
    if not basis.strip():
        raise Refusal("basis", _("Name the law that lets you ask for more after the acceptance."), field="basis")
    if not 1 <= days <= MOST_DAYS:
        raise Refusal("days", _("One to %(most)d days.") % {"most": MOST_DAYS}, field="days")
    with locked(case) as case:
        now = clock.now()
        take(case, "ask_supplement", now)
        marked = mark_faults(case, faults)
        serial = case.documents.filter(kind=DocumentKind.SUPPLEMENT_NOTICE).count() + 1
        limit = limit_of_item(days, Unit.NATURAL_DAYS)
        started = start_clock(case, kind=ClockKind.SUPPLEMENT, limit=limit, at=now, by=by, key=str(serial))
        until = started.last_day.isoformat()
        told = SupplementAsked(case_id=case.pk, clock_id=started.pk, materials=len(marked), until=until)
        publish(told, by=by, at=now)
        content = {
            "applicant": case.applicant_name,
            "faults": [{"material": material.spec.name, "fault": material.remark} for material in marked],
            **{"basis": basis.strip(), "until": until, "provisional": started.provisional},
        }
        order_document(case, DocumentKind.SUPPLEMENT_NOTICE, content=content, by=by, at=now, serial=serial)
    return case


def hand_in_supplement(
    material: Material, uploads: "Sequence[File[bytes]]", *, by: Actor, resolver: Resolver = Resolver.UPLOAD
) -> Material:
    """Add files to one material that was asked; with the last one the case goes on.

    Refuses `file_empty` without a file, `not_asked` (a conflict) when it came meanwhile or the time is over, and what
    `store_file` refuses. Publishes SupplementHandedIn with the last material.
    """
    if not uploads:
        raise Refusal("file_empty", _("Choose at least one file."), field="file")
    stored = [(store_file(upload, name=upload.name or ""), upload.name or "") for upload in uploads]
    with locked(material.case) as case:
        asked = case.materials.filter(pk=material.pk, state=MaterialState.FAULTY).first()
        if asked is None or case.state != CaseState.SUPPLEMENTING:
            raise Refusal("not_asked", _("This material is not asked for any more."), conflict=True)
        provide(asked, stored, resolver, by=by)
        if not case.materials.filter(state=MaterialState.FAULTY).exists():
            now = clock.now()
            take(case, "hand_in_supplement", now)
            stop_clocks(case, ClockKind.SUPPLEMENT, at=now, by=by)
            publish(SupplementHandedIn(case_id=case.pk), by=by, at=now)
    return asked


def end_overdue_supplement(passed: Clock, *, by: Doer) -> Case:
    """The days of this clock are over. Refuses `not_overdue` (a conflict) for one that was stopped meanwhile: what was
    asked later has its own days."""
    with locked(passed.case) as case:
        passed.refresh_from_db(fields=["finished_at"])
        if passed.finished_at is not None:
            raise Refusal("not_overdue", _("The time for the supplement has not passed."), conflict=True)
        return end_supplement(case, by=by)


def end_supplement(case: Case, *, by: Doer) -> Case:
    """Go on without what was asked: its time is over, or the handler can decide on what is there. Refuses
    `wrong_state`. Publishes SupplementEnded."""
    with locked(case) as case:
        now = clock.now()
        take(case, "end_supplement", now)
        stop_clocks(case, ClockKind.SUPPLEMENT, at=now, by=by)
        publish(SupplementEnded(case_id=case.pk), by=by, at=now)
    return case
