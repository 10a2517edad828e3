"""Screens on the wall, tickets followed on a phone, and the trial page that stands for hardware."""

import json
import re
from urllib.parse import unquote

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from core.streams import check_stream_token, topic
from hall_devices.announcements import channel_of
from hall_devices.models import DeviceKind
from hall_devices.pages.follow import follow_href
from hall_devices.readers.simulated import SimulatedReader
from hall_devices.services.calling import call_next, miss_ticket
from hall_devices.services.tickets import take_ticket
from hall_devices.services.windows import open_window, pause_window
from hall_devices.tokens import token_hash
from hall_devices.trial import trial_token
from identity.models import Party
from tests import world
from tests.hall_devices import hall

pytestmark = pytest.mark.django_db


def screen_page(token: str = "wall") -> str:
    return Client(headers={"accept-language": "zh-CN"}).get(f"/screens/{token}/").content.decode()


def test_the_screen_shows_calls_queues_and_windows() -> None:
    """Q-07, Q-11."""
    one, two, three = (hall.window(f"C0{place}") for place in (1, 2, 3))
    business = hall.business(one, two, three, name="卫生许可")
    hall.device(DeviceKind.SCREEN, "wall")
    first, second, _third = (take_ticket(business, by=hall.DEVICE) for _ in range(3))
    clerk = hall.clerk(one)
    call_next(one, seen=None, by=clerk)
    miss_ticket(one, seen=first.pk, by=clerk)
    call_next(two, seen=None, by=hall.clerk(two))
    pause_window(three, reason="午休", by=clerk)
    page = screen_page()
    assert re.search(r"data-ticket>C002<", page) and re.search(r"data-window>C02<", page)
    listed = re.search(r'id="hall-list".*?</ol>', page, re.S)
    assert listed is not None and "C001" in listed.group() and "已过号" in listed.group()
    assert second.number not in listed.group(), "the large call is not listed a second time"
    assert "等候 1 人" in page and "<b>C003</b>" in page and "卫生许可" in page
    assert "午休" in page and "空闲" in page


def test_a_screen_of_a_zone_shows_its_own_calls_only() -> None:
    here, there = hall.zone("C区"), hall.zone("D区")
    window = hall.window("D11", place=there)
    business = hall.business(window, place=there, prefix="D")
    hall.device(DeviceKind.SCREEN, "wall", place=here)
    hall.device(DeviceKind.SCREEN, "other", place=there)
    take_ticket(business, by=hall.DEVICE)
    call_next(window, seen=None, by=hall.clerk(window))
    assert "D001" not in screen_page("wall")
    assert "D001" in screen_page("other")


def test_the_screen_may_listen_to_its_hall_and_nothing_else() -> None:
    device = hall.device(DeviceKind.SCREEN, "wall")
    found = re.search(r'data-stream="[^"]*/([a-z0-9.-]+)\?token=([^"]+)"', screen_page())
    assert found is not None
    channel, token = found.groups()
    assert channel == channel_of(device.hall_id)
    check_stream_token(unquote(token), channel)


def test_a_call_is_told_to_the_hall_after_the_commit_without_personal_data(
    django_capture_on_commit_callbacks: object,
) -> None:
    window = hall.window()
    ticket, clerk = take_ticket(hall.business(window), by=hall.DEVICE), hall.clerk(window)
    listener = redis.Redis.from_url(settings.REDIS_URL).pubsub()
    listener.subscribe(topic(channel_of(ticket.hall_id)))
    listener.get_message(timeout=5)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        call_next(window, seen=None, by=clerk)
        assert listener.get_message(timeout=0.05) is None, "nothing before the commit"
    messages = []
    while (message := listener.get_message(timeout=1)) is not None:
        messages.append(json.loads(message["data"]))
    listener.close()
    called = [message for message in messages if message["event"] == "called"]
    words = "请 C001 号到 C01 窗口"
    assert called == [{"event": "called", "ticket": "C001", "window": "C01", "zone": window.zone_id, "words": words}]


def test_the_screen_costs_the_same_for_one_and_for_many_calls() -> None:
    windows = [hall.window(f"C{place:02d}") for place in range(12)]
    business = hall.business(*windows)
    hall.device(DeviceKind.SCREEN, "wall")
    costs = []
    for some in (windows[:1], windows[1:]):
        for window in some:
            take_ticket(business, by=hall.DEVICE)
            call_next(window, seen=None, by=hall.clerk(window))
        with CaptureQueriesContext(connection) as asked:
            screen_page()
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 7


def test_a_window_opened_on_another_day_is_not_free_today() -> None:
    window = hall.window()
    hall.business(window)
    hall.device(DeviceKind.SCREEN, "wall")
    status = open_window(window, by=hall.clerk(window))
    assert "空闲" in screen_page()
    status.since = status.since.replace(year=2020)
    status.save()
    assert "空闲" not in screen_page()


def test_a_ticket_is_followed_by_its_signed_address_only() -> None:
    window = hall.window()
    ticket = take_ticket(hall.business(window), by=hall.DEVICE)
    client = Client(headers={"accept-language": "zh-CN"})
    page = client.get(follow_href(ticket)).content.decode()
    assert "C001" in page and "0 人" in page
    assert client.get(f"/tickets/{ticket.pk}/").status_code == 404
    call_next(window, seen=None, by=hall.clerk(window))
    assert "叫到您了" in client.get(follow_href(ticket)).content.decode()


def test_the_trial_page_lays_and_takes_cards_and_knows_the_machines() -> None:
    device = hall.device(token="secret")
    device.token_hash = token_hash(trial_token("kiosk", device.hall))
    device.save()
    person = Party.objects.get(pk=world.citizen(name="林晓").self_party_id)
    client, place = Client(headers={"accept-language": "zh-CN"}), f"kiosk-{device.pk}"
    page = client.get("/trial/reader/").content.decode()
    assert f"/kiosk/trial-kiosk-{device.hall_id}/" in page and person.code not in page
    client.post("/trial/reader/", {"place": place, "party": person.pk})
    card = SimulatedReader(place).present()
    assert card is not None and card.name == "林晓"
    client.post("/trial/reader/", {"place": place, "party": ""})
    assert SimulatedReader(place).present() is None
    assert client.post("/trial/reader/", {"place": "elsewhere", "party": person.pk}).status_code == 404


@override_settings(CARD_READER="none")
def test_nobody_lays_cards_on_real_readers() -> None:
    device = hall.device()
    assert Client().post("/trial/reader/", {"place": f"kiosk-{device.pk}"}).status_code == 404
