"""What applicant and department write to each other about a case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import EncryptedTextField
from core.models import StoredFile


class Side(models.TextChoices):
    """Who wrote."""

    APPLICANT = "applicant", _("Applicant")
    DEPARTMENT = "department", _("Department")


class CaseMessage(models.Model):
    """One message of the talk about a case; what an applicant wrote waits until `answered_at`. Texts name people and
    are kept encrypted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=Side)
    account_id = models.BigIntegerField()
    who = models.CharField(max_length=120)
    text = EncryptedTextField()
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "-id"], name="messages_of_case"),
            models.Index(fields=["id"], name="unanswered", condition=Q(side="applicant", answered_at=None)),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} about case {self.case_id}"


class MessageFile(models.Model):
    """A file that came with a message."""

    message = models.ForeignKey(CaseMessage, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name
