"""Finding an item and reading its guide with 1,000 and with 10,000 items: times, their growth, plans."""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches, reverse

from bench.measuring import statements_of
from core import clock
from govportal.demo import CITY
from items.filtering import Wanted, counts_with, narrowed
from items.models import Condition, DirectoryEntry, Item, ItemVersion, MaterialSpec, VersionState
from items.queries import applicable_versions, search_versions
from items.services.indexing import index_items
from tests import world

TURNS, HITS, READ, BATCH = 200, 2000, 200, 250
ASKED = ("开饭店", "食品经营许可", "建设", "证", "spjyxk", "shipin", "shipinjy", "jzgc", "个体工商户注销", "没有的事")
WANTED = Wanted(audience="enterprise", ticks=frozenset({"online", "no_visit"}))
GOAL_MS = 200
TABLES = {"items_searchentry", "items_itemversion"}


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured with so many items; times are milliseconds."""

    items: int
    search: float
    narrow: float
    guide: float
    bare: float
    whole: tuple[str, ...]


def measure(sizes: tuple[int, int]) -> list[str]:
    """Lines of the report."""
    found, indexed = [], []
    for size in sizes:
        missing = range(Item.objects.count(), size, BATCH)
        made = [key for first in missing for key in _make_items(min(BATCH, size - first))]
        begun = time.perf_counter()
        index_items(made)
        indexed.append(len(made) / (time.perf_counter() - begun))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found.append(_figures())
    return [*_lines(*found), f"items indexed: {indexed[-1]:.0f}/s"]


def bare(request: HttpRequest) -> HttpResponse:
    """A view that does nothing but send the bytes of a guide."""
    return HttpResponse(bare.body)  # type: ignore[attr-defined]


def _figures() -> Figures:
    codes = list(Item.objects.values_list("implementing_code", flat=True)[:: max(1, Item.objects.count() // READ)])
    hrefs = [reverse("portal:guide", args=[code]) for code in codes]
    hit, plain = _through_the_house(hrefs)
    return Figures(
        items=Item.objects.count(),
        search=_p95(lambda turn: search_versions(ASKED[turn % len(ASKED)])),
        narrow=_p95(lambda turn: _list_page()),
        guide=hit,
        bare=plain,
        whole=tuple(sorted({table for asked in ASKED for table in _read_whole(partial(search_versions, asked))})),
    )


def _list_page() -> object:
    found = narrowed(applicable_versions(), WANTED)
    return list(found.order_by("pk")[:31]), counts_with(found)


def _lines(few: Figures, many: Figures) -> Iterator[str]:
    yield (
        f"search, {many.items} items: p95 {many.search:.1f} ms (goal {GOAL_MS}), {many.search / few.search:.1f} × that "
        f"of {few.items}; {statements_of(lambda: search_versions('食品'))} SQL statement; tables read whole: "
        f"{', '.join(many.whole) or 'none'}"
    )
    yield (
        f"list narrowed by three marks with counts, {many.items} items: p95 {many.narrow:.1f} ms, "
        f"{many.narrow / few.narrow:.1f} × that of {few.items}"
    )
    for one in (few, many):
        yield (
            f"guide from the cache, {one.items} items: {1000 / one.guide:.0f} hits/s on one core (goal 1000), "
            f"{one.guide / one.bare:.2f} × the time of a bare view with the same bytes ({1000 / one.bare:.0f}/s)"
        )


def _through_the_house(hrefs: list[str]) -> tuple[float, float]:
    """Milliseconds of one guide that is kept, and of a bare view, both through every middleware."""
    settings.ROOT_URLCONF = "bench.bare_urls"
    clear_url_caches()
    house, factory = WSGIHandler(), RequestFactory()

    def ask(href: str) -> HttpResponse:
        answer = house.get_response(factory.get(href, headers={"host": "127.0.0.1"}))
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{href}: {answer.status_code}")
        answer.close()
        return answer  # type: ignore[return-value]

    for href in hrefs:
        bare.body = ask(href).content  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as captured:
        ask(hrefs[-1])
    if captured.captured_queries:
        raise RuntimeError("a kept guide asked the database")
    order = random.Random(1).choices(hrefs, k=HITS)
    turns = [(_each(lambda: [ask(href) for href in order]), _each(lambda: [ask("/bare/") for _ in order]))]
    turns += [(_each(lambda: [ask(href) for href in order]), _each(lambda: [ask("/bare/") for _ in order]))]
    return min(hit for hit, _plain in turns), min(plain for _hit, plain in turns)


def _each(deed: Callable[[], object]) -> float:
    begun = time.process_time()
    deed()
    return (time.process_time() - begun) * 1000 / HITS


def _p95(deed: Callable[[int], object]) -> float:
    took = []
    for turn in range(TURNS):
        begun = time.perf_counter()
        deed(turn)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.quantiles(took, n=100, method="inclusive")[94]


def _read_whole(deed: Callable[[], object]) -> Iterator[str]:
    """Tables of the catalogue that a statement of the deed reads from end to end."""
    with CaptureQueriesContext(connection) as captured:
        deed()
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {query['sql'].replace('%', '%%')}", ())
            found = cursor.fetchone()[0]
        yield from _whole((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])


def _whole(node: dict[str, object]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan" and node["Relation Name"] in TABLES:
        yield str(node["Relation Name"])
    for inner in node.get("Plans", []):  # type: ignore[attr-defined]
        yield from _whole(inner)


def _make_items(count: int) -> list[int]:
    """Items in force, named after those of the demonstration city, with materials and conditions; their keys."""
    shapes = [shape for file in CITY.item_files() for shape in file["items"]]
    body, first = world.department(), Item.objects.count()
    chosen = [(number, shapes[number % len(shapes)]) for number in range(first, first + count)]
    entries = DirectoryEntry.objects.bulk_create(
        DirectoryEntry(base_code=f"99{n:010d}", name=f"{shape['name']}（{n}）", type=shape["type"])
        for n, shape in chosen
    )
    items = Item.objects.bulk_create(
        Item(entry=entry, department=body, level=4, implementing_code=f"9{n:030d}")
        for entry, (n, _shape) in zip(entries, chosen, strict=True)
    )
    versions = ItemVersion.objects.bulk_create(
        ItemVersion(
            **{"item": item, "number": 1, "published_at": clock.now(), "name": shape["name"], "kind": shape["kind"]},
            **{key: shape[key] for key in ("initiated_by", "audience", "visits", "online_depth", "coverage")},
            promised_days=5,
        )
        for item, (_n, shape) in zip(items, chosen, strict=True)
    )
    _add_parts(versions, [shape for _n, shape in chosen])
    ItemVersion.objects.filter(pk__in=[version.pk for version in versions]).update(state=VersionState.PUBLISHED)
    return [item.pk for item in items]


def _add_parts(versions: list[ItemVersion], shapes: list[dict[str, list[dict[str, str]]]]) -> None:
    pairs = list(zip(versions, shapes, strict=True))
    MaterialSpec.objects.bulk_create(
        MaterialSpec(version=version, order=n, name=one["name"], source=one["source"], forms=[], required=True)
        for version, shape in pairs
        for n, one in enumerate(shape["materials"], start=1)
    )
    Condition.objects.bulk_create(
        Condition(version=version, order=n, text=str(text))
        for version, shape in pairs
        for n, text in enumerate(shape["conditions"], start=1)
    )
