"""Codes by short message: once, ten minutes, five tries; one a minute, five an hour, ten a day."""

from datetime import UTC, datetime

import pytest

from core.clock import SimulatedClock, running_at
from core.identifiers import InvalidIdentifier
from core.refusal import Refusal
from identity.models import SmsCode
from identity.services.codes import send_code, use_code
from tests.identity.people import codes_sent_to, last_code, later, pause_for

pytestmark = pytest.mark.django_db
PHONE, ADDRESS = "13900001111", "10.0.0.1"


def sent(phone: str = PHONE, purpose: str = "sign-in", address: str = ADDRESS) -> str:
    send_code(phone, purpose=purpose, address=address)
    return last_code(phone)


def refused(code: str, *, phone: str = PHONE, purpose: str = "sign-in") -> str:
    with pytest.raises(Refusal) as refusal:
        use_code(phone, code, purpose=purpose)
    return refusal.value.code


def test_a_code_opens_once() -> None:
    code = sent()
    assert use_code("139 0000 1111", code, purpose="sign-in") == PHONE
    assert refused(code) == "wrong_code"


def test_a_code_is_good_for_ten_minutes_and_no_longer() -> None:
    with running_at(SimulatedClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))) as time:
        code = sent()
        later(time, minutes=9, seconds=59)
        assert use_code(PHONE, code, purpose="sign-in") == PHONE
        pause_for(PHONE, 60)
        code = sent()
        later(time, minutes=10)
        assert refused(code) == "wrong_code"


def test_a_code_is_good_for_what_it_was_sent_for_only() -> None:
    code = sent(purpose="sign-in")
    assert refused(code, purpose="progress") == "wrong_code"
    assert use_code(PHONE, code, purpose="sign-in") == PHONE


def test_a_newer_code_replaces_the_older() -> None:
    old = sent()
    pause_for(PHONE, 60)
    new = sent()
    if old != new:
        assert refused(old) == "wrong_code"
    assert use_code(PHONE, new, purpose="sign-in") == PHONE


def test_after_five_wrong_tries_the_right_code_opens_nothing() -> None:
    code = sent()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert [refused(wrong) for _try in range(5)] == ["wrong_code"] * 5
    assert refused(code) == "wrong_code"


def test_a_code_never_stands_in_the_database() -> None:
    code = sent()
    row = SmsCode.objects.get()
    assert code not in row.code_hash and PHONE.encode() not in bytes(row.phone_index)


@pytest.mark.parametrize(
    ("before", "gap"), [(1, 0), (5, 60), (10, 3600)], ids=["one a minute", "five an hour", "ten a day"]
)
def test_codes_to_one_phone_are_rationed_wherever_they_are_asked_for(before: int, gap: int) -> None:
    for number in range(before):
        sent(address=f"10.0.0.{number}")
        pause_for(PHONE, gap)
    with pytest.raises(Refusal) as refusal:
        send_code(PHONE, purpose="progress", address="10.9.9.9")
    assert refusal.value.code == "too_many_tries"
    assert codes_sent_to(PHONE) == before


def test_one_phone_written_in_two_ways_has_one_ration() -> None:
    sent()
    with pytest.raises(Refusal):
        send_code("+86 139-0000-1111", purpose="sign-in", address=ADDRESS)


def test_one_address_cannot_send_codes_to_everybody() -> None:
    for number in range(30):
        sent(phone=f"139000020{number:02d}")
    with pytest.raises(Refusal) as refusal:
        send_code("13900003000", purpose="sign-in", address=ADDRESS)
    assert refusal.value.code == "too_many_tries"
    assert sent(phone="13900003000", address="10.0.0.2")


def test_a_wrong_number_is_told_before_anything_is_counted() -> None:
    with pytest.raises(InvalidIdentifier):
        send_code("12345", purpose="sign-in", address=ADDRESS)
    assert SmsCode.objects.count() == 0
