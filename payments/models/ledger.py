"""The ledger: double entry in fen. Rows are added, never changed or deleted; the database itself refuses an entry whose
lines do not sum to zero.
"""

from django.db import models
from django.db.models import Q

from payments.models.charges import PaymentOrder


class LedgerEntry(models.Model):
    """记账凭证: one happening, once by its `key`. `way` is the gateway or the kind of counter payment it concerns,
    `number` what both sides know it by, `day` the day (Asia/Shanghai) on which the gateway counts it.
    """

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12)
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="entries")
    way = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=32, blank=True)
    day = models.DateField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["way", "day"], name="entries_of_a_day")]

    def __str__(self) -> str:
        return self.key


class LedgerLine(models.Model):
    """分录: so many fen on one account; the lines of an entry sum to zero."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=12)
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_fen=0), name="ledger_line_says_something"),
            models.UniqueConstraint(fields=["entry", "account"], name="ledger_account_once_per_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_fen}"
