"""Accept a case over the API: case, applicant, first status, a one-kilobyte document, audit and outbox rows."""

import secrets
from functools import lru_cache
from typing import Any

import httpx
from django.test import Client

from bench.floors import floor, keys
from bench.measuring import Measured, clients, processor_time, statements_of
from bench.town import BenchTown, body
from identity.models import Post
from items.frozen import routes_of, stages_of

CLIENTS = (1, 8, 16)


def measure(town: BenchTown, site: str, web: int, seconds: float) -> list[str]:
    """Lines of the report."""
    lines = [f"accept a case over the API: {statements(town)} SQL statements"]
    fixed_values(town)
    for count in CLIENTS:
        ours = over_http(town, site, web, count, seconds)
        plain = floor("accept_case", count, seconds, lambda: floor_values(town))
        lines.append(
            f"  {count:>2} clients: {ours.rate:7.1f}/s, {ours.cpu_ms:5.1f} CPU ms each; "
            f"plain SQL {plain.rate:7.1f}/s, ratio {plain.rate / ours.rate:4.1f}"
        )
    return lines


def over_http(town: BenchTown, site: str, web: int, count: int, seconds: float) -> Measured:
    """Filings a second with `count` clients at once."""
    browsers = [httpx.Client(base_url=site, trust_env=False, timeout=30) for _client in range(count)]

    def turn(place: int) -> None:
        headers = {"Authorization": f"Key {town.secret}", "Idempotency-Key": secrets.token_hex(8)}
        answer = browsers[place].post("/api/v1/cases/", json=body(town), headers=headers)
        if answer.status_code not in {201, 422}:
            raise RuntimeError(f"{answer.status_code} {answer.text[:300]}")

    with processor_time([web]) as used:
        done, took = clients(count, seconds, turn)
    for browser in browsers:
        browser.close()
    return Measured(done, took, used[0] * 1000 / max(done, 1))


def statements(town: BenchTown) -> int:
    """SQL statements of one filing, once the frozen parts of the item are at hand."""
    browser = Client(SERVER_NAME="localhost")

    def file() -> None:
        headers = {"Authorization": f"Key {town.secret}", "Idempotency-Key": secrets.token_hex(8)}
        answer = browser.post("/api/v1/cases/", body(town), content_type="application/json", headers=headers)
        if answer.status_code != 201:
            raise RuntimeError(answer.content.decode()[:300])

    file()
    return statements_of(file)


@lru_cache(maxsize=1)
def fixed_values(town: BenchTown) -> dict[str, Any]:
    """What stays the same in every turn of the floor."""
    version = town.version
    route = routes_of(version.pk)[0]
    stage = stages_of(route.pk)[0]
    post = Post.objects.get(department_id=version.item.department_id, name="科室审查岗")
    return {
        **{"version": version.pk, "department": version.item.department_id, "route": route.pk, "stage": stage.pk},
        **{"seat": stage.seats.all()[0].pk, "spec": version.materialspec_set.all()[0].pk, "post": post.pk},
    }


def floor_values(town: BenchTown) -> dict[str, Any]:
    """Keys of one turn of the floor."""
    return {**fixed_values(town), **keys()}
