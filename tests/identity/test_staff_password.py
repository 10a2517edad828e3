"""Staff change their own password with both factors (10.3): strong, hashed with Argon2id, other sessions end."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from core.models import EventRow
from identity.models import Account
from identity.queries import actor_of
from tests import world
from tests.client import signed_in
from tests.identity.people import PASSWORD, staff_with_authenticator, token_of, with_password

pytestmark = pytest.mark.django_db
PAGE, SESSIONS = reverse("portal:desk_password"), reverse("portal:desk_sessions")
NEW = "Neue-Losung-77"


def error_at(page: str, field: str) -> str:
    return page.partition(f'id="id_{field}_error"')[2].partition("</div>")[0]


def stored(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def at_the_desk() -> tuple[Account, Client, str]:
    """A member of staff, signed in, and what his authenticator shows."""
    account, device = staff_with_authenticator()
    return account, signed_in(actor_of(account)), token_of(device)


def test_a_password_is_changed_with_the_old_one_and_the_authenticator(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [
        *("django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.MD5PasswordHasher"),
    ]
    account, client, token = at_the_desk()
    answer = client.post(PAGE, {"old_password": PASSWORD, "token": token, "new": NEW, "again": NEW})
    assert answer["Location"] == SESSIONS
    assert stored(account).password.startswith("argon2$argon2id$") and stored(account).check_password(NEW)
    event = EventRow.objects.get(stream="account", name="identity.PasswordSet")
    assert event.data == {"account_id": account.pk, "first": False}


def test_other_sessions_end_and_this_one_goes_on() -> None:
    account, here, token = at_the_desk()
    there = signed_in(actor_of(account))
    here.post(PAGE, {"old_password": PASSWORD, "token": token, "new": NEW, "again": NEW})
    assert [client.get(SESSIONS).status_code for client in (here, there)] == [200, 302]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"old_password": "falsch"}, "old_password"),
        ({"old_password": ""}, "old_password"),
        ({"token": "000000"}, "token"),
        ({"token": ""}, "token"),
        ({"new": "kurz-7", "again": "kurz-7"}, "new"),
        ({"new": "1234567890", "again": "1234567890"}, "new"),
        ({"again": NEW + "x"}, "again"),
    ],
)
def test_without_both_factors_or_with_a_weak_password_nothing_changes(wrong: dict[str, str], field: str) -> None:
    account, client, token = at_the_desk()
    answer = client.post(PAGE, {"old_password": PASSWORD, "token": token, "new": NEW, "again": NEW, **wrong})
    assert answer.status_code == 422 and error_at(answer.content.decode(), field)
    assert stored(account).check_password(PASSWORD)


def test_a_weak_password_costs_no_code_of_the_authenticator() -> None:
    account, client, token = at_the_desk()
    given = {"old_password": PASSWORD, "token": token}
    assert client.post(PAGE, {**given, "new": account.username + "abc", "again": account.username + "abc"}) is not None
    assert client.post(PAGE, {**given, "new": NEW, "again": NEW}).status_code == 302


def test_one_code_changes_one_password_only() -> None:
    account, client, token = at_the_desk()
    client.post(PAGE, {"old_password": PASSWORD, "token": token, "new": NEW, "again": NEW})
    answer = client.post(PAGE, {"old_password": NEW, "token": token, "new": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 422 and stored(account).check_password(NEW)


def test_the_old_password_is_not_guessed_in_an_open_session() -> None:
    account, client, token = at_the_desk()
    for _try in range(5):
        client.post(PAGE, {"old_password": "falsch", "token": token, "new": NEW, "again": NEW})
    answer = client.post(PAGE, {"old_password": PASSWORD, "token": token, "new": NEW, "again": NEW})
    assert answer.status_code == 422 and stored(account).check_password(PASSWORD)


def test_the_menu_of_staff_leads_there_and_citizens_have_their_own_page() -> None:
    _account, client, _token = at_the_desk()
    assert f'href="{PAGE}"' in client.get(SESSIONS).content.decode()
    owner = world.citizen()
    with_password(owner)
    assert signed_in(owner).get(PAGE).status_code == 404
