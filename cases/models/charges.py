"""What a case costs: the link to the charge that payments keeps."""

from django.db import models

from cases.models.case import Case
from payments.models import Charge


class CaseCharge(models.Model):
    """The one charge of one case; a case that costs nothing has none."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="charged")
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, related_name="charged")

    def __str__(self) -> str:
        return f"charge of case {self.case_id}"
