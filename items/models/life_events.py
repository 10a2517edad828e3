"""Life events (H16): what happens to people and firms, the questions that matter then, and the items they lead to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from items.models.directory import DirectoryEntry


class LifeEvent(models.Model):
    """生命周期事件 such as 开店 or 孩子出生; shown on the portal while it is published, in this order."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=20)
    icon = models.CharField(max_length=30)
    audience = models.CharField(max_length=10, choices=[("person", _("Individual")), ("enterprise", _("Enterprise"))])
    intro = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField()
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class LifeEventQuestion(models.Model):
    """One question of a life event; its answers decide which items are shown."""

    event = models.ForeignKey(LifeEvent, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    ask = models.CharField(max_length=80)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.ask


class LifeEventOption(models.Model):
    """One answer."""

    question = models.ForeignKey(LifeEventQuestion, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


class LifeEventItem(models.Model):
    """One thing to do, and why. Without `options` it is for everybody; with some, for whoever gave one of them to each
    question they belong to."""

    event = models.ForeignKey(LifeEvent, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    entry = models.ForeignKey(DirectoryEntry, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=120)
    options = models.ManyToManyField(LifeEventOption, related_name="items", blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "entry"], name="life_event_item_once")]

    def __str__(self) -> str:
        return f"{self.event}: {self.entry}"
