"""Registering at the same moment ends in one account, and never in an error (A-01)."""

import pytest
from django.test import Client
from django.urls import reverse

from core.identifiers import fictional_id_number
from identity.models import Account, Party
from tests import world
from tests.identity.people import ask_for_code, last_code, sign_in
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "13700004321"


def number(order: int) -> str:
    return fictional_id_number("320582", world.date(1985, 5, 5), order)


def proven() -> Client:
    """A browser in which the new phone was proven."""
    client = Client(raise_request_exception=False)
    ask_for_code(client, PHONE)
    sign_in(client, PHONE, last_code(PHONE))
    return client


def second_click(client: Client) -> Client:
    """The same browser, pressing again before the first answer came."""
    again = Client(raise_request_exception=False)
    again.cookies.update(client.cookies)
    return again


def registering(client: Client, name: str, order: int) -> int:
    return client.post(reverse("portal:register"), {"name": name, "number": number(order)}).status_code


@pytest.mark.parametrize("round_", range(3))
def test_a_double_click_registers_one_person_once(round_: int) -> None:
    client = proven()
    answers = at_once(*(lambda one=one: registering(one, "赵敏", 11) for one in (client, second_click(client))))
    assert set(answers) <= {302}, answers
    assert Account.objects.filter(kind="citizen").count() == 1
    assert Party.objects.filter(name="赵敏").count() == 1


def test_two_people_with_one_proven_phone_end_in_one_account() -> None:
    """The slower one is told, beside the form."""
    client = proven()
    clicks = [(client, "赵敏", 11), (second_click(client), "钱进", 12)]
    answers = at_once(*(lambda click=click: registering(*click) for click in clicks))
    assert sorted(answers) in ([302, 302], [302, 422]), answers
    assert Account.objects.filter(kind="citizen").count() == 1
    assert Party.objects.exclude(phone_index=b"").count() == 1
