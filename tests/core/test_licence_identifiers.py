"""Identifiers of licences, whatever their parts are (L-01, L-02): written, read, and every single slip noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identifiers import InvalidIdentifier, fictional_uscc, licence_identifier, read_licence_identifier

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VECTORS = [
    ("11100000000013338W009", "11330105002500287C", "2025052201", 2, "0"),
    ("11100000MB03271699022", "340100", "000000016", 1, "9"),
    ("11100000000013338W011", "11430000006122244L", "20230000403", 1, "U"),
]
"""The three public samples of 6.2."""

bodies = st.integers(1, 899).map(lambda order: fictional_uscc("320582", order, kind="11"))
parts = st.tuples(
    st.tuples(bodies, st.integers(1, 999)).map(lambda pair: f"{pair[0]}{pair[1]:03d}"),
    bodies,
    st.text(SIGNS, min_size=1, max_size=32),
    st.integers(1, 999),
)


@pytest.mark.parametrize(("type_code", "issuer", "serial", "version", "check"), VECTORS)
def test_l02_the_public_samples_have_the_check_characters_they_were_published_with(
    type_code: str, issuer: str, serial: str, version: int, check: str
) -> None:
    identifier = licence_identifier(type_code, issuer, serial, version)
    assert identifier == f"1.2.156.3005.2.{type_code}.{issuer}.{serial}.{version:03d}.{check}"


@given(parts)
def test_l01_what_is_written_is_read_again(said: tuple[str, str, str, int]) -> None:
    identifier = licence_identifier(*said)
    assert tuple(read_licence_identifier(identifier)) == said
    assert read_licence_identifier(f" {identifier.lower()} ") == said


@given(parts, st.data())
def test_l02_one_other_sign_anywhere_is_noticed(said: tuple[str, str, str, int], data: st.DataObject) -> None:
    identifier = licence_identifier(*said)
    places = [place for place in range(len("1.2.156.3005.2."), len(identifier)) if identifier[place] != "."]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(SIGNS).filter(lambda sign: sign != identifier[place]))
    with pytest.raises(InvalidIdentifier):
        read_licence_identifier(identifier[:place] + other + identifier[place + 1 :])


@given(st.text(max_size=80))
def test_l01_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with pytest.raises(InvalidIdentifier):
        read_licence_identifier(text)
