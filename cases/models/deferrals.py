"""Promises to hand in later what an accepted application lacks (容缺受理, 2.4)."""

from django.db import models

from cases.models.case import Case


class Deferral(models.Model):
    """One applicant's written promise to hand in the deferred materials of one case; `days` are working days from the
    acceptance (`begun_at`).

    It is kept when everything has come (`kept_at`, even if late) and broken when the day has passed (`broken_at`). One
    with neither is still running, or lapsed with a withdrawal or refusal.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="deferral")
    promised_by = models.CharField(max_length=60)
    promised_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"deferral of case {self.case_id}"
