"""Materials of a version and the questions that decide which of them a person needs."""

import re

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from items.models.parts import VersionPart
from items.rules.materials import Copies, Effect, Spec


class MaterialSource(models.TextChoices):
    """来源渠道: who makes the material."""

    APPLICANT = "applicant", _("Prepared by the applicant")
    GOVERNMENT = "government", _("Issued by a government body")
    OTHER = "other", _("Issued by another body")


class MaterialSpec(VersionPart):
    """申请材料 (1.7). `licence` names the kind in the licence library it can be fetched from instead of asked
    (I-07). `standard_code` is the same for the same paper in all items (I-22); `basis` is what allows asking for it.
    A `pledgeable` one need not be handed in by whoever pledges instead (告知承诺, 2.4).
    """

    name = models.CharField(max_length=120)
    source = models.CharField(max_length=10, choices=MaterialSource)
    issuer = models.CharField(max_length=80, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    forms = ArrayField(models.CharField(max_length=10))
    copies = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField()
    when_text = models.TextField(blank=True)
    deferrable = models.BooleanField(default=False)
    pledgeable = models.BooleanField(default=False)
    template = models.BooleanField(default=False)
    check_points = models.TextField(blank=True)
    standard_code = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=12, default="other")
    originals = models.PositiveSmallIntegerField(default=0)
    paper_size = models.CharField(max_length=20, blank=True)
    source_note = models.TextField(blank=True)
    issued_within_months = models.PositiveSmallIntegerField(null=True)
    fill_note = models.TextField(blank=True)
    basis = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def points(self) -> list[str]:
        """What a clerk looks at, one point after the other (受理标准)."""
        return [point.strip() for point in re.split(r"[，；。]", self.check_points) if point.strip()]

    def as_rule(self) -> Spec:
        """This material as `items.rules.materials` sees it; reads its effects with their options."""
        touching = [effect for effect in self.effects.all() if effect.kind in (EffectKind.ADD, EffectKind.DROP)]
        effects = tuple(Effect(each.option_id, each.option.label, each.kind == EffectKind.ADD) for each in touching)
        counted = [effect for effect in self.effects.all() if effect.kind == EffectKind.COPIES]
        sets = tuple(Copies(each.option_id, each.option.label, each.amount or 0) for each in counted)
        return Spec(self.pk, self.required, self.when_text, effects, self.copies, sets)


class QuestionKind(models.TextChoices):
    """How a situation's question is answered."""

    SINGLE = "single", _("One answer")
    MULTI = "multi", _("Several answers")
    INFO = "info", _("Information only")


class Situation(VersionPart):
    """情形引导: one question of the guide. One with `depends_on` is asked only after that question, and when
    `depends_option` is given only after that answer.
    """

    key = models.CharField(max_length=40, default="", blank=True)
    ask = models.CharField(max_length=120)
    kind = models.CharField(max_length=6, choices=QuestionKind, default=QuestionKind.SINGLE)
    depends_on = models.CharField(max_length=40, blank=True)
    depends_option = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.ask


class SituationOption(models.Model):
    """One answer to a situation's question. `jump_to` names the question that follows instead of the next one; `reject`
    tells why nobody who answers so can apply.
    """

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    jump_to = models.CharField(max_length=40, blank=True)
    reject = models.TextField(blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["situation", "order"], name="option_order_once")]

    def __str__(self) -> str:
        return self.label


class EffectKind(models.TextChoices):
    """What an answer changes."""

    ADD = "add", _("adds the material")
    DROP = "drop", _("drops the material")
    COPIES = "copies", _("sets the number of copies")
    FORM = "form", _("shows the group of the form")
    FEE = "fee", _("sets the fee")
    ROUTE = "route", _("chooses the route")

    @property
    def on_material(self) -> bool:
        """Whether it acts on a material of the version; the others name what they act on."""
        return self in (EffectKind.ADD, EffectKind.DROP, EffectKind.COPIES)


class SituationEffect(models.Model):
    """One answer changes one thing (I-18): `material`, or what `target` names (key of a page or group of the form, name
    of a fee, kind of route). `amount` is the number of copies, or the fee in fen.
    """

    option = models.ForeignKey(SituationOption, on_delete=models.CASCADE, related_name="effects")
    kind = models.CharField(max_length=6, choices=EffectKind)
    material = models.ForeignKey(MaterialSpec, on_delete=models.CASCADE, null=True, related_name="effects")
    target = models.CharField(max_length=120, blank=True)
    amount = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "kind", "material", "target"], name="effect_once_per_target"),
        ]

    def __str__(self) -> str:
        return f"{self.option} {self.kind} {self.material or self.target}"
