"""A withdrawal after acceptance: a small case of its own that is accepted and concluded (2.2, C-19)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from identity.models import Staff


class WithdrawalEnding(models.TextChoices):
    """How it ended; `LAPSED` when the case ended another way meanwhile."""

    CONCLUDED = "concluded", _("Concluded")
    TAKEN_BACK = "taken_back", _("Taken back")
    LAPSED = "lapsed", _("Lapsed")


class Withdrawal(models.Model):
    """The applicant wants his accepted application back. Open while `ending` is empty; the body accepts it before it
    concludes it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    accepted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=10, choices=WithdrawalEnding, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ending=""), name="one_open_withdrawal_per_case")
        ]
        indexes = [models.Index(fields=["id"], name="open_withdrawals", condition=Q(ending=""))]

    def __str__(self) -> str:
        return f"withdrawal of case {self.case_id}"
