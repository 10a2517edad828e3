"""A social-security card played over the network to vpcd, the virtual reader of a real pcscd.

vpcd listens and the card connects. Both sides send a length of two bytes, the most significant first, and that many
bytes: one byte is an order (0 power off, 1 power on, 2 reset, 4 tell the ATR), more is a command to the card.
"""

import socket
import struct
import threading
import time
from types import TracebackType

POWER_OFF, POWER_ON, RESET, TELL_ATR = 0, 1, 2, 4
ATR = bytes.fromhex("3B6D000000814E4E4A4A4A4A4A4A4A4A4A")
SYSTEM = b"sx1.sh." + "社会保障".encode("gbk")
OK, NOT_FOUND, NO_RECORD, WRONG_COMMAND = b"\x90\x00", b"\x6a\x82", b"\x6a\x83", b"\x6d\x00"


class SocialSecurityCard:
    """The files of the card and how it answers. `habit` is how it hands out records: at once, in two steps (61xx), or
    only when asked for the right length (6Cxx)."""

    def __init__(self, name: str, number: str, *, valid_until: str = "20301231", habit: str = "at once") -> None:
        self._files = {
            b"\xef\x05": {0x06: bytes.fromhex(valid_until), 0x07: b"A1234567 "},
            b"\xef\x06": {0x08: number.encode(), 0x09: name.encode("gbk").ljust(30, b"\0"), 0x0A: b"\x02"},
        }
        self._habit = habit
        self._application = self._file = b""
        self._waiting = b""
        self.commands: list[bytes] = []

    def answer(self, command: bytes) -> bytes:
        """What the card says to one command."""
        self.commands.append(command)
        instruction = command[1]
        if instruction == 0xA4:
            return self._select(command[2], command[5 : 5 + command[4]])
        if instruction == 0xB2:
            return self._read(command[2], command[4] if len(command) > 4 else 0)
        if instruction == 0xC0:
            answer, self._waiting = self._waiting[: command[4]], self._waiting[command[4] :]
            return answer + OK
        return WRONG_COMMAND

    def _select(self, way: int, name: bytes) -> bytes:
        if way == 0x04 and name == SYSTEM:
            self._application = name
            return OK
        if way == 0x02 and self._application and name in self._files:
            self._file = name
            return OK
        return NOT_FOUND

    def _read(self, tag: int, wanted: int) -> bytes:
        value = self._files.get(self._file, {}).get(tag)
        if value is None:
            return NO_RECORD
        answer = bytes([tag, len(value)]) + value
        if self._habit == "right length" and wanted != len(answer):
            return bytes([0x6C, len(answer)])
        if self._habit == "two steps":
            self._waiting = answer
            return bytes([0x61, len(answer)])
        return answer + OK


class OtherCard(SocialSecurityCard):
    """Some other card, such as a bank's."""

    def answer(self, command: bytes) -> bytes:
        self.commands.append(command)
        return NOT_FOUND


class VirtualReader:
    """Puts a card into the virtual reader for the length of a block."""

    def __init__(self, card: SocialSecurityCard, port: int) -> None:
        self._card, self._port = card, port
        self._line: socket.socket | None = None
        self._player: threading.Thread | None = None

    def __enter__(self) -> SocialSecurityCard:
        for _attempt in range(300):
            try:
                self._line = socket.create_connection(("127.0.0.1", self._port), timeout=60)
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise TimeoutError("the virtual reader does not listen")
        self._player = threading.Thread(target=self._play, args=(self._line,))
        self._player.start()
        return self._card

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._line is not None and self._player is not None
        self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()
        self._player.join(30)

    def _play(self, line: socket.socket) -> None:
        while (message := _received(line)) is not None:
            if message == bytes([TELL_ATR]):
                line.sendall(struct.pack(">H", len(ATR)) + ATR)
            elif len(message) > 1:
                answer = self._card.answer(message)
                line.sendall(struct.pack(">H", len(answer)) + answer)


def _received(line: socket.socket) -> bytes | None:
    """The next message, None when the reader has gone."""
    head = _exactly(line, 2)
    return None if head is None else _exactly(line, struct.unpack(">H", head)[0])


def _exactly(line: socket.socket, count: int) -> bytes | None:
    got = b""
    while len(got) < count:
        try:
            part = line.recv(count - len(got))
        except OSError:
            return None
        if not part:
            return None
        got += part
    return got
