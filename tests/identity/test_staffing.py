"""Taking on staff: what a new installation begins with."""

import io
from collections.abc import Sequence

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django_otp.oath import totp

from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from identity.models import Account, Department, Duty, Post, Role, Staff
from identity.services.staffing import NewStaff, add_staff
from tests import world

pytestmark = pytest.mark.django_db
GOOD = "Herbst-Regen-2031"


def body() -> Department:
    """A department with a clerk's post and two administrators'."""
    found = world.department()
    Post.objects.create(department=found, name="系统管理岗", roles=[Role.SYSTEM_ADMIN])
    Post.objects.create(department=found, name="审计管理岗", roles=[Role.AUDIT_ADMIN])
    return found


def person(*posts: Post, username: str = "zhangwei", number: str = "10001") -> NewStaff:
    return NewStaff(username, "张伟", number, posts)


def command(posts: Sequence[str], typed: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{typed}\n"))
    said = io.StringIO()
    call_command("add_staff", "zhangwei", "张伟", "10001", *posts, stdout=said)
    return said.getvalue()


def test_a_new_member_of_staff_signs_in_with_both_factors_and_works_from_today() -> None:
    post = body().posts.get(name="窗口受理岗")
    device = add_staff(person(post), password=GOOD, by=SYSTEM)
    account = Account.objects.get(username="zhangwei")
    assert account.check_password(GOOD)
    assert device.verify_token(totp(device.bin_key))
    assert Duty.objects.get(staff=account.staff).post == post
    assert EventRow.objects.get(stream="account", stream_id=account.pk).name == "identity.StaffAdded"


def test_nobody_becomes_two_of_the_three_administrators() -> None:
    posts = body().posts.filter(name__in=["系统管理岗", "审计管理岗"])
    with pytest.raises(Refusal) as refused:
        add_staff(person(*posts), password=GOOD, by=SYSTEM)
    assert refused.value.code == "two_administrators"
    assert not Staff.objects.exists()


def test_a_weak_password_a_missing_post_and_a_known_name_store_nothing() -> None:
    post = body().posts.get(name="窗口受理岗")
    with pytest.raises(ValidationError):
        add_staff(person(post), password="zhangwei1", by=SYSTEM)
    with pytest.raises(Refusal) as postless:
        add_staff(person(), password=GOOD, by=SYSTEM)
    assert postless.value.code == "no_post"
    assert not Account.objects.exists()
    add_staff(person(post), password=GOOD, by=SYSTEM)
    for again in (person(post, number="10002"), person(post, username="zhangwei2")):
        with pytest.raises(Refusal) as refused:
            add_staff(again, password=GOOD, by=SYSTEM)
        assert refused.value.code == "known_already"
    assert Account.objects.count() == Staff.objects.count() == 1


def test_the_command_prints_the_second_factor_and_refuses_what_the_service_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body()
    with pytest.raises(CommandError, match="no post 市监局:所长"):
        command(["市监局:所长"], GOOD, monkeypatch)
    with pytest.raises(CommandError):
        command(["市监局:窗口受理岗"], "1234", monkeypatch)
    assert "otpauth://totp/" in command(["市监局:窗口受理岗"], GOOD, monkeypatch)
    with pytest.raises(CommandError):
        command(["市监局:窗口受理岗"], GOOD, monkeypatch)


def test_the_calendar_is_seeded_by_a_command_that_guesses_nothing() -> None:
    said = io.StringIO()
    call_command("seed_calendar", "2025", stdout=said)
    call_command("seed_calendar", "2025", "2026", stdout=said)
    assert said.getvalue().splitlines() == ["version 1: 2025 to 2025", "version 2: 2025 to 2026"]
    with pytest.raises(CommandError, match="2199"):
        call_command("seed_calendar", "2199")
