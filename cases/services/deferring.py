"""Materials that follow after acceptance: promised, watched, handed in or not (容缺受理, 2.4, D-06, S-25)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.files import File
from django.utils.translation import gettext as _

from cases.events import MaterialsDeferred, OwedHandedIn, OwedReminded, PromiseBroken
from cases.models import Case, ClockKind, Deferral, DocumentKind, Material, MaterialState, Resolver
from cases.queries.owing import OWING, broken_promises, deferral_days, materials_that_may_follow, owed_materials
from cases.rules.limits import limit_of_item
from cases.services.clocks import start_clock, stop_clocks
from cases.services.drafts import provide
from cases.services.life import locked
from cases.services.papers import order_document
from cases.services.pledgefiling import check_honest
from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from identity.actors import Actor


def promise_materials(case: Case, *, material_ids: Collection[int] | None, days: int | None, promised_by: str) -> None:
    """Write down that these missing materials (all that may follow, without `material_ids`) come after the acceptance,
    within `days` working days (the longest time, without). Callers hold the lock of the case.

    Refuses `not_deferrable` for a material that is there or may not follow, `deferral_days` beyond the item's number,
    `promised_by` without a name, `broken_promise` while the applicant still owes what he once promised, and
    `dishonest` while he is on the credit list.
    """
    may_follow, longest = list(materials_that_may_follow(case)), deferral_days(case)
    chosen = [one for one in may_follow if material_ids is None or one.pk in material_ids]
    if not chosen or len(chosen) < len(material_ids or ()):
        raise Refusal("not_deferrable", _("Only missing materials that may follow can be promised."), field="materials")
    if days is not None and not 1 <= days <= longest:
        raise Refusal("deferral_days", _("One to %(most)d working days.") % {"most": longest}, field="days")
    if not promised_by.strip():
        raise Refusal("promised_by", _("Say who signed the promise."), field="promised_by")
    if broken_promises(case.applicant_id).exists():
        raise Refusal("broken_promise", _("This applicant has not kept an earlier promise yet."))
    check_honest(case)
    Material.objects.filter(pk__in=[one.pk for one in chosen]).update(state=MaterialState.DEFERRED)
    given = {"promised_by": promised_by.strip(), "promised_at": clock.now(), "days": days or longest}
    Deferral.objects.update_or_create(case=case, defaults=given)


def begin_deferral(case: Case, *, by: Doer, at: datetime) -> None:
    """With the acceptance the applicant's days begin: clock, notice with the promise (D-06).

    Nothing happens when nothing was promised or all of it has come. Callers hold the lock of the case. Publishes
    MaterialsDeferred.
    """
    deferral = Deferral.objects.filter(case=case, begun_at=None).first()
    if deferral is None:
        return
    deferral.begun_at = at
    owed = list(owed_materials(case))
    if not owed:
        deferral.kept_at = at
    deferral.save(update_fields=["begun_at", "kept_at"])
    if not owed:
        return
    watched = start_clock(case, kind=ClockKind.DEFERRAL, limit=limit_of_item(deferral.days), at=at, by=by)
    until = watched.last_day.isoformat()
    publish(MaterialsDeferred(case_id=case.pk, materials=len(owed), until=until), by=by, at=at)
    content = {
        "applicant": case.applicant_name,
        "accepted_on": clock.local(case.accepted_at or at).date().isoformat(),
        "owed": [{"name": one.spec.name, "forms": one.spec.forms, "copies": one.copies} for one in owed],
        "days": deferral.days,
        "until": until,
        "provisional": watched.provisional,
        "promised_by": deferral.promised_by,
        "promised_on": clock.local(deferral.promised_at).date().isoformat(),
    }
    order_document(case, DocumentKind.DEFERRAL_NOTICE, content=content, by=by, at=at)


def hand_in_owed(
    material: Material,
    uploads: "Sequence[File[bytes]]",
    *,
    by: Actor,
    resolver: Resolver = Resolver.UPLOAD,
) -> Material:
    """Take in an owed material with all its files; with the last one the promise is kept and its clock ends.

    Refuses `not_owed` (a conflict) when it was handed in meanwhile or the case is over, `file_empty` without a file,
    and what `store_file` refuses. Publishes OwedHandedIn.
    """
    if not uploads:
        raise Refusal("file_empty", _("Choose at least one file."), field="file")
    stored = [(store_file(upload, name=upload.name or ""), upload.name or "") for upload in uploads]
    with locked(material.case) as case:
        owed = owed_materials(case).filter(pk=material.pk).first()
        if owed is None or case.state not in OWING:
            raise Refusal("not_owed", _("This material is not owed any more."), conflict=True)
        now = clock.now()
        provide(owed, stored, resolver, by=by)
        publish(OwedHandedIn(case_id=case.pk, material_id=owed.pk), by=by, at=now)
        if not owed_materials(case).exists():
            Deferral.objects.filter(case=case).update(kept_at=now)
            stop_clocks(case, ClockKind.DEFERRAL, at=now, by=by)
    return owed


def remind_of_owed(case: Case, *, by: Doer) -> None:
    """The day is near (C-35). Publishes OwedReminded unless everything has come."""
    with locked(case) as case:
        if owed_materials(case).exists():
            publish(OwedReminded(case_id=case.pk), by=by)


def note_broken_promise(case: Case, *, by: Doer) -> None:
    """The day has passed and something is still owed: recorded as broken, the case is decided on what is there (2.4).

    Whatever comes later is still taken in and mends the record. Publishes PromiseBroken.
    """
    with locked(case) as case:
        now = clock.now()
        running = Deferral.objects.filter(case=case, kept_at=None, broken_at=None)
        if case.state in OWING and running.update(broken_at=now):
            stop_clocks(case, ClockKind.DEFERRAL, at=now, by=by)
            publish(PromiseBroken(case_id=case.pk), by=by, at=now)
