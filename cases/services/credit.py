"""The credit list: entering who deceived the hall, and taking him off again (C-24, 2.4)."""

from datetime import date

from django.utils.translation import gettext as _

from cases.events import CreditRecorded, CreditRepaired
from cases.models import Case, CreditGround, CreditRecord
from cases.queries.credit import may_repair
from cases.services.life import locked
from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor

REPAIR_MIN = 10
SAFETY = frozenset({"public_security", "health"})
"""Fields of risk of an item in which a false material closes it for a year (XKF 78)."""


def enter_record(case: Case, ground: CreditGround, *, facts: str, by: Doer) -> CreditRecord:
    """Enter the applicant of a case in the list; for how long he cannot apply for the same again follows from what he
    did and from the item (C-24). Callers hold the lock of the case. Publishes CreditRecorded."""
    years = ground.bars_for_years(safety=case.version.risk_field in SAFETY)
    now = clock.now()
    record = CreditRecord.objects.create(
        **{"party_id": case.applicant_id, "case": case, "ground": ground, "facts": facts, "entered_at": now},
        barred_until=_years_later(clock.local(now).date(), years) if years else None,
    )
    publish(CreditRecorded(case_id=case.pk, record_id=record.pk, ground=ground.value), by=by, at=now)
    return record


def repair_record(record: CreditRecord, *, repair: str, by: Actor) -> CreditRecord:
    """Write down how the credit was repaired: from now on pledges and deferrals are open again. A period in which the
    law lets nobody apply runs on.

    Refuses `forbidden` for anybody but the head of the body that entered it, `repair` under ten characters, and
    `repaired_before` (a conflict). Publishes CreditRepaired.
    """
    if not may_repair(record, by):
        raise Refusal("forbidden", _("Only the head of the body that entered it can do this."))
    if len(repair.strip()) < REPAIR_MIN:
        raise Refusal("repair", _("Say in at least ten characters how it was repaired."), field="repair")
    with locked(record.case) as case:
        now = clock.now()
        changed = {"repaired_at": now, "repaired_by": by.staff_id, "repair": repair.strip()}
        if not CreditRecord.objects.filter(pk=record.pk, repaired_at=None).update(**changed):
            raise Refusal("repaired_before", _("This record was repaired already."), conflict=True)
        publish(CreditRepaired(case_id=case.pk, record_id=record.pk), by=by, at=now)
    record.refresh_from_db()
    return record


def _years_later(day: date, years: int) -> date:
    """The same day so many years on; the last of February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
