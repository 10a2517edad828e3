"""Papers of a case that go from one body to another (物料流转, 2.8.1)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from identity.models import Department


class TransferWay(models.TextChoices):
    """How papers go between windows, towns and departments."""

    MESSENGER = "messenger", _("By our own messenger")
    COURIER = "courier", _("By courier")


class PaperTransfer(models.Model):
    """One hand-over of a case's papers between the body that took them in and the one that handles them; on its way
    until somebody there signed for it. `courier` names carrier and number, `remark` what was missing on arrival.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    sender = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=9, choices=TransferWay)
    courier = models.CharField(max_length=80, blank=True)
    contents = models.JSONField(default=list)
    sent_by = models.CharField(max_length=120)
    sent_at = models.DateTimeField()
    received_by = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(received_at__isnull=True), name="papers_go_one_way_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="papers_go_to_another_body"),
        ]

    def __str__(self) -> str:
        return f"papers of case {self.case_id} from {self.sender_id} to {self.receiver_id}"
