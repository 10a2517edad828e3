import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from core import clock
from core.clock import SimulatedClock, running_at
from core.models import Delivery, DeliveryState, EventRow
from tests.govportal.conftest import PROJECT

pytestmark = pytest.mark.django_db


def _numbers(client: Client) -> dict[str, float]:
    lines = client.get("/metrics").content.decode().splitlines()
    return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if not line.startswith("#")}


def test_requests_are_counted_by_route_not_by_address(client: Client) -> None:
    name = 'govportal_requests_total{method="GET",route="health-live",status="200"}'
    before = _numbers(client).get(name, 0)
    client.get("/healthz/live?a=1")
    client.get("/healthz/live?b=2")
    after = _numbers(client)
    assert after[name] == before + 2
    assert after['govportal_request_seconds_count{route="health-live"}'] >= 2
    assert after["govportal_resident_bytes"] > 1_000_000


def test_unknown_addresses_share_one_line(client: Client) -> None:
    name = 'govportal_requests_total{method="GET",route="unmatched",status="404"}'
    before = _numbers(client).get(name, 0)
    client.get("/no-such-page-1")
    client.get("/no-such-page-2")
    assert _numbers(client)[name] == before + 2


@pytest.mark.parametrize("address", ["10.0.0.9", "192.168.1.4", "2001:db8::1"])
def test_strangers_get_no_numbers(client: Client, address: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_own_machine_gets_numbers(client: Client, address: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


def test_the_outbox_shows_what_waits_and_since_when(client: Client) -> None:
    now = clock.now()
    event = EventRow.objects.create(
        stream="x", stream_id=1, sequence=1, name="x", data={}, at=now, actor_kind="system", actor_label=""
    )
    for state, age in ((DeliveryState.WAITING, 60), (DeliveryState.WAITING, 5), (DeliveryState.PARKED, 900)):
        Delivery.objects.create(
            event=event, reactor=f"r{age}", queue="bulk", lane="", run_after=now - timedelta(seconds=age), state=state
        )
    numbers = _numbers(client)
    assert numbers["govportal_outbox_waiting"] == 2
    assert numbers["govportal_outbox_parked"] == 1
    assert 60 <= numbers["govportal_outbox_oldest_seconds"] < 600


def test_t36_a_missing_calendar_year_is_counted_from_december_on(client: Client, calendar: None) -> None:
    for moment, years in ((datetime(2026, 11, 30, tzinfo=UTC), 0), (datetime(2026, 12, 1, tzinfo=UTC), 1)):
        with running_at(SimulatedClock(moment)):
            assert _numbers(client)["govportal_calendar_years_missing"] == years


def test_any_web_process_answers_for_all_of_them(tmp_path: Path) -> None:
    count = "from govportal.metrics import REQUESTS; REQUESTS.labels('GET', 'r', '200').inc()"
    words = f"import django; django.setup(); {count}"
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", words], cwd=PROJECT, env=environment, check=True)
    report = (
        "import django; django.setup(); from django.test import RequestFactory; from govportal import metrics; "
        "metrics.GAUGES.clear(); print(metrics.metrics(RequestFactory().get('/metrics')).content.decode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", report], cwd=PROJECT, env=environment, check=True, capture_output=True, text=True
    )
    assert 'govportal_requests_total{method="GET",route="r",status="200"} 2.0' in done.stdout
