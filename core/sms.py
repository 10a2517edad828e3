"""The port through which short messages leave the house."""

from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsGateway(Protocol):
    """A provider of short messages. `key` identifies the message: sending the same key again must change nothing."""

    def send(self, phone: str, text: str, *, key: str) -> None: ...


def sms_gateway() -> SmsGateway:
    """The gateway that settings.SMS_GATEWAY names by its dotted path."""
    gateway: SmsGateway = import_string(settings.SMS_GATEWAY)()
    return gateway
