"""Hearings before a decision (听证): told, asked for, called, held (C-16, T-10)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.fields import EncryptedJSONField, EncryptedTextField
from identity.models import Staff


class HearingEnding(models.TextChoices):
    """How it ended."""

    HELD = "held", _("Held")
    WAIVED = "waived", _("Waived")
    NOT_ASKED = "not_asked", _("Not asked for in time")
    LAPSED = "lapsed", _("Lapsed")


class Hearing(models.Model):
    """One offer of a hearing and what came of it; open while `ending` is empty.

    `matter` is what the body intends and why (XKF 36), `interested` names whom else it concerns, `statement` what the
    applicant said in writing instead or besides. `held_at` is the moment it is called for. `participants` are names
    with their part, as they signed the `minutes`.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    matter = models.TextField()
    interested = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()
    statement = EncryptedTextField(blank=True)
    stated_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=120, blank=True)
    host = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    in_public = models.BooleanField(default=True)
    minutes = EncryptedTextField(blank=True)
    participants = EncryptedJSONField(default=list)
    ending = models.CharField(max_length=9, choices=HearingEnding, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ending=""), name="one_open_hearing_per_case")
        ]

    def __str__(self) -> str:
        return f"hearing of case {self.case_id}"
