"""Tries are counted before anything is hashed, by person and address, so that nobody locks another out for good."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from core.refusal import Refusal
from identity.models import Account
from identity.services import signin
from tests import world
from tests.identity.people import PASSWORD, staff_with_authenticator, token_of, with_password

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "10.1.1.1", "10.2.2.2"


@pytest.fixture
def argon2(settings: Settings) -> None:
    """The hasher of a real installation."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@contextmanager
def counted_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every call that reaches the real hasher; it still does its work."""
    calls: list[str] = []

    def watched(name: str) -> Callable[..., object]:
        real = getattr(Argon2PasswordHasher, name)

        def call(self: Argon2PasswordHasher, *args: object, **options: object) -> object:
            calls.append(name)
            return real(self, *args, **options)

        return call

    with monkeypatch.context() as patch:
        for name in ("verify", "encode"):
            patch.setattr(Argon2PasswordHasher, name, watched(name))
        yield calls


def try_staff(username: str, password: str, address: str = HERE) -> str:
    """`in`, or why not."""
    try:
        signin.check_staff_password(username=username, password=password, address=address)
    except Refusal as refusal:
        return refusal.code
    return "in"


def test_after_five_wrong_tries_nothing_is_hashed_any_more(argon2: None, monkeypatch: pytest.MonkeyPatch) -> None:
    account, _device = staff_with_authenticator()
    with counted_hashing(monkeypatch) as calls:
        assert [try_staff(account.username, "falsch") for _try in range(5)] == ["wrong_sign_in"] * 5
        assert len(calls) == 5
        assert try_staff(account.username, PASSWORD) == "too_many_tries"
        assert len(calls) == 5


def test_an_unknown_name_costs_as_much_hashing_as_a_known_one(argon2: None, monkeypatch: pytest.MonkeyPatch) -> None:
    account, _device = staff_with_authenticator()
    monkeypatch.setattr(signin, "_NOBODY", signin.make_password("nobody"))
    with counted_hashing(monkeypatch) as calls:
        try_staff(account.username, "falsch")
        known = list(calls)
        calls.clear()
        try_staff("nobody-at-all", "falsch")
        assert calls == known == ["verify"]


def test_the_lock_is_soft_the_owner_still_comes_in_from_elsewhere() -> None:
    account, _device = staff_with_authenticator()
    for _try in range(6):
        try_staff(account.username, "falsch", HERE)
    assert try_staff(account.username, PASSWORD, HERE) == "too_many_tries"
    assert try_staff(account.username, PASSWORD, ELSEWHERE) == "in"


def test_the_lock_of_one_name_leaves_others_at_the_same_address_alone() -> None:
    locked, _device = staff_with_authenticator()
    colleague, _other = staff_with_authenticator()
    for _try in range(6):
        try_staff(locked.username, "falsch")
    assert try_staff(colleague.username, PASSWORD) == "in"


def test_unknown_names_are_locked_like_known_ones() -> None:
    assert [try_staff("nobody-at-all", "x") for _try in range(6)] == ["wrong_sign_in"] * 5 + ["too_many_tries"]


def test_a_name_written_differently_has_the_same_counter() -> None:
    account, _device = staff_with_authenticator()
    name = account.username
    ways = [name, f" {name}", f"{name} ", name.upper(), " ".join(name)]
    assert [try_staff(way, "falsch") for way in ways] == ["wrong_sign_in"] * 5
    assert try_staff(account.username, PASSWORD) == "too_many_tries"


def test_a_right_password_clears_the_counter() -> None:
    account, _device = staff_with_authenticator()
    for _round in range(3):
        assert [try_staff(account.username, "falsch") for _try in range(4)] == ["wrong_sign_in"] * 4
        assert try_staff(account.username, PASSWORD) == "in"


def test_one_address_cannot_try_everybody() -> None:
    assert {try_staff(f"name-{number}", "x") for number in range(60)} == {"wrong_sign_in"}
    account, _device = staff_with_authenticator()
    assert try_staff(account.username, PASSWORD) == "too_many_tries"
    assert try_staff(account.username, PASSWORD, ELSEWHERE) == "in"


def test_a_citizens_password_is_rationed_however_the_phone_is_written(
    argon2: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = world.citizen()
    account: Account = with_password(actor)
    phone = world.phone_of(actor)
    ways = [phone, f"+86{phone}", f"{phone[:3]} {phone[3:]}", f"{phone[:3]}-{phone[3:]}", f"0086{phone}"]

    def tried(typed: str, password: str) -> str:
        try:
            signin.sign_in_with_password(RequestFactory().post("/"), phone=typed, password=password, address=HERE)
        except Refusal as refusal:
            return refusal.code
        return account.username

    with counted_hashing(monkeypatch) as calls:
        assert [tried(way, "falsch") for way in ways] == ["wrong_sign_in"] * 5
        before = len(calls)
        assert tried(phone, PASSWORD) == "too_many_tries"
        assert len(calls) == before


def test_the_second_factor_is_rationed_too() -> None:
    account, device = staff_with_authenticator()
    codes = []
    for token in ["000000"] * 5 + [token_of(device)]:
        with pytest.raises(Refusal) as refusal:
            signin.sign_in_staff(RequestFactory().post("/"), account, token=token, address=HERE)
        codes.append(refusal.value.code)
    assert codes == ["wrong_token"] * 5 + ["too_many_tries"]
