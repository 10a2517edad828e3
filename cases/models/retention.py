"""How long data are kept, and the acts by which they were taken away, with their proof (10.5)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from identity.models import Staff


class DataKind(models.TextChoices):
    """What is kept for a time of its own."""

    DRAFT = "draft", _("Applications never submitted")
    CASE = "case", _("Personal data of ended cases")
    MONEY = "money", _("Payers in the accounts")
    LICENCE = "licence", _("Holders of licences that ended")
    READ = "read", _("Records of who looked at a case")
    SIGN_IN = "sign_in", _("Records of signing in")
    SMS_CODE = "sms_code", _("Codes sent by text message")


class RetentionRule(models.Model):
    """How many months this installation keeps data of one kind; without a row the default holds (10.5)."""

    kind = models.CharField(max_length=8, choices=DataKind, unique=True)
    months = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.kind}: {self.months} months"


class RetentionState(models.TextChoices):
    """How far an act is."""

    PROPOSED = "proposed", _("Waits for approval")
    APPROVED = "approved", _("Being carried out")
    DONE = "done", _("Carried out")


class RetentionAct(models.Model):
    """One act: data of `kind` from before `cutoff` are deleted or made anonymous once somebody approved it. `found` is
    how many were due when it was proposed (counted to 1,000), `removed` how many are gone."""

    kind = models.CharField(max_length=8, choices=DataKind)
    state = models.CharField(max_length=8, choices=RetentionState, default=RetentionState.PROPOSED)
    cutoff = models.DateTimeField()
    found = models.PositiveIntegerField()
    removed = models.PositiveIntegerField(default=0)
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=~Q(state="done"), name="one_open_retention_act_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="nothing_is_removed_without_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} before {self.cutoff:%Y-%m-%d}"


class RetentionProof(models.Model):
    """What one act took from one thing: which rows, and the keyed hash of what was in them. Never changed afterwards.

    `case` is the case that was made anonymous, once; `counted` is what statistics count of it and must stay as it was.
    """

    act = models.ForeignKey(RetentionAct, on_delete=models.PROTECT, related_name="proofs")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="anonymised")
    rows = models.JSONField()
    counted = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"proof {self.pk} of act {self.act_id}"
