"""One visit to a window: several applications of one applicant taken in together, and the project they belong to."""

from django.db import models

from cases.models.case import Case
from identity.models import Party, Window
from spaces.models import Project


class Intake(models.Model):
    """What one applicant brought to a window at one time: one case or several, whose common materials are given once
    (C-03)."""

    applicant = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"intake {self.pk}"


class IntakeCase(models.Model):
    """One case of an intake."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="entries")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="intake_entry")

    def __str__(self) -> str:
        return f"case {self.case_id} of intake {self.intake_id}"


class CaseProject(models.Model):
    """Which project of its applicant a case belongs to: what was handed in for one of them serves the others (I-07)."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="project_entry")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="case_entries")

    def __str__(self) -> str:
        return f"case {self.case_id} of project {self.project_id}"
