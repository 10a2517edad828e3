"""Versions of an item: who carries it out and how, immutable once published."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from items.models.directory import Item, Theme
from items.models.elements import GuideElements


class ItemKind(models.TextChoices):
    """办件类型: how the answer is given."""

    INSTANT = "instant", _("Decided on the spot")
    PROMISED = "promised", _("Decided within the promised time")
    FORWARDED = "forwarded", _("Forwarded to a higher authority")


class Initiator(models.TextChoices):
    """依申请 or 依职权; only the former can be applied for."""

    APPLICANT = "applicant", _("On application")
    AUTHORITY = "authority", _("By authority")


class VersionState(models.TextChoices):
    """Life of a version (1.9). Only one version of an item is published; a superseded one becomes history."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    SUPERSEDED = "superseded", _("Superseded")
    CANCELLED = "cancelled", _("Cancelled")

    @property
    def frozen(self) -> bool:
        """A version that was ever published never changes again (I-12)."""
        return self is not VersionState.DRAFT


LIVE_STATES = (VersionState.PUBLISHED, VersionState.SUSPENDED)
"""Of one item at most one version is in one of these: it is what everybody reads."""


class TimeUnit(models.TextChoices):
    """Unit of a legal limit; the same letters as the exchange tables use (2.5)."""

    WORKING = "WD", _("working days")
    NATURAL = "ND", _("calendar days")
    WORKING_HOURS = "WH", _("working hours")
    HOURS = "NH", _("hours")


class ItemVersion(GuideElements):
    """实施清单: everything a guide shows and a case follows. A case keeps a key to its version, so nothing
    drifts (I-12).

    `limit_regime` names the law its limits follow (items.rules.regimes), `statutory_days`/`promised_days` are in their
    unit; both 0 or empty for instant items. `visits` counts trips to a hall. `suspended_at` and `suspended_because` say
    since when and why no new application is taken (I-13);
    `risk_field` is the field in which what is done wrong cannot be undone (2.4, C-24), `pledge_days` the natural days
    within which a pledge is checked after the grant; 0 for the usual ones.
    `signers` says whether others sign with the applicant (none, may, must);
    `cancel_on` is the day on which it is planned to end, `cancelled_because` the reason with its basis.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_because = models.CharField(max_length=200, blank=True)
    cancel_on = models.DateField(null=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120)
    initiated_by = models.CharField(max_length=10, choices=Initiator)
    kind = models.CharField(max_length=10, choices=ItemKind)
    audience = ArrayField(models.CharField(max_length=20))
    themes = models.ManyToManyField(Theme, related_name="versions")
    statutory_days = models.PositiveSmallIntegerField(null=True)
    statutory_unit = models.CharField(max_length=2, choices=TimeUnit, default=TimeUnit.WORKING)
    limit_regime = models.CharField(max_length=20, default="licensing")
    promised_days = models.PositiveSmallIntegerField(null=True)
    promised_unit = models.CharField(max_length=2, choices=TimeUnit, default=TimeUnit.WORKING)
    visits = models.PositiveSmallIntegerField()
    online_depth = ArrayField(models.CharField(max_length=12), default=list)
    coverage = models.CharField(max_length=10)
    town_level = models.BooleanField(default=False)
    deferral_allowed = models.BooleanField(default=False)
    deferral_days = models.PositiveSmallIntegerField(default=0)
    pledge_allowed = models.BooleanField(default=False)
    risk_field = models.CharField(max_length=20, blank=True)
    pledge_days = models.PositiveSmallIntegerField(default=0)
    min_assurance_level = models.PositiveSmallIntegerField(default=3)
    signers = models.CharField(max_length=4, default="none")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=["published", "suspended"]), name="one_version_in_force"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="version_in_force", condition=Q(state="published")),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"

    @property
    def on_application(self) -> bool:
        return self.initiated_by == Initiator.APPLICANT
