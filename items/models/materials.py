"""Materials of a version and the questions that decide which of them a person needs."""

import re

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from items.models.parts import VersionPart


class MaterialSource(models.TextChoices):
    """来源渠道: who makes the material."""

    APPLICANT = "applicant", _("Prepared by the applicant")
    GOVERNMENT = "government", _("Issued by a government body")
    OTHER = "other", _("Issued by another body")


class MaterialSpec(VersionPart):
    """申请材料 (1.7). `licence` names the kind in the licence library it can be fetched from instead of asked
    (I-07).
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
    template = models.BooleanField(default=False)
    check_points = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def points(self) -> list[str]:
        """What a clerk looks at, one point after the other (受理标准)."""
        return [point.strip() for point in re.split(r"[，；。]", self.check_points) if point.strip()]


class Situation(VersionPart):
    """情形引导: one question of the guide."""

    ask = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.ask


class SituationOption(models.Model):
    """One answer to a situation's question."""

    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["situation", "order"], name="option_order_once")]

    def __str__(self) -> str:
        return self.label


class EffectKind(models.TextChoices):
    """What an answer changes."""

    ADD = "add", _("adds the material")
    DROP = "drop", _("drops the material")


class SituationEffect(models.Model):
    """One answer adds or drops one material (I-18)."""

    option = models.ForeignKey(SituationOption, on_delete=models.CASCADE, related_name="effects")
    kind = models.CharField(max_length=4, choices=EffectKind)
    material = models.ForeignKey(MaterialSpec, on_delete=models.CASCADE, related_name="effects")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "material"], name="effect_once_per_material")]

    def __str__(self) -> str:
        return f"{self.option} {self.kind} {self.material}"
