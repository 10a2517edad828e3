"""A gateway that keeps its messages instead of sending them, for trials and tests."""

from core import clock
from notices.models import TrialSms


class TrialSmsGateway:
    """Keeps each message once by its key."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        TrialSms.objects.get_or_create(key=key, defaults={"phone": phone, "text": text, "sent_at": clock.now()})
