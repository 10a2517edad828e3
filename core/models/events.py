"""Rows of what happened and of who still has to be told."""

from django.db import models


class EventRow(models.Model):
    """One thing that happened: history, audit and outbox at once. Append-only, guarded by a trigger."""

    stream = models.CharField(max_length=32)
    stream_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    data = models.JSONField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=120)

    class Meta:
        db_table = "core_event"
        constraints = [models.UniqueConstraint(fields=["stream", "stream_id", "sequence"], name="event_sequence_once")]

    def __str__(self) -> str:
        return f"{self.stream} {self.stream_id} #{self.sequence} {self.name}"


class DeliveryState(models.TextChoices):
    """Life of a deferred delivery; `parked` waits for an operator and raises an alarm."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DONE = "done"
    PARKED = "parked"


class Delivery(models.Model):
    """One deferred reactor that still has to hear (or heard) of one event. Key: event and reactor, so it acts once."""

    event = models.ForeignKey(EventRow, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    reactor = models.CharField(max_length=120)
    queue = models.CharField(max_length=16)
    lane = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    run_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "reactor"], name="delivery_once")]
        indexes = [
            models.Index(fields=["queue", "run_after"], name="delivery_due", condition=~models.Q(state="done")),
            models.Index(
                fields=["lane", "id"], name="delivery_lane", condition=~models.Q(state="done") & ~models.Q(lane="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reactor} of event {self.event_id}: {self.state}"
