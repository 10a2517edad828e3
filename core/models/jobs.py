"""Long work that shows its progress and can be left and found again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Life of a job; the last two are final."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    """One import, export, recount or bulk issue that somebody started and wants to watch."""

    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    started_by_id = models.BigIntegerField(null=True)
    started_by = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["started_by_id", "-id"], name="job_of_starter")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (JobState.FINISHED, JobState.FAILED)

    @property
    def percent(self) -> int | None:
        """Progress from 0 to 100, or None while the total is not known."""
        if self.state == JobState.FINISHED:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else None
