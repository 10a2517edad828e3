"""Licences an application may be about: what is to be changed, renewed, replaced or cancelled (C-23)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from cases.models import Case, CaseState
from cases.queries.limits import limit_of
from cases.rules.limits import RENEWAL
from core import clock
from items.models import Effect, HandlingOption, Initiator, ItemVersion, ResultKind, VersionState
from spaces.models import Licence, LicenceState
from spaces.queries import licences_of


def subjects_of(version: ItemVersion, party_id: int) -> QuerySet[Licence]:
    """The party's licences that hold, that this item gives and that its body issued, the newest first."""
    given = version.resultspec_set.filter(kind=ResultKind.LICENCE).values("name")
    return licences_of(party_id).filter(name__in=given, issuer_id=version.item.department_id)


def concerns_a_licence(handling: HandlingOption | None) -> bool:
    """Whether what is applied for is about a licence that is there already."""
    return handling is not None and handling.effect != Effect.NONE


def options_about(licence: Licence) -> list[HandlingOption]:
    """What can be applied for online about a licence: the options of the item that gives it, in their order."""
    version = (
        ItemVersion.objects.filter(
            state=VersionState.PUBLISHED,
            initiated_by=Initiator.APPLICANT,
            item__department_id=licence.issuer_id,
            resultspec_set__name=licence.name,
            resultspec_set__kind=ResultKind.LICENCE,
        )
        .order_by("-pk")
        .first()
    )
    options = version.handlingoption_set.order_by("order") if version else []
    return [option for option in options if option.effect != Effect.NONE]


def last_day_to_renew(licence: Licence) -> date | None:
    """The last day on which a renewal is asked for in time (T-12); None for a licence without end."""
    if licence.valid_until is None:
        return None
    return licence.valid_until - timedelta(days=limit_of(RENEWAL).limit.amount)


def renewals_never_decided() -> list[Case]:
    """Renewals asked for in time whose licence ran out without a decision (XKF 50), the longest waiting first.

    A case that stands still for a special procedure or a suspension is left out: that time is not counted (T-09).
    """
    ran_out = Case.objects.filter(
        state__in=[CaseState.ACCEPTED, CaseState.IN_REVIEW],
        subject__valid_until__lt=clock.today(),
        subject__state__in=[LicenceState.VALID, LicenceState.LAPSED],
        subject__next=None,
    )
    cases = ran_out.select_related("handling", "subject").order_by("pk")
    return [case for case in cases if is_renewal(case) and asked_in_time(case)]


def is_renewal(case: Case) -> bool:
    """Whether the case asks for a licence to go on."""
    return case.handling is not None and case.handling.effect == Effect.RENEWAL


def asked_in_time(case: Case) -> bool:
    """Whether a renewal was filed or taken in early enough that silence counts as consent (T-12)."""
    filed, licence = case.submitted_at or case.received_at, case.subject
    last = last_day_to_renew(licence) if licence else None
    return filed is not None and last is not None and clock.local(filed).date() <= last
