"""Every change of a case reaches the platform in order, signed, once in effect, however it behaves (A-20…A-26).

The platform is the trial one, a process of its own.
"""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from time import sleep

import httpx
import pytest
from django.core.cache import cache
from django.urls import reverse
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from cases.services.issuing import deliver_result, issue_result, withdraw_case
from core import events
from core.clock import SimulatedClock
from core.models import Delivery, DeliveryState
from core.outbox import MAX_ATTEMPTS, drain
from core.signing import sign
from deliveries.models import DeliveryWay
from linkage.exchange import push
from linkage.exchange.push import register_pushes
from linkage.models import ExchangeReceipt, PartnerResult, Verdict
from tests import world
from tests.cases.walks import accepted, decided, filed
from tests.client import signed_in
from tests.govportal.conftest import PROJECT, free_port
from tests.test_integrity import broken

SECRET = "platform-secret"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


@dataclass(frozen=True)
class Platform:
    """The running platform, and how to talk to it."""

    url: str

    def behave(self, mode: str) -> None:
        httpx.post(f"{self.url}/behave", json={"mode": mode}, trust_env=False).raise_for_status()

    def rows(self, case: Case) -> list[dict[str, object]]:
        """What it holds of a case, in the order of arrival."""
        answer = httpx.get(f"{self.url}/rows", params={"receipt_no": case.receipt_no}, trust_env=False)
        found: list[dict[str, object]] = answer.json()["rows"]
        return found


def start_platform(hall: str = "http://127.0.0.1:9") -> tuple[Platform, subprocess.Popen[bytes]]:
    port = free_port()
    script = PROJECT / "examples/provincial_platform/platform.py"
    line = [sys.executable, str(script), "--port", str(port), "--secret", SECRET, "--hall", hall]
    process = subprocess.Popen(line)
    with httpx.Client(trust_env=False, transport=httpx.HTTPTransport(retries=8)) as client:
        client.get(f"http://127.0.0.1:{port}/rows").raise_for_status()
    return Platform(f"http://127.0.0.1:{port}"), process


@pytest.fixture
def running() -> Iterator[Platform]:
    """A platform that holds nothing yet."""
    platform, process = start_platform()
    yield platform
    process.terminate()
    process.wait(10)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., None]:
    """Registers partners for one test; what listens elsewhere stays as it is."""

    def registered(**urls: str) -> None:
        listening = {key: list(reactors) for key, reactors in events._by_event.items()}
        monkeypatch.setattr(events, "_by_event", defaultdict(list, listening))
        monkeypatch.setattr(events, "_by_name", dict(events._by_name))
        settings.EXCHANGE_PARTNERS = {code: {"url": url, "secret": SECRET} for code, url in urls.items()}
        register_pushes()

    return registered


@pytest.fixture
def platform(running: Platform, register: Callable[..., None]) -> Platform:
    register(province=f"{running.url}/rows")
    return running


def push_for(time: SimulatedClock, minutes: int = 5) -> None:
    """Some minutes of a worker's life."""
    for _half in range(2 * minutes):
        drain(["exchange"])
        time.advance(timedelta(seconds=30))


def test_every_change_arrives_in_order_with_the_columns_of_its_table(platform: Platform, time: SimulatedClock) -> None:
    """A-20, A-24, A-26: acceptance, then every process, then the result, each under its own key."""
    case = issue_result(decided(accepted(), Verdict.APPROVE), by=world.staff("制证岗"))
    push_for(time, 1)
    rows = platform.rows(case)
    tables = [row["table"] for row in rows]
    assert tables[:2] == ["up_pro_process", "up_pro_accept"] and tables[-1] == "up_pro_result"
    assert tables.index("up_pro_accept") < tables.index("up_pro_result")
    sequences = [int(str(row["sequence"])) for row in rows]
    assert sequences == sorted(set(sequences))
    assert {str(row["row_guid"]) for row in rows} == set(ExchangeReceipt.objects.values_list("key", flat=True))
    assert rows[1]["data"]["project_no"] == case.case_no  # type: ignore[index]
    assert not Delivery.objects.filter(queue="exchange").exclude(state=DeliveryState.DONE).exists()


def test_no_personal_number_leaves_the_house(platform: Platform, time: SimulatedClock) -> None:
    applicant = world.citizen(name="王秀英")
    case = accepted(applicant)
    push_for(time, 1)
    said = json.dumps(platform.rows(case), ensure_ascii=False)
    assert "王秀英" in said
    assert case.applicant.code not in said and world.phone_of(applicant) not in said


def test_a_platform_that_is_down_gets_everything_later_and_in_order(platform: Platform, time: SimulatedClock) -> None:
    """A-23: nothing is lost, nothing is parked, however long it takes."""
    platform.behave("down")
    case = accepted()
    push_for(time, 10)
    assert platform.rows(case) == []
    assert not Delivery.objects.filter(state=DeliveryState.PARKED).exists()
    platform.behave("well")
    cache.clear()
    push_for(time)
    sequences = [int(str(row["sequence"])) for row in platform.rows(case)]
    assert sequences == sorted(set(sequences)) and len(sequences) >= 3
    assert broken() == {}


def test_a_platform_that_answers_too_late_has_each_row_once(
    platform: Platform, time: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "TIMEOUT", httpx.Timeout(0.3))
    platform.behave("slow")
    case = accepted()
    drain(["exchange"])
    assert len(platform.rows(case)) == 1
    assert not ExchangeReceipt.objects.exists()
    platform.behave("well")
    push_for(time)
    keys = [row["row_guid"] for row in platform.rows(case)]
    assert len(keys) == len(set(keys)) >= 3
    assert ExchangeReceipt.objects.filter(answer="known").count() == 1


def test_a_dead_partner_is_left_alone_and_costs_the_others_nothing(
    running: Platform, register: Callable[..., None], time: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(province=f"{running.url}/rows", ministry=f"http://127.0.0.1:{free_port()}/rows")
    asked: list[str] = []
    post = httpx.post

    def counted(url: str, **options: object) -> httpx.Response:
        asked.append(url)
        return post(url, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(httpx, "post", counted)
    cases = [filed().case for _number in range(8)]
    drain(["exchange"])
    assert all(len(running.rows(case)) == 1 for case in cases)
    away = [url for url in asked if not url.startswith(running.url)]
    assert len(away) == push.FAILURES_TO_OPEN


def test_a_row_the_platform_will_not_take_waits_for_a_person_and_holds_its_case_only(
    running: Platform, register: Callable[..., None], time: SimulatedClock, settings: Settings
) -> None:
    """A wrong signature is refused every time; the row is parked, later rows of the case stay behind it."""
    register(province=f"{running.url}/rows")
    settings.EXCHANGE_PARTNERS = {}
    for reactor in events._by_name.values():
        if reactor.name == "linkage.exchange.push.province":
            spoiled = push.pusher(push.Partner("province", f"{running.url}/rows", "another secret"))
            events._by_name[reactor.name] = events.Reactor(reactor.name, spoiled, reactor.queue, reactor.lane)
            break
    case = accepted()
    for _turn in range(MAX_ATTEMPTS):
        drain(["exchange"])
        time.advance(timedelta(minutes=15))
    states = list(Delivery.objects.filter(queue="exchange").order_by("pk").values_list("state", flat=True))
    assert states[0] == DeliveryState.PARKED and set(states[1:]) == {DeliveryState.WAITING}
    assert Delivery.objects.order_by("pk").filter(queue="exchange")[0].last_error == "RowRejected 401"
    assert running.rows(case) == []


def test_a_withdrawn_case_ends_with_a_result(platform: Platform, time: SimulatedClock) -> None:
    applicant = world.citizen(name="王秀英")
    case = accepted(applicant)
    withdraw_case(case, reason="不办了", by=applicant)
    push_for(time, 1)
    assert platform.rows(case)[-1]["table"] == "up_pro_result"


class TestAnswers:
    """What the platform sends back."""

    ADDRESS = "/api/v1/exchange/results/"

    @pytest.fixture(autouse=True)
    def known(self, settings: Settings) -> None:
        settings.EXCHANGE_PARTNERS = {"province": {"url": "http://127.0.0.1:9/rows", "secret": SECRET}}

    def headers(self, body: bytes, moment: int, secret: str = SECRET) -> dict[str, str]:
        signature = sign(secret, moment=moment, body=body)
        return {"X-Partner": "province", "X-Moment": str(moment), "X-Signature": signature}

    def body(self, case: Case, **changes: str) -> bytes:
        answer = {"key": "filing-1", "receipt_no": str(case.receipt_no), "title": "省级备案结果", "text": "苏备 1 号"}
        return json.dumps(answer | changes).encode()

    def test_an_answer_sent_twice_appears_on_the_case_once(self, time: SimulatedClock) -> None:
        applicant = world.citizen(name="王秀英")
        case = accepted(applicant)
        client, body = signed_in(applicant), self.body(case)
        for _turn in range(2):
            moment = int(time.now().timestamp())
            answer = client.post(self.ADDRESS, body, "application/json", headers=self.headers(body, moment))
            assert answer.status_code == 201
        assert PartnerResult.objects.count() == 1
        page = client.get(reverse("cases:space_case", args=[case.pk])).content.decode()
        assert "省级备案结果" in page

    @pytest.mark.parametrize("fault", ["secret", "moment", "body", "partner", "no moment"])
    def test_a_signature_that_does_not_fit_opens_nothing(self, fault: str, time: SimulatedClock) -> None:
        case, now = accepted(), int(time.now().timestamp())
        body = self.body(case)
        headers = self.headers(body, now - 301 if fault == "moment" else now, "x" if fault == "secret" else SECRET)
        headers |= {"X-Partner": "somebody"} if fault == "partner" else {}
        headers |= {"X-Moment": "²"} if fault == "no moment" else {}
        sent = body.replace(b"filing-1", b"filing-2") if fault == "body" else body
        answer = signed_in(None).post(self.ADDRESS, sent, "application/json", headers=headers)
        assert answer.status_code == 401
        assert not PartnerResult.objects.exists()

    def test_an_unknown_case_is_said_and_nothing_is_kept(self, time: SimulatedClock) -> None:
        body = self.body(accepted(), receipt_no="1")
        headers = self.headers(body, int(time.now().timestamp()))
        assert signed_in(None).post(self.ADDRESS, body, "application/json", headers=headers).status_code == 404
        assert not PartnerResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_platform_answers_a_closed_case_twice_and_the_hall_keeps_it_once(
    live_server: LiveServer, register: Callable[..., None]
) -> None:
    """Journey 10, the way back: the platform's own process calls the hall's own server, at the time of the day."""
    platform, process = start_platform(live_server.url)
    try:
        register(province=f"{platform.url}/rows")
        platform.behave("twice")
        applicant = world.citizen(name="王秀英")
        case = issue_result(decided(accepted(applicant), Verdict.APPROVE), by=world.staff("制证岗"))
        deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=applicant)
        drain(["exchange"])
        assert answered_within_ten_seconds(case)
    finally:
        process.terminate()
        process.wait(10)
    assert PartnerResult.objects.filter(case=case).count() == 1


def answered_within_ten_seconds(case: Case) -> bool:
    """The platform answers from a thread of its own, a moment after it took the row."""
    for _try in range(100):
        if PartnerResult.objects.filter(case=case).exists():
            sleep(0.3)
            return True
        sleep(0.1)
    return False
