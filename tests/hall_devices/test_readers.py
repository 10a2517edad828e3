"""What readers hand over: identity cards as text blocks (9.3), social-security cards as records (9.4), simulated."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings

from hall_devices.readers import Card, NoReader, card_reader, register_driver
from hall_devices.readers.idcard import BLOCK_BYTES, NotAnIdentityCard, identity_text
from hall_devices.readers.sicard import CardRefused, read_holder, value_of
from hall_devices.readers.simulated import SimulatedReader
from identity.models import Party
from spaces.services import learn_fact
from tests import world
from tests.hall_devices.virtual_card import SocialSecurityCard

FIELDS = {
    0: "周敏", 15: "2", 16: "01", 18: "19820307", 26: "江苏省张家港市杨舍镇沙洲中路8号", 61: "320582198203071226",
    79: "张家港市公安局", 94: "20160101", 102: "20360101",
}  # fmt: skip


def block(**changes: str) -> bytes:
    """A text block with these fields at their places, padded with blanks; keys are `at_<place>`."""
    fields = {**FIELDS, **{int(key.removeprefix("at_")): text for key, text in changes.items()}}
    units = bytearray(" ".encode("utf-16-le") * (BLOCK_BYTES // 2))
    for place, text in fields.items():
        raw = text.encode("utf-16-le")
        units[2 * place : 2 * place + len(raw)] = raw
    return bytes(units)


def test_all_fields_of_an_identity_card_are_found_at_their_places() -> None:
    """9.3: offsets are counted in two-byte characters."""
    card = identity_text(block())
    assert (card.name, card.sex, card.ethnic, card.born) == ("周敏", "female", "01", date(1982, 3, 7))
    assert (card.address, card.id_number) == ("江苏省张家港市杨舍镇沙洲中路8号", "320582198203071226")
    assert (card.issuer, card.valid_from, card.valid_until) == ("张家港市公安局", date(2016, 1, 1), date(2036, 1, 1))


def test_a_long_term_card_never_expires() -> None:
    """9.3: 长期 instead of a day."""
    assert identity_text(block(at_102="长期    ")).valid_until is None


def test_rare_characters_take_two_places_and_move_nothing() -> None:
    """V-07: names hold characters outside the basic plane."""
    card = identity_text(block(at_0="𠮷野晓"))
    assert (card.name, card.sex) == ("𠮷野晓", "female")


def test_an_unknown_sex_stays_empty() -> None:
    assert identity_text(block(at_15="9")).sex == ""


@pytest.mark.parametrize("raw", [b"", block()[:-1], block() + b"\0"])
def test_a_cut_off_block_is_refused(raw: bytes) -> None:
    with pytest.raises(NotAnIdentityCard):
        identity_text(raw)


@pytest.mark.parametrize("place", [18, 94, 102])
def test_a_damaged_date_is_refused_without_repeating_what_was_on_the_card(place: int) -> None:
    with pytest.raises(NotAnIdentityCard) as refused:
        identity_text(block(**{f"at_{place}": "20161301"}))
    assert "20161301" not in str(refused.value)


@pytest.mark.parametrize("flag", ["I", "J"])
def test_other_documents_are_told_apart_by_their_flag(flag: str) -> None:
    """Q-23."""
    with pytest.raises(NotAnIdentityCard, match="this is a"):
        identity_text(block(at_124=flag))


@pytest.mark.parametrize(("until", "expired"), [(date(2026, 3, 1), True), (date(2026, 3, 2), False), (None, False)])
def test_a_card_is_valid_through_its_last_day(until: date | None, expired: bool) -> None:
    """Q-21."""
    card = Card("周敏", "320582198203071226", "", until, "", datetime(2026, 3, 2, tzinfo=UTC))
    assert card.has_expired(date(2026, 3, 2)) is expired


def _wire(card: SocialSecurityCard) -> object:
    def transmit(command: bytes) -> tuple[bytes, int, int]:
        answer = card.answer(command)
        return answer[:-2], answer[-2], answer[-1]

    return transmit


@pytest.mark.parametrize("habit", ["at once", "two steps", "right length"])
def test_a_social_security_card_tells_name_and_number(habit: str) -> None:
    """9.4, without hardware: the commands are the same on any wire."""
    card = SocialSecurityCard("买买提·艾力", "320582198203071226", habit=habit)
    holder = read_holder(_wire(card))  # type: ignore[arg-type]
    assert (holder.name, holder.number, holder.valid_until) == ("买买提·艾力", "320582198203071226", date(2030, 12, 31))
    assert card.commands[0] == bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF")


def test_an_item_that_is_not_on_the_card_is_refused() -> None:
    assert value_of(bytes.fromhex("08020102090141"), 0x09) == b"A"
    for answer in ("0802010209", "09054142", ""):
        with pytest.raises(CardRefused):
            value_of(bytes.fromhex(answer), 0x09)


def test_a_place_without_a_reader_never_finds_a_card() -> None:
    with override_settings(CARD_READER="none"):
        assert card_reader("window-1").present() is None


def test_an_installation_adds_the_driver_of_its_own_reader() -> None:
    register_driver("vendor", "tests.hall_devices.test_readers.VendorReader")
    with override_settings(CARD_READER="vendor"):
        assert isinstance(card_reader("window-1"), VendorReader)


class VendorReader(NoReader):
    """A driver somebody else wrote."""


@pytest.mark.django_db
def test_a_laid_card_lies_on_its_own_reader_until_it_is_taken() -> None:
    person = Party.objects.get(pk=world.citizen().self_party_id)
    learn_fact(person, "household_address", "张家港市杨舍镇沙洲路8号", source="人口库", verified=True)
    here, elsewhere = SimulatedReader("kiosk-1"), SimulatedReader("kiosk-2")
    here.lay(person)
    card = here.present()
    assert card is not None and elsewhere.present() is None
    assert (card.name, card.id_number, card.address) == (person.name, person.code, "张家港市杨舍镇沙洲路8号")
    here.take_away()
    assert here.present() is None
