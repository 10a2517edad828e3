"""What a case may owe and owes (容缺受理)."""

from django.db.models import QuerySet

from cases.models import Case, CaseState, Clock, ClockKind, Deferral, Material, MaterialState
from cases.rules.deferral import longest_deferral
from core.deadlines import Limit, Unit

OWING = [state for state in CaseState if not state.is_final and state not in {CaseState.DRAFT, CaseState.REFUSED}]
"""States in which an owed material may still be handed in."""


def deferral_days(case: Case) -> int:
    """The most working days a material of this case may follow after acceptance; 0 when nothing may."""
    version = case.version
    promised = Limit(version.promised_days or 0, Unit(version.promised_unit))
    return longest_deferral(allowed=version.deferral_allowed, days=version.deferral_days, promised=promised)


def materials_that_may_follow(case: Case) -> QuerySet[Material]:
    """What is asked, missing, and may be handed in after acceptance."""
    missing = Material.objects.filter(case=case, required=True, state=MaterialState.NEEDED, spec__deferrable=True)
    return (missing if deferral_days(case) else missing.none()).select_related("spec").order_by("spec__order")


def owed_materials(case: Case) -> QuerySet[Material]:
    """What was promised and has not come yet."""
    owed = Material.objects.filter(case=case, state=MaterialState.DEFERRED)
    return owed.select_related("spec").order_by("spec__order")


def asked_materials(case: Case) -> QuerySet[Material]:
    """What the applicant was asked for after the acceptance and has not handed in (2.2)."""
    asked = Material.objects.filter(case=case, case__state=CaseState.SUPPLEMENTING, state=MaterialState.FAULTY)
    return asked.select_related("spec").order_by("spec__order")


def is_awaited(material: Material, case: Case) -> bool:
    """Whether this material of an accepted case is promised or asked for and still to come."""
    asked = case.state == CaseState.SUPPLEMENTING and material.state == MaterialState.FAULTY
    return asked or material.state == MaterialState.DEFERRED


def supplement_clock(case: Case) -> Clock | None:
    """The running time of a supplement."""
    return Clock.objects.filter(case=case, kind=ClockKind.SUPPLEMENT, finished_at=None).first()


def owing_clock(case: Case) -> Clock | None:
    """The running clock of the promise, None when nothing is owed any more."""
    return Clock.objects.filter(case=case, kind=ClockKind.DEFERRAL, finished_at=None).first()


def broken_promises(party_id: int) -> QuerySet[Deferral]:
    """Promises of this applicant that were broken and not made good since."""
    return Deferral.objects.filter(case__applicant_id=party_id, kept_at=None).exclude(broken_at=None)
