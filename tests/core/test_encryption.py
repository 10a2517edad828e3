"""Personal data at rest: bound to its column, readable after key rotation, searchable by a keyed hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.checks import check_keys
from core.encryption import Undecryptable, blind_index, decrypt, encrypt

OLD, NEW = "ab" * 32, "cd" * 32


@given(st.binary(max_size=500), st.text(max_size=40))
def test_what_was_encrypted_comes_back(clear, context):
    assert decrypt(encrypt(clear, context=context), context=context) == clear


def test_a_ciphertext_moved_to_another_column_is_refused():
    envelope = encrypt(b"secret", context="person.id_number")
    with pytest.raises(Undecryptable):
        decrypt(envelope, context="person.phone")


def test_the_same_text_never_gives_the_same_ciphertext():
    assert encrypt(b"x", context="a.b") != encrypt(b"x", context="a.b")


@given(st.data())
def test_a_changed_byte_is_refused(data):
    envelope = bytearray(encrypt(b"secret", context="a.b"))
    position = data.draw(st.integers(0, len(envelope) - 1))
    envelope[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Undecryptable):
        decrypt(bytes(envelope), context="a.b")


@given(st.binary(max_size=60))
def test_rubbish_is_refused_and_nothing_else_happens(envelope):
    with pytest.raises(Undecryptable):
        decrypt(envelope, context="a.b")


def test_after_rotation_the_new_key_writes_and_the_old_one_still_reads(settings):
    settings.FIELD_KEYS = {"old": OLD}
    written_before = encrypt(b"before", context="a.b")
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}
    written_after = encrypt(b"after", context="a.b")
    assert decrypt(written_before, context="a.b") == b"before"
    settings.FIELD_KEYS = {"new": NEW}
    assert decrypt(written_after, context="a.b") == b"after"
    with pytest.raises(Undecryptable, match="not configured"):
        decrypt(written_before, context="a.b")


def test_g05_a_blind_index_is_stable_and_ignores_spelling():
    assert blind_index("11010519491231002X", "id_number") == blind_index(" 110105 19491231 002ｘ", "id_number")
    assert len(blind_index("x", "id_number")) == 32


def test_g05_a_blind_index_differs_by_value_purpose_and_key(settings):
    index = blind_index("13812345678", "phone")
    assert index != blind_index("13812345679", "phone")
    assert index != blind_index("13812345678", "id_number")
    settings.BLIND_INDEX_KEY = "33" * 32
    assert index != blind_index("13812345678", "phone")


@pytest.mark.parametrize(
    ("keys", "index_key", "ids"),
    [
        ({"k": OLD}, NEW, set()),
        ({}, NEW, {"core.E001"}),
        ({"k": "ab" * 16}, NEW, {"core.E002"}),
        ({"k": "not hex"}, NEW, {"core.E002"}),
        ({"": OLD}, NEW, {"core.E002"}),
        ({"k": OLD}, "", {"core.E003"}),
        ({"k": OLD}, "ab", {"core.E003"}),
    ],
)
def test_start_up_refuses_missing_and_short_keys(settings, keys, index_key, ids):
    settings.FIELD_KEYS, settings.BLIND_INDEX_KEY = keys, index_key
    assert {error.id for error in check_keys(None)} == ids
