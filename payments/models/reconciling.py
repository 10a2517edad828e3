"""Whether the gateways say what the ledger says."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from identity.models import Staff
from payments.models.charges import PaymentOrder


class Reconciliation(models.Model):
    """对账: one comparison of the ledger with a gateway's statement of one day; `final`: made after the day ended."""

    gateway = models.CharField(max_length=20)
    day = models.DateField()
    final = models.BooleanField()
    ran_at = models.DateTimeField()
    movements = models.PositiveIntegerField()
    ours_fen = models.BigIntegerField()
    theirs_fen = models.BigIntegerField()
    differences = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "day"], condition=Q(final=True), name="one_final_per_day")
        ]
        indexes = [models.Index(fields=["gateway", "day", "-ran_at"], name="reconciliations_of_a_day")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day}"


class DifferenceKind(models.TextChoices):
    """What is not the same on both sides."""

    MISSING_HERE = "missing_here", _("Only the gateway has it")
    MISSING_THERE = "missing_there", _("Only the ledger has it")
    AMOUNT = "amount", _("Other amount")
    WRONG_NOTICE = "wrong_notice", _("The gateway took another amount than was asked")
    STRAY = "stray", _("Paid although nothing was due any more")


class Difference(models.Model):
    """差异: one number about which a gateway and the ledger differ, once per kind and day. It ends by itself when both
    agree again, or when somebody explains it (`note`)."""

    gateway = models.CharField(max_length=20)
    day = models.DateField()
    number = models.CharField(max_length=64)
    kind = models.CharField(max_length=13, choices=DifferenceKind)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, null=True, related_name="differences")
    ours_fen = models.BigIntegerField()
    theirs_fen = models.BigIntegerField()
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "day", "number", "kind"], name="difference_once")]
        indexes = [models.Index(fields=["-id"], name="open_differences", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.gateway} {self.number} {self.kind}"
