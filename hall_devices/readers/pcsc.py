"""Social-security cards in a PC/SC reader of this machine, through pyscard (requirements/devices.txt)."""

from django.conf import settings
from smartcard.CardConnection import CardConnection
from smartcard.Exceptions import NoCardException, SmartcardException
from smartcard.reader.Reader import Reader
from smartcard.scard import SCARD_W_REMOVED_CARD, SCARD_W_RESET_CARD, SCARD_W_UNPOWERED_CARD
from smartcard.System import readers

from core import clock
from hall_devices.readers import Card, ReaderTrouble
from hall_devices.readers.sicard import CardRefused, read_holder

MOVING = {SCARD_W_REMOVED_CARD, SCARD_W_RESET_CARD, SCARD_W_UNPOWERED_CARD}
"""A card on its way in or out lies there in a moment, or not any more."""


class PcscReader:
    """The PC/SC reader at one place: settings.PCSC_READERS names it by place, else the machine's first is taken."""

    def __init__(self, place: str) -> None:
        self._wanted = getattr(settings, "PCSC_READERS", {}).get(place, "")

    def present(self) -> Card | None:
        """The card that lies there, None for none. Raises ReaderTrouble for a missing reader or an unreadable card."""
        try:
            return self._look(self._reader())
        except NoCardException:
            return None
        except CardRefused as refused:
            raise ReaderTrouble(f"the card answers {refused}") from None
        except SmartcardException as reason:
            if reason.hresult in MOVING:
                return None
            raise ReaderTrouble(f"reader or card do not answer: {type(reason).__name__}") from None

    def _reader(self) -> Reader:
        found = [reader for reader in readers() if self._wanted in str(reader)]
        if not found:
            raise ReaderTrouble("no card reader is connected")
        return found[0]

    def _look(self, reader: Reader) -> Card:
        connection = reader.createConnection()
        try:
            connection.connect()
            return self._read(connection, str(reader))
        finally:
            connection.release()

    def _read(self, connection: CardConnection, device_no: str) -> Card:
        def transmit(command: bytes) -> tuple[bytes, int, int]:
            data, sw1, sw2 = connection.transmit(list(command))
            return bytes(data), sw1, sw2

        holder = read_holder(transmit)
        return Card(holder.name, holder.number, "", holder.valid_until, device_no[:40], clock.now())
