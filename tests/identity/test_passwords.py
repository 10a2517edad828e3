"""A citizen sets his own password: proven by a fresh code or the old one, strong, hashed with Argon2id; others end."""

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from core.models import EventRow
from identity.actors import Actor
from identity.models import Account
from tests import world
from tests.client import signed_in
from tests.identity.people import PASSWORD, last_code, pause_for, with_password

pytestmark = pytest.mark.django_db
PAGE = reverse("portal:password")
NEW = "Neue-Losung-77"


def stored(actor: Actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


def error_at(page: str, field: str) -> str:
    return page.partition(f'id="id_{field}_error"')[2].partition("</div>")[0]


def test_a_first_password_is_set_with_a_code(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    actor = world.citizen()
    Account.objects.filter(pk=actor.account_id).update(password="!")
    client = signed_in(actor)
    page = client.post(PAGE, {"deed": "code"}).content.decode()
    assert "原密码" not in page and world.phone_of(actor) not in page
    answer = client.post(PAGE, {"code": last_code(world.phone_of(actor)), "new": NEW, "again": NEW})
    assert answer["Location"] == "/space/sessions/"
    assert stored(actor).password.startswith("argon2$argon2id$") and stored(actor).check_password(NEW)
    event = EventRow.objects.get(stream="account", name="identity.PasswordSet")
    assert event.data == {"account_id": actor.account_id, "first": True}


def test_a_password_is_changed_with_the_old_one() -> None:
    actor = world.citizen()
    with_password(actor)
    answer = signed_in(actor).post(PAGE, {"old_password": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 302
    assert stored(actor).check_password(NEW) and not stored(actor).check_password(PASSWORD)


def test_other_sessions_end_and_this_one_goes_on() -> None:
    actor = world.citizen()
    with_password(actor)
    here, there = signed_in(actor), signed_in(actor)
    here.post(PAGE, {"old_password": PASSWORD, "new": NEW, "again": NEW})
    assert [client.get("/space/").status_code for client in (here, there)] == [200, 302]


def test_nothing_changes_without_proof() -> None:
    actor = world.citizen()
    with_password(actor)
    client = signed_in(actor)
    wrong = [
        ({"new": NEW, "again": NEW}, "code"),
        ({"code": "000000", "new": NEW, "again": NEW}, "code"),
        ({"old_password": "falsch", "new": NEW, "again": NEW}, "old_password"),
    ]
    for data, field in wrong:
        answer = client.post(PAGE, data)
        assert answer.status_code == 422
        assert error_at(answer.content.decode(), field)
    assert stored(actor).check_password(PASSWORD)


def test_the_old_password_is_not_guessed_in_an_open_session() -> None:
    actor = world.citizen()
    with_password(actor)
    client = signed_in(actor)
    for _try in range(5):
        client.post(PAGE, {"old_password": "falsch", "new": NEW, "again": NEW})
    answer = client.post(PAGE, {"old_password": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 422 and stored(actor).check_password(PASSWORD)


def test_a_code_for_signing_in_does_not_change_a_password() -> None:
    actor = world.citizen()
    with_password(actor)
    phone, client = world.phone_of(actor), signed_in(actor)
    client.post(reverse("portal:send_code"), {"phone": phone})
    assert client.post(PAGE, {"code": last_code(phone), "new": NEW, "again": NEW}).status_code == 422


@pytest.mark.parametrize(
    ("weak", "says"),
    [
        ("kurz-7", "10"),
        ("1234567890", "常见"),
        ("84629301756482", "数字"),
        ("password123", "常见"),
        ("{phone}", "手机号|数字"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field_and_costs_no_code(weak: str, says: str) -> None:
    actor = world.citizen()
    phone, client = world.phone_of(actor), signed_in(actor)
    client.post(PAGE, {"deed": "code"})
    weak = weak.format(phone=phone)
    answer = client.post(PAGE, {"code": last_code(phone), "new": weak, "again": weak})
    error = error_at(answer.content.decode(), "new")
    assert answer.status_code == 422
    assert any(word in error for word in says.split("|")), error
    assert f'value="{weak}"' not in answer.content.decode()
    assert client.post(PAGE, {"code": last_code(phone), "new": NEW, "again": NEW}).status_code == 302


def test_a_password_is_not_ones_own_number_with_a_letter() -> None:
    actor = world.citizen()
    phone, client = world.phone_of(actor), signed_in(actor)
    code = client.post(PAGE, {"deed": "code"}) and last_code(phone)
    near = f"x{phone}"
    answer = client.post(PAGE, {"code": code, "new": near, "again": near})
    assert answer.status_code == 422 and error_at(answer.content.decode(), "new")


def test_two_different_new_passwords_are_told_beside_the_second() -> None:
    actor = world.citizen()
    with_password(actor)
    answer = signed_in(actor).post(PAGE, {"old_password": PASSWORD, "new": NEW, "again": NEW + "x"})
    assert "不一致" in error_at(answer.content.decode(), "again")


def test_asking_for_a_code_too_often_says_so() -> None:
    actor = world.citizen()
    client = signed_in(actor)
    client.post(PAGE, {"deed": "code"})
    assert "请稍" in client.post(PAGE, {"deed": "code"}).content.decode()
    pause_for(world.phone_of(actor), 60)
    assert "请稍" not in client.post(PAGE, {"deed": "code"}).content.decode()
