"""Papers of a guide that anybody may take away: the one-time notice, the blank form, a sample of it filled in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import StoredFile
from items.models.versions import ItemVersion


class GuidePaperKind(models.TextChoices):
    """Which paper."""

    NOTICE = "notice", _("One-time notice")
    BLANK = "blank", _("Blank form")
    SAMPLE = "sample", _("Sample form")


class GuidePaper(models.Model):
    """One paper of a version, made once for each set of answers (`choices`, keys of options in order) by a worker; who
    asks next takes the same file. It holds nothing of whoever asked."""

    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="guide_papers")
    kind = models.CharField(max_length=8, choices=GuidePaperKind)
    choices = models.CharField(max_length=120, blank=True)
    ordered_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind", "choices"], name="guide_paper_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.kind}"
