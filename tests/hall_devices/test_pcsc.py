"""The PC/SC driver against a real pcscd with a virtual reader, and a card played over the network (9.4)."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from hall_devices.readers import Card, CardReader, ReaderTrouble, card_reader
from hall_devices.services.visitors import read_card
from tests.hall_devices.virtual_card import OtherCard, SocialSecurityCard, VirtualReader

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
SOCKET = Path("/run/pcscd/pcscd.comm")
USUAL_PORT = 35963
CONFIGURATION = """FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x{port:04X}
LIBPATH {driver}
CHANNELID 0x{port:04X}
"""
NAME, NUMBER = "欧阳静怡", "11010519491231002X"

pytestmark = [
    pytest.mark.device,
    pytest.mark.xdist_group("pcscd"),
    pytest.mark.skipif(
        not os.environ.get("CI") and (shutil.which("pcscd") is None or not DRIVER.exists() or os.geteuid() != 0),
        reason="pcscd and vsmartcard-vpcd are not installed, or only root may run them: make test-setup",
    ),
]


def _is_running() -> bool:
    """Whether the machine has a pcscd of its own; two cannot share the socket."""
    with socket.socket(socket.AF_UNIX) as line:
        return line.connect_ex(str(SOCKET)) == 0


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A pcscd of our own with one virtual reader on a free port; it ends with these tests. Where the machine runs one
    already, with the virtual reader its package sets up, that one is used. Test processes take turns."""
    with (Path(tempfile.gettempdir()) / "pcscd-of-tests.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield from _reader_port(tmp_path_factory)


def _reader_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    if _is_running():
        yield USUAL_PORT
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free: int = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("reader.conf.d")
    (folder / "hall").write_text(CONFIGURATION.format(port=free, driver=DRIVER))
    service = subprocess.Popen(["pcscd", "--foreground", "--critical", "--config", str(folder)])
    try:
        for _attempt in range(100):
            assert service.poll() is None, "pcscd ended"
            if _is_running():
                break
            time.sleep(0.1)
        yield free
    finally:
        service.send_signal(signal.SIGTERM)
        service.wait(30)


@pytest.fixture
def reader(port: int) -> CardReader:
    with override_settings(CARD_READER="pcsc"):
        return card_reader("window-1")


def _until_there(reader: CardReader) -> Card:
    """pcscd looks for cards several times a second."""
    for _attempt in range(100):
        if (card := reader.present()) is not None:
            return card
        time.sleep(0.1)
    pytest.fail("the card was never found")


@pytest.mark.parametrize("habit", ["at once", "two steps", "right length"])
def test_name_and_number_are_read_from_a_social_security_card(port: int, reader: CardReader, habit: str) -> None:
    """9.4: T=0 answers come at once, in two steps (61xx), or after the right length was asked for (6Cxx)."""
    with VirtualReader(SocialSecurityCard(NAME, NUMBER, habit=habit), port):
        card = _until_there(reader)
    assert (card.name, card.id_number, card.address) == (NAME, NUMBER, "")
    assert card.valid_until == date(2030, 12, 31)
    assert "Virtual PCD" in card.device_no


def test_the_pin_is_never_asked_for(port: int, reader: CardReader) -> None:
    """9.4: only name, number and validity leave the card; nothing that needs the PIN is tried."""
    with VirtualReader(SocialSecurityCard(NAME, NUMBER), port) as card:
        _until_there(reader)
    assert {command[1] for command in card.commands} == {0xA4, 0xB2}
    assert {command[2] for command in card.commands if command[1] == 0xB2} == {0x06, 0x08, 0x09}


def test_an_empty_reader_is_no_trouble(port: int, reader: CardReader) -> None:
    assert reader.present() is None


def test_a_card_that_was_taken_away_is_gone(port: int, reader: CardReader) -> None:
    with VirtualReader(SocialSecurityCard(NAME, NUMBER), port):
        _until_there(reader)
    for _attempt in range(100):
        if reader.present() is None:
            return
        time.sleep(0.1)
    pytest.fail("the card is still seen")


def test_another_kind_of_card_is_refused_without_its_data(port: int, reader: CardReader) -> None:
    with VirtualReader(OtherCard(NAME, NUMBER), port), pytest.raises(ReaderTrouble) as trouble:
        _until_there(reader)
    assert "6A82" in str(trouble.value) and NUMBER not in str(trouble.value)


def test_a_missing_reader_is_told_to_staff(port: int) -> None:
    with override_settings(CARD_READER="pcsc", PCSC_READERS={"window-1": "No Such Reader"}):
        wanted = card_reader("window-1")
    with pytest.raises(ReaderTrouble, match="no card reader"):
        wanted.present()


@pytest.mark.django_db
def test_a_card_makes_its_holder_known_with_the_reader_as_evidence(port: int, reader: CardReader) -> None:
    """Q-20, Q-21: an expired card warns and does not block."""
    with VirtualReader(SocialSecurityCard(NAME, NUMBER, valid_until="20200101"), port):
        card = _until_there(reader)
    reading = read_card(card)
    assert reading.party is not None and reading.party.name == NAME
    assert (reading.kind, reading.expired, reading.elderly) == ("card", True, True)
    assert "Virtual PCD" in reading.device_no
