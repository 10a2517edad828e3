"""What the history of a case says happened to it, whatever state it is in now."""

from cases.events import CaseGranted, CaseRefused
from cases.models import Case
from core.models import EventRow


def was_granted(case: Case) -> bool | None:
    """Whether this body granted it, False when it refused, None when it did not decide."""
    names = {CaseGranted.name(): True, CaseRefused.name(): False}
    last = EventRow.objects.filter(stream="case", stream_id=case.pk, name__in=names).order_by("-sequence").first()
    return names[last.name] if last else None
