"""The live process as browsers see it: real server, real Redis, no Django app."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psutil
import pytest
import redis
from django.conf import settings

from core.streams import make_stream_token
from govportal import live, processes
from govportal.embedded import redis_server
from govportal.embedded.places import Place, prepare
from govportal.live_hub import WAITING_MESSAGES, Hub, Listener
from tests.govportal.conftest import PROJECT, Outside, free_port

WEB = "http://127.0.0.1:8000"
MEGABYTE = 1024 * 1024


class Live:
    """A running live process."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False)
        self.process = process

    @contextmanager
    def stream(self, channel: str, token: str | None = None) -> Iterator[tuple[httpx.Response, Iterator[str]]]:
        """An open stream after its first line, and its further lines."""
        query = {"token": make_stream_token(channel) if token is None else token}
        with self.client.stream("GET", f"/live/{channel}", params=query, headers={"Origin": WEB}) as response:
            yield response, response.iter_lines()


@contextmanager
def _live(**environment: str) -> Iterator[Live]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "govportal.processes", "live"],
        cwd=PROJECT,
        env=os.environ | {"LIVE_PORT": str(port), "LIVE_ORIGINS": WEB, **environment},
    )
    running = Live(port, process)
    try:
        _until_up(running)
        yield running
    finally:
        running.client.close()
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _until_up(running: Live) -> None:
    for _ in range(300):
        assert running.process.poll() is None, "the live process ended"
        try:
            running.client.get("/healthz/live").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the live process never answered")


@pytest.fixture(scope="module")
def running() -> Iterator[Live]:
    with _live() as live_process:
        yield live_process


def _publish(channel: str, text: str) -> int:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        return int(client.publish(f"stream:{channel}", text))


def test_a_stream_passes_on_what_is_published(running: Live) -> None:
    with running.stream("hall-1") as (response, lines):
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        assert [next(lines), next(lines)] == ["retry: 2000", ""]
        assert _publish("hall-1", '{"ticket": 7}') == 1
        assert [next(lines), next(lines)] == ['data: {"ticket": 7}', ""]


def test_channels_do_not_mix(running: Live) -> None:
    with running.stream("hall-1") as (_, first), running.stream("hall-2") as (_, second):
        assert [next(first), next(second)] == ["retry: 2000"] * 2
        assert [next(first), next(second)] == [""] * 2
        _publish("hall-2", "for the second")
        _publish("hall-1", "for the first")
        assert [next(first), next(second)] == ["data: for the first", "data: for the second"]


def test_many_listeners_share_one_subscription(running: Live) -> None:
    with running.stream("hall-3") as (_, first), running.stream("hall-3") as (_, second):
        assert [next(first), next(second)] == ["retry: 2000"] * 2
        assert _publish("hall-3", "x") == 1
        next(first), next(second)
        assert [next(first), next(second)] == ["data: x"] * 2


@pytest.mark.parametrize("token", ["", "nonsense", None])
def test_without_a_token_for_this_channel_nothing_is_heard(running: Live, token: str | None) -> None:
    with running.stream("hall-1", make_stream_token("hall-2") if token is None else token) as (response, _):
        assert response.status_code == 403


def test_only_the_web_origin_may_read_across_origins(running: Live) -> None:
    with running.stream("hall-1") as (response, _):
        assert response.headers["access-control-allow-origin"] == WEB
    query = {"token": make_stream_token("hall-1")}
    with running.client.stream("GET", "/live/hall-1", params=query, headers={"Origin": "http://evil.test"}) as response:
        assert "access-control-allow-origin" not in response.headers


def test_the_process_stays_small(running: Live) -> None:
    family = [psutil.Process(running.process.pid), *psutil.Process(running.process.pid).children(recursive=True)]
    with running.stream("hall-1") as (_, lines):
        next(lines)
        assert max(process.memory_info().rss for process in family) <= 120 * MEGABYTE


def test_streams_end_with_the_broker_and_work_again_after_it(outside: Outside) -> None:
    place = Place(outside.folder / "data", durable=False)
    prepare(place)
    redis_server.ensure_running(place)
    with _live(REDIS_URL=redis_server.address(place)) as running:
        with running.stream("hall-1") as (_, lines):
            assert next(lines) == "retry: 2000"
            redis_server.stop(place)
            assert list(lines) == [""]
        with running.stream("hall-1") as (response, lines):
            assert response.status_code == 200
            assert list(lines) == ["retry: 2000", ": the broker is away", ""]
        redis_server.ensure_running(place)
        with running.stream("hall-1") as (_, lines):
            assert [next(lines), next(lines)] == ["retry: 2000", ""]
            with redis.Redis.from_url(redis_server.address(place)) as client:
                assert client.publish("stream:hall-1", "back") == 1
            assert next(lines) == "data: back"
    redis_server.stop(place)


def test_a_full_channel_turns_listeners_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LIVE_LISTENERS_PER_CHANNEL", 0)

    async def ask() -> httpx.Response:
        live.application.state.hub = Hub(settings.REDIS_URL)
        transport = httpx.ASGITransport(app=live.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://live") as client:
            return await client.get("/live/hall-1", params={"token": make_stream_token("hall-1")})

    assert asyncio.run(ask()).status_code == 429


def test_silence_is_filled_with_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)

    async def listen() -> list[str | None]:
        listener = Listener("hall-1")
        silent = await live.next_text(listener)
        listener.put("two\nlines")
        spoken = await live.next_text(listener)
        listener.end()
        return [silent, spoken, await live.next_text(listener)]

    assert asyncio.run(listen()) == [": heartbeat\n\n", "data: two\ndata: lines\n\n", None]


def test_a_listener_too_slow_is_ended_without_its_backlog() -> None:
    async def overflow() -> str | None:
        listener = Listener("hall-1")
        for number in range(WAITING_MESSAGES + 1):
            listener.put(str(number))
        return await listener.get()

    assert asyncio.run(overflow()) is None


def test_the_last_listener_ends_the_subscription() -> None:
    async def come_and_go() -> tuple[int, int]:
        hub = Hub(settings.REDIS_URL)
        listener = await hub.join("hall-9")
        during = hub.listeners("hall-9")
        hub.leave(listener)
        while _publish("hall-9", "x"):
            await asyncio.sleep(0.02)
        after = hub.listeners("hall-9")
        await hub.close()
        return during, after

    assert asyncio.run(come_and_go()) == (1, 0)


def test_live_listens_on_the_port_after_the_web(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9100")
    monkeypatch.delenv("LIVE_PORT", raising=False)
    assert processes.live_address() == ("127.0.0.1", 9101)
