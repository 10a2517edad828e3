"""One holder, several codes (6.3): any of them finds all his licences, none lies in clear."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.identifiers import fictional_id_number
from core.refusal import Refusal
from identity.actors import SYSTEM
from identity.models import CodeType, Party, PartyKind
from spaces.models import HolderCode, HolderCodeType
from spaces.queries.licences import holders_known_as, licences_of_code
from spaces.services.holders import add_holder_code, end_holder_code, read_code
from tests.spaces.papers import licence, person

PASSPORT = "E12345678"


@pytest.mark.django_db
class TestSearch:
    def test_63_any_code_of_a_holder_finds_all_his_licences(self) -> None:
        _actor, holder = person()
        found = {licence(holder), licence(holder, name="药品经营许可证")}
        licence()
        add_holder_code(holder, HolderCodeType.PASSPORT, PASSPORT, by=SYSTEM)
        add_holder_code(holder, HolderCodeType.TAIWAN, "01234567", by=SYSTEM)
        for code in (holder.code, PASSPORT, "e 1234 5678", "01234567"):
            assert set(licences_of_code(code)) == found, code
        assert not licences_of_code("E87654321").exists()

    def test_63_two_entries_of_one_holder_are_found_together(self) -> None:
        """Somebody was registered by passport once and by identity card later."""
        _actor, holder = person()
        earlier = Party(kind=PartyKind.PERSON, name=holder.name, code_type=CodeType.PASSPORT, created_at=clock.now())
        earlier.set_code(PASSPORT)
        earlier.save()
        old, new = licence(earlier), licence(holder)
        add_holder_code(holder, HolderCodeType.PASSPORT, PASSPORT, by=SYSTEM)
        for code in (PASSPORT, holder.code):
            assert set(licences_of_code(code)) == {old, new}
        assert holders_known_as(PASSPORT) == sorted([earlier.pk, holder.pk])

    def test_a_code_no_longer_in_use_still_finds_what_was_given_under_it(self) -> None:
        _actor, holder = person()
        found = licence(holder)
        code = add_holder_code(holder, HolderCodeType.PASSPORT, PASSPORT, valid_from=date(2020, 1, 1), by=SYSTEM)
        end_holder_code(code, on=date(2024, 1, 1))
        assert list(licences_of_code(PASSPORT)) == [found]
        with pytest.raises(Refusal):
            end_holder_code(code, on=date(2019, 1, 1))


@pytest.mark.django_db
class TestKeeping:
    def test_63_codes_are_encrypted_kept_once_and_shown_masked(self) -> None:
        _actor, holder = person()
        first = add_holder_code(holder, HolderCodeType.PASSPORT, PASSPORT, by=SYSTEM)
        assert add_holder_code(holder, HolderCodeType.PASSPORT, "e12345678", by=SYSTEM) == first
        with connection.cursor() as cursor:
            cursor.execute("SELECT h::text FROM spaces_holdercode AS h")
            assert PASSPORT not in cursor.fetchone()[0]
        assert HolderCode.objects.get().code == PASSPORT
        assert first.masked_code == "E1****678"

    def test_the_code_a_holder_is_registered_under_is_no_further_one(self) -> None:
        _actor, holder = person()
        with pytest.raises(Refusal) as refused:
            add_holder_code(holder, HolderCodeType.ID_CARD, holder.code, by=SYSTEM)
        assert refused.value.field == "code"


@pytest.mark.parametrize(
    ("type_", "code"),
    [
        *((HolderCodeType.ID_CARD, "320582199003070011"), (HolderCodeType.USCC, "91320582000000000X")),
        *((HolderCodeType.PASSPORT, "E1"), (HolderCodeType.PASSPORT, "E-1234"), (HolderCodeType.TAIWAN, "台胞证12345")),
        *((HolderCodeType.ORGANISATION, "12345678-0"), (HolderCodeType.REGISTRATION, "1234")),
        (HolderCodeType.PASSPORT, "\0" * 6),
    ],
)  # fmt: skip
def test_a_code_that_cannot_be_of_its_type_is_refused(type_: HolderCodeType, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_code(type_, code)
    assert (refused.value.code, refused.value.field) == ("code", "code")


@given(st.text(max_size=40), st.sampled_from(HolderCodeType))
def test_whatever_is_typed_is_read_or_refused(text: str, type_: HolderCodeType) -> None:
    try:
        plain = read_code(type_, text)
    except Refusal:
        return
    assert read_code(type_, plain) == plain


def test_an_identity_number_is_read_in_its_normal_form() -> None:
    number = fictional_id_number("320582", date(1990, 3, 7), 5)
    assert read_code(HolderCodeType.ID_CARD, f" {number.lower()} ") == number
