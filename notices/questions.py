"""Telling a department that an applicant asks something about his case."""

from django.db.models import Q
from django.urls import reverse

from cases.models import Case
from core import clock
from core.events import Record
from identity.models import Duty, Role
from notices.kinds import QUESTION_ASKED
from notices.models import Message, MessageChannel


def tell_of_question(record: Record) -> None:
    """Tell everybody who holds a post of a clerk or reviewer in the handling body today; repeats change nothing."""
    case = Case.objects.select_related("version").get(pk=record.event.case_id)
    words = {"item": case.version.name, "number": case.case_no or case.receipt_no or ""}
    today = clock.today()
    held = Duty.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    held = held.filter(post__department_id=case.department_id, post__roles__overlap=[Role.CLERK, Role.REVIEWER])
    for account_id in sorted(set(held.values_list("staff__account_id", flat=True))):
        Message.objects.get_or_create(
            key=f"event-{record.id}-{account_id}",
            defaults={
                **{"channel": MessageChannel.INBOX, "kind": record.event.name(), "account_id": account_id},
                **{"title": str(QUESTION_ASKED.title), "text": str(QUESTION_ASKED.text) % words},
                **{"link": reverse("cases:desk_talk", args=[case.pk]), "created_at": clock.now()},
            },
        )
