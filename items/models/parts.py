"""Parts of a version that a guide lists: basis, conditions, fees, form, result, procedures, desk, questions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from items.models.versions import ItemVersion
from items.rules.effects import effect_of


class VersionPart(models.Model):
    """Base of ordered rows that belong to one version and freeze with it."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="%(class)s_set")
    order = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="%(class)s_order_once")]


class LegalBasis(VersionPart):
    """设定依据: the law an item rests on."""

    law = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, blank=True)
    document_no = models.CharField(max_length=80, blank=True)
    article = models.CharField(max_length=80)
    effective_on = models.DateField(null=True)
    gist = models.TextField()

    def __str__(self) -> str:
        return f"{self.law} {self.article}"


class Condition(VersionPart):
    """受理条件: one sentence that must be true for an application to be accepted."""

    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class Effect(models.TextChoices):
    """What a handling option does to a licence the applicant holds already (C-23)."""

    NONE = "", _("Nothing")
    CHANGE = "change", _("Change")
    RENEWAL = "renewal", _("Renewal")
    REPLACEMENT = "replacement", _("Replacement")
    CANCELLATION = "cancellation", _("Cancellation")


class HandlingOption(VersionPart):
    """业务办理项: new, change, renewal … with its 33-character code (I-03)."""

    name = models.CharField(max_length=40)
    code = models.CharField(max_length=50)

    def __str__(self) -> str:
        return self.name

    @property
    def effect(self) -> Effect:
        """What it does to a licence that is there already, told from its name, which never changes once published."""
        return Effect(effect_of(self.name))


class FeeSpec(VersionPart):
    """A charge and its basis; `amount_fen` is empty when it is computed case by case (C-40).

    With `unit_price_fen` or `tiers` (see items.rules.pricing) it is computed by unit prices: `quantity_field` is the
    key of the question that says how many units, empty where a clerk enters it.
    """

    name = models.CharField(max_length=80)
    standard = models.TextField()
    amount_fen = models.BigIntegerField(null=True)
    basis = models.TextField()
    kind = models.CharField(max_length=8, default="fixed")
    reducible = models.BooleanField(default=False)
    reduction = models.TextField(blank=True)
    unit = models.CharField(max_length=20, blank=True)
    unit_price_fen = models.BigIntegerField(null=True)
    quantity_field = models.CharField(max_length=60, blank=True)
    tiers = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    least_fen = models.BigIntegerField(null=True)
    most_fen = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class ResultKind(models.TextChoices):
    """What the applicant receives."""

    LICENCE = "licence", _("Licence")
    APPROVAL = "approval", _("Approval document")
    OTHER = "other", _("Other")


class ResultSpec(VersionPart):
    """The result of a granted case; `validity_years` is empty for unlimited validity, `licence_type` the code of its
    kind of licence (L-04), `deliveries` the ways it is handed over.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=ResultKind)
    validity_years = models.PositiveSmallIntegerField(null=True)
    licence_type = models.CharField(max_length=20, blank=True)
    deliveries = ArrayField(models.CharField(max_length=10), default=list, blank=True)

    def __str__(self) -> str:
        return self.name


class IntermediaryService(VersionPart):
    """中介服务: a service of a third party that law lets the body ask for; `days` are working days. No firm may be
    named (1.8).
    """

    name = models.CharField(max_length=120)
    basis = models.TextField()
    days = models.PositiveSmallIntegerField(null=True)
    fee = models.TextField(blank=True)
    precondition = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class PaperTemplate(VersionPart):
    """文书模板: the wording of one kind of paper or licence of this item, in the sandboxed language of
    `items.rules.papers`; papers without one use the wording all items share.
    """

    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    body = models.TextField()

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class SpecialProcedureSpec(VersionPart):
    """A procedure whose days are not counted (T-09); `days` is the longest duration in working days."""

    kind = models.CharField(max_length=20)
    days = models.PositiveSmallIntegerField()
    basis = models.TextField()

    def __str__(self) -> str:
        return self.kind


class ServiceDesk(VersionPart):
    """Where the item is taken in: names of hall, zone and windows as printed in the guide."""

    hall = models.CharField(max_length=60)
    floor = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=20)
    windows = ArrayField(models.CharField(max_length=8), default=list)

    def __str__(self) -> str:
        return f"{self.hall} {self.floor} {self.zone}"


class Faq(VersionPart):
    """A frequent question with its answer."""

    question = models.TextField()
    answer = models.TextField()

    def __str__(self) -> str:
        return self.question
