"""Numbered blanks on which licences are printed: received, handed out, used once, spoiled, removed (Z20)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import StoredFile
from identity.models import Department, Staff
from spaces.models.kinds import LicenceType
from spaces.models.licences import LicencePrint


class BlankState(models.TextChoices):
    """Where a blank is; every number ever received is in exactly one of these."""

    STOCK = "stock", _("In stock")
    HANDED = "handed", _("With a certificate maker")
    USED = "used", _("Used")
    SPOILED = "spoiled", _("Spoiled")
    RETURNED = "returned", _("Returned to the printer")
    DESTROYED = "destroyed", _("Destroyed")


class StockDeed(models.TextChoices):
    """What was done with blanks."""

    RECEIVE = "receive", _("Taken into stock")
    HAND_OUT = "hand_out", _("Handed out")
    GIVE_BACK = "give_back", _("Given back to the stock")
    SPOIL = "spoil", _("Spoiled")
    RETURN = "return", _("Return to the printer")
    DESTROY = "destroy", _("Destroy")


class StockAct(models.Model):
    """One deed with `count` blanks of one kind and body that follow one another from number `first`: by whom, for whom,
    why.

    Returning and destroying take a second person: such an act waits while `confirmed_at` is empty, and nothing has
    happened to its blanks. `photo` may show what was spoiled. Never changed once it is confirmed.
    """

    kind = models.ForeignKey(LicenceType, on_delete=models.PROTECT, related_name="stock_acts")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    deed = models.CharField(max_length=9, choices=StockDeed)
    first = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    receiver = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    photo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=1), name="stock_act_moves_something"),
            models.CheckConstraint(
                condition=~Q(deed__in=["return", "destroy"]) | Q(confirmed_by=None) | ~Q(confirmed_by=F("made_by")),
                name="two_persons_remove_blanks",
            ),
        ]
        indexes = [models.Index(fields=["department", "id"], name="stock_act_of_department")]

    def __str__(self) -> str:
        return f"{self.deed} {self.first} × {self.count}"


class Blank(models.Model):
    """One numbered blank: `serial` is its place in the delivery `received`, `holder` who has it while it is handed out,
    `print` the licence it became."""

    kind = models.ForeignKey(LicenceType, on_delete=models.PROTECT, related_name="blanks")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, unique=True)
    received = models.ForeignKey(StockAct, on_delete=models.PROTECT, related_name="blanks")
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=BlankState, default=BlankState.STOCK)
    holder = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    print = models.OneToOneField(LicencePrint, on_delete=models.PROTECT, null=True, related_name="blank")
    last = models.ForeignKey(StockAct, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["received", "serial"], name="blank_once_in_its_delivery"),
            models.CheckConstraint(
                condition=(Q(state="handed") & Q(holder__isnull=False)) | (~Q(state="handed") & Q(holder=None)),
                name="a_blank_handed_out_has_its_holder",
            ),
            models.CheckConstraint(
                condition=~Q(state="used") | Q(print__isnull=False), name="a_used_blank_became_a_licence"
            ),
            models.CheckConstraint(
                condition=Q(print=None) | Q(state__in=["used", "spoiled", "destroyed"]),
                name="a_printed_blank_is_used_or_spoiled",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "department", "state"], name="blank_of_kind"),
            models.Index(fields=["holder", "kind", "number"], name="blank_of_holder", condition=Q(state="handed")),
        ]

    def __str__(self) -> str:
        return self.number
