"""Messages to people, and what the trial gateway would have sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from identity.models import Party


class MessageChannel(models.TextChoices):
    """Where a message goes."""

    SMS = "sms", _("Short message")
    INBOX = "inbox", _("Inbox")


class Message(models.Model):
    """One message to one recipient by one channel; `key` makes a repeat change nothing.

    Inbox messages belong to a party or to an account; texts are kept encrypted because they name people and cases.
    """

    key = models.CharField(max_length=80, unique=True)
    channel = models.CharField(max_length=5, choices=MessageChannel)
    kind = models.CharField(max_length=40)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="messages")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="messages")
    phone = EncryptedTextField(blank=True)
    title = models.CharField(max_length=80)
    text = EncryptedTextField()
    link = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["party", "-id"], name="message_of_party", condition=Q(channel="inbox")),
            models.Index(fields=["account", "-id"], name="message_of_account", condition=Q(channel="inbox")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class TrialSms(models.Model):
    """What the trial gateway would have sent; shown on the trial message page, which production does not serve."""

    key = models.CharField(max_length=80, unique=True)
    phone = EncryptedTextField()
    text = EncryptedTextField()
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
