"""Who looked at a case."""

from django.db import models

from cases.models.case import Case


class CaseRead(models.Model):
    """One reading of a case by somebody other than its applicant; the applicant can see it. Kept three years
    or more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reads")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=120)
    what = models.CharField(max_length=120)
    why = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="case_reads_latest")]

    def __str__(self) -> str:
        return f"{self.who} read case {self.case_id}"
