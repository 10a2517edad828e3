"""Sessions end after 30 idle minutes, after 12 hours in all (A-10), from the person's own list and with the account."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.clock import SimulatedClock, running_at
from core.models import EventRow
from identity.actors import SYSTEM, Actor
from identity.models import Account, SignIn
from identity.services.accounts import disable_account
from portal.pages.account import device_words
from tests import world
from tests.client import signed_in
from tests.identity.people import later

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PHONE_AGENT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
PAGES = {"citizen": "/space/sessions/", "staff": "/desk/sessions/"}


def person(kind: str) -> Actor:
    return world.citizen() if kind == "citizen" else world.staff("窗口受理岗")


def is_in(client: Client, page: str = "/space/") -> bool:
    return client.get(page).status_code == 200


def record_of(client: Client) -> SignIn:
    return SignIn.objects.get(pk=client.session["sign_in"])


@pytest.mark.parametrize("kind", PAGES)
def test_a_session_ends_after_thirty_idle_minutes(kind: str) -> None:
    actor, page = person(kind), PAGES[kind]
    with running_at(SimulatedClock(NOON)) as time:
        client = signed_in(actor)
        record = record_of(client)
        for _visit in range(3):
            later(time, minutes=29)
            assert is_in(client, page)
        later(time, minutes=30, seconds=1)
        assert not is_in(client, page)
        record.refresh_from_db()
        assert record.ended_at == time.now()


def test_a_session_ends_after_twelve_hours_however_busy() -> None:
    with running_at(SimulatedClock(NOON)) as time:
        client = signed_in(world.staff("窗口受理岗"))
        for _visit in range(29):
            later(time, minutes=25)
            if time.now() - NOON <= timedelta(hours=12):
                assert is_in(client, "/desk/sessions/")
        assert time.now() - NOON > timedelta(hours=12)
        assert not is_in(client, "/desk/sessions/")


def test_a_session_without_its_row_is_nobodys() -> None:
    client = signed_in(world.citizen())
    SignIn.objects.all().delete()
    assert not is_in(client)


def test_signing_out_ends_the_row_too() -> None:
    client = signed_in(world.citizen())
    record = record_of(client)
    client.post(reverse("portal:sign_out"))
    record.refresh_from_db()
    assert record.ended_at is not None
    assert not is_in(client)


def test_a_link_signs_nobody_out() -> None:
    client = signed_in(world.citizen())
    assert client.get(reverse("portal:sign_out")).status_code == 405
    assert is_in(client)


@pytest.mark.parametrize("kind", PAGES)
def test_the_list_says_where_since_when_and_with_which_device(kind: str) -> None:
    actor = person(kind)
    here, there = signed_in(actor), signed_in(actor)
    SignIn.objects.filter(pk=record_of(there).pk).update(agent=PHONE_AGENT, address="203.0.113.9")
    page = here.get(PAGES[kind]).content.decode()
    assert "Safari · iPhone" in page and "203.0.113.9" in page
    assert page.count("本次登录") == 1


def test_the_list_shows_nobody_elses_sessions() -> None:
    mine, other = signed_in(world.citizen()), signed_in(world.citizen())
    SignIn.objects.filter(pk=record_of(other).pk).update(address="203.0.113.77")
    assert "203.0.113.77" not in mine.get("/space/sessions/").content.decode()


def test_sessions_that_are_over_stand_apart_from_open_ones() -> None:
    actor = world.citizen()
    with running_at(SimulatedClock(NOON)) as time:
        signed_in(actor)
        later(time, minutes=31)
        page = signed_in(actor).get("/space/sessions/").content.decode()
    opened, _mark, past = page.partition("以往登录")
    assert opened.count("本次登录") == 1 and "结束其他全部登录" not in opened
    assert "12:00" in past


@pytest.mark.parametrize("kind", PAGES)
def test_one_session_can_be_ended_from_another(kind: str) -> None:
    actor, page = person(kind), PAGES[kind]
    here, there, third = signed_in(actor), signed_in(actor), signed_in(actor)
    answer = here.post(f"{page}{record_of(there).pk}/end/")
    assert answer["Location"] == page
    assert [is_in(client, page) for client in (here, there, third)] == [True, False, True]
    event = EventRow.objects.get(stream="account", name="identity.SessionsEnded")
    assert (event.stream_id, event.actor_id) == (actor.account_id, actor.account_id)


@pytest.mark.parametrize("kind", PAGES)
def test_all_others_end_and_this_one_stays(kind: str) -> None:
    actor, page = person(kind), PAGES[kind]
    here, others = signed_in(actor), [signed_in(actor) for _more in range(3)]
    here.post(f"{page}others/end/")
    assert is_in(here, page) and not any(is_in(client, page) for client in others)


def test_a_strangers_session_cannot_be_ended() -> None:
    mine, other = signed_in(world.citizen()), signed_in(world.citizen())
    assert mine.post(f"/space/sessions/{record_of(other).pk}/end/").status_code == 404
    assert is_in(other)


def test_ending_a_session_twice_says_nothing_new() -> None:
    actor = world.citizen()
    here, there = signed_in(actor), signed_in(actor)
    address = f"/space/sessions/{record_of(there).pk}/end/"
    assert [here.post(address).status_code for _again in range(2)] == [302, 302]
    assert EventRow.objects.filter(name="identity.SessionsEnded").count() == 1


def test_a_disabled_account_loses_its_sessions_for_good() -> None:
    actor = world.staff("窗口受理岗")
    clients = [signed_in(actor), signed_in(actor)]
    account = Account.objects.get(pk=actor.account_id)
    disable_account(account, by=SYSTEM)
    assert not any(is_in(client, "/desk/sessions/") for client in clients)
    Account.objects.filter(pk=account.pk).update(is_active=True)
    assert not any(is_in(client, "/desk/sessions/") for client in clients)


def test_an_account_is_disabled_by_command_and_once() -> None:
    actor = world.staff("窗口受理岗")
    client = signed_in(actor)
    username = Account.objects.get(pk=actor.account_id).username
    for _again in range(2):
        call_command("disable_account", username, stdout=StringIO())
    assert not is_in(client, "/desk/sessions/")
    assert EventRow.objects.filter(name="identity.AccountDisabled", stream_id=actor.account_id).count() == 1
    with pytest.raises(CommandError, match="nobody has this user name"):
        call_command("disable_account", "no-such-name", stdout=StringIO())


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36", "Chrome · Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile MicroMessenger/8.0", "微信 · Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        (PHONE_AGENT, "Safari · iPhone"),
        ("", "未知设备"),
    ],
)
def test_devices_are_named_as_people_know_them(agent: str, words: str) -> None:
    assert device_words(agent) == words
