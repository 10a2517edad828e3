"""Reading a social-security card over any wire that carries commands: select, read two records, nothing else (9.4).

Pure: `transmit` sends one command and gives the answer without its status, and the status. The PIN is never asked for;
records that need it are not read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

SYSTEM = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
"""Name of the social-security environment: sx1.sh. and 社会保障 in GBK."""
ISSUER_FILE, HOLDER_FILE = b"\xef\x05", b"\xef\x06"
VALID_UNTIL, NUMBER, NAME = 0x06, 0x08, 0x09
DONE, MORE, WRONG_LENGTH = 0x90, 0x61, 0x6C

Transmit = Callable[[bytes], tuple[bytes, int, int]]


class CardRefused(Exception):
    """The card answered with another status than success; `status` is SW1 and SW2 in hex."""

    def __init__(self, command: str, status: str) -> None:
        super().__init__(f"{command}: {status}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Holder:
    """Name and number of the holder, and the card's last day where it says one."""

    name: str
    number: str
    valid_until: date | None


def read_holder(transmit: Transmit) -> Holder:
    """Who a social-security card belongs to. Raises CardRefused for another kind of card or a damaged one."""
    send = _Commands(transmit)
    send.select(0x04, SYSTEM)
    send.select(0x02, ISSUER_FILE)
    until = send.item(VALID_UNTIL)
    send.select(0x02, HOLDER_FILE)
    number, name = send.item(NUMBER), send.item(NAME)
    return Holder(_text(name), _text(number), _day(until))


class _Commands:
    """Commands with the two answers a T=0 card may give instead of data: more waits, or ask with another length."""

    def __init__(self, transmit: Transmit) -> None:
        self._transmit = transmit

    def exchange(self, name: str, command: bytes) -> bytes:
        data, sw1, sw2 = self._transmit(command)
        if sw1 == WRONG_LENGTH:
            data, sw1, sw2 = self._transmit(command[:4] + bytes([sw2]))
        while sw1 == MORE:
            rest, sw1, sw2 = self._transmit(bytes([0x00, 0xC0, 0x00, 0x00, sw2]))
            data += rest
        if sw1 != DONE:
            raise CardRefused(name, f"{sw1:02X}{sw2:02X}")
        return data

    def select(self, way: int, name: bytes) -> None:
        """Choose an application by its name (way 4) or a file by its number (way 2)."""
        self.exchange("select", bytes([0x00, 0xA4, way, 0x00, len(name)]) + name)

    def item(self, tag: int) -> bytes:
        """One data item of the selected file: READ RECORD by the item's mark."""
        return value_of(self.exchange(f"read {tag:02X}", bytes([0x00, 0xB2, tag, 0x00, 0x00])), tag)


def value_of(answer: bytes, tag: int) -> bytes:
    """The value behind `tag` in a run of tag, length, value. Raises CardRefused when it is not there or cut off."""
    at = 0
    while at + 2 <= len(answer):
        length = answer[at + 1]
        value = answer[at + 2 : at + 2 + length]
        if answer[at] == tag and len(value) == length:
            return value
        at += 2 + length
    raise CardRefused(f"item {tag:02X}", "6A83")


def _text(value: bytes) -> str:
    return value.decode("gbk", errors="replace").strip(" \x00")


def _day(value: bytes) -> date | None:
    """Two digits a byte, yyyymmdd."""
    try:
        return date.fromisoformat(value.hex())
    except ValueError:
        return None
