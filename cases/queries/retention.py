"""What is kept too long, kind by kind, and the acts about it."""

from datetime import datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, CaseRead, CaseState, DataKind, RetentionAct, RetentionRule
from cases.models.case import FINAL_STATES
from cases.queries.archives import archived_cases
from cases.rules.retention import KEPT, months_before
from core import clock
from core.workcalendar import SHANGHAI
from identity.actors import Actor
from identity.models import Role, SignIn, SmsCode
from payments.services.forgetting import charges_untouched_since
from spaces.services.forgetting import licences_ended_before

KEEPERS = (Role.SECURITY_ADMIN,)
"""Who answers for personal data (PIPL 52)."""


def months_in_force() -> dict[str, int]:
    """How many months data of each kind are kept here."""
    own = dict(RetentionRule.objects.values_list("kind", "months"))
    return {kind: own.get(kind, keeping.months) for kind, keeping in KEPT.items()}


def cutoff_of(kind: str) -> datetime:
    """Data of a kind from before this moment have been kept long enough: a midnight in Shanghai."""
    day = months_before(clock.today(), months_in_force()[kind])
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def due_rows(kind: str, cutoff: datetime) -> QuerySet[Any]:
    """The rows of a kind that have been kept long enough.

    A case only when it has ended, its file is archived and nothing of it is anonymous yet (2.10); one whose package is
    being made anew waits. A charge and a licence only when their own case is anonymous.
    """
    match DataKind(kind):
        case DataKind.DRAFT:
            return Case.objects.filter(state=CaseState.DRAFT, saved_at__lt=cutoff)
        case DataKind.CASE:
            ended = Case.objects.filter(Q(state__in=FINAL_STATES), archived_cases(), closed_at__lt=cutoff)
            return ended.filter(anonymised=None)
        case DataKind.MONEY:
            own = Q(charged=None) | Q(charged__case__anonymised__isnull=False)
            return charges_untouched_since(cutoff).filter(own)
        case DataKind.LICENCE:
            named = Case.objects.filter(licence=OuterRef("pk"), anonymised=None)
            return licences_ended_before(cutoff).filter(~Exists(named))
        case DataKind.READ:
            return CaseRead.objects.filter(at__lt=cutoff)
        case DataKind.SIGN_IN:
            return SignIn.objects.filter(last_seen_at__lt=cutoff)
        case DataKind.SMS_CODE:
            return SmsCode.objects.filter(sent_at__lt=cutoff)


def acts_visible_to(actor: Actor) -> QuerySet[RetentionAct]:
    """All acts, for who answers for personal data; nobody else."""
    if not actor.has_role(*KEEPERS):
        return RetentionAct.objects.none()
    return RetentionAct.objects.select_related("approved_by")
