"""Staff sign in with a password and then a second factor (10.3); a code of the authenticator works once."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from core.clock import SimulatedClock, running_at
from identity.models import Account
from tests.identity.people import PASSWORD, later, staff_with_authenticator, token_of, with_password
from tests.world import citizen, phone_of

pytestmark = pytest.mark.django_db
FIRST, SECOND, DESK = reverse("portal:staff_sign_in"), reverse("portal:staff_token"), "/desk/cases/"


def past_the_password(account: Account) -> Client:
    """A browser in which the first factor was right."""
    client = Client()
    answer = client.post(FIRST, {"username": account.username, "password": PASSWORD})
    assert answer["Location"].startswith(SECOND)
    return client


def test_staff_sign_in_with_password_and_then_the_authenticator() -> None:
    account, device = staff_with_authenticator()
    client = past_the_password(account)
    assert client.get(DESK).status_code == 302
    assert client.post(SECOND, {"token": token_of(device)})["Location"] == "/desk/"
    assert client.get(DESK).status_code == 200


def test_a_code_of_the_authenticator_opens_one_session_only() -> None:
    account, device = staff_with_authenticator()
    token = token_of(device)
    assert past_the_password(account).post(SECOND, {"token": token}).status_code == 302
    again = past_the_password(account)
    assert again.post(SECOND, {"token": token}).status_code == 422
    assert again.get(DESK).status_code == 302


def test_a_wrong_code_is_told_beside_the_field() -> None:
    account, device = staff_with_authenticator()
    answer = past_the_password(account).post(SECOND, {"token": token_of(device, steps=50)})
    assert answer.status_code == 422
    assert 'id="id_token_error"' in answer.content.decode()


def test_the_authenticator_alone_opens_nothing() -> None:
    _account, device = staff_with_authenticator()
    assert Client().post(SECOND, {"token": token_of(device)})["Location"] == FIRST


def test_a_half_sign_in_is_forgotten_after_ten_minutes() -> None:
    account, device = staff_with_authenticator()
    with running_at(SimulatedClock(datetime.now(UTC))) as time:
        client = past_the_password(account)
        later(time, minutes=10)
        assert client.post(SECOND, {"token": token_of(device)})["Location"] == FIRST


def test_somebody_disabled_between_the_factors_stays_outside() -> None:
    account, device = staff_with_authenticator()
    client = past_the_password(account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.post(SECOND, {"token": token_of(device)}).status_code == 422


def test_staff_without_an_authenticator_stay_outside() -> None:
    account, device = staff_with_authenticator()
    device.delete()
    assert past_the_password(account).post(SECOND, {"token": "123456"}).status_code == 422


@pytest.mark.parametrize("username", ["nobody", "{staff}", "{citizen}"])
def test_unknown_names_wrong_passwords_and_citizens_get_one_answer(username: str) -> None:
    account, _device = staff_with_authenticator()
    private = with_password(citizen())
    typed = username.format(staff=account.username, citizen=private.username)
    password = "falsch" if typed == account.username else PASSWORD
    answer = Client().post(FIRST, {"username": typed, "password": password})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "账号或密码" in page.partition('id="id_password_error"')[2].partition("</div>")[0]
    assert f'value="{typed}"' in page and PASSWORD not in page


def test_staff_do_not_come_in_through_the_door_of_citizens() -> None:
    account, _device = staff_with_authenticator()
    answer = Client().post(reverse("portal:password_sign_in"), {"phone": account.username, "password": PASSWORD})
    assert answer.status_code == 422
    assert Client().post(FIRST, {"username": phone_of(citizen()), "password": "!"}).status_code == 422


def test_the_desk_sends_everybody_to_the_workplace_of_his_post() -> None:
    places = {
        "科室审查岗": "/desk/reviews/",
        "制证岗": "/desk/cases/",
        "监察岗": "/supervision/",
        "清单管理岗": "/catalogue/",
    }
    found = {}
    for post in places:
        account, device = staff_with_authenticator(post)
        client = past_the_password(account)
        client.post(SECOND, {"token": token_of(device)})
        found[post] = client.get("/desk/")["Location"]
    assert found == places
