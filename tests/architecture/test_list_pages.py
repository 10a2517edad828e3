"""Every list costs the same with one row as with many, and its next page begins behind a key, never by OFFSET.

One town is measured twice, with one row in every list and with more than a page; nothing of it stays.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.models import Case, CaseState, Clock
from cases.views.clerk import TABS
from cases.views.parcels import TABS as PARCEL_TABS
from cases.views.transfers import TABS as PAPER_TABS
from core import clock
from core.clock import SimulatedClock, running_at
from core.queries.calendar import forget_calendar
from core.services.calendar import seed_calendar
from hall_devices.models import Ticket
from hall_devices.pages.follow import follow_href
from hall_devices.readers.simulated import SimulatedReader
from identity.actors import SYSTEM
from items.frozen import forget_frozen
from linkage.models import Review
from tests.architecture.listed_town import ListedTown
from tests.cases.walks import at
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("lists")]

MORE = 52
"""Rows added for the second measurement: more than the longest page shows."""
NEXT = re.compile(r'<a[^>]*?href="(\?[^"]*)"[^>]*?rel="next"', re.S)
NOWHERE = "/there-is-no-such-page/"
NOT_COUNTED = re.compile(r"^(SAVEPOINT|RELEASE)|FROM \"core_calendar")
"""Marks of transactions, and the calendar, which every process asks for once a minute."""
Town = ListedTown
NO_KEYS = "9" * 5000, "9" * 19, "²", "１", "-1", "1.5", "0", "\0", "１＇ OR 1"
"""What people and machines put where a key belongs; Python reads no number of five thousand digits."""


@dataclass(frozen=True)
class ListPage:
    """Who reads which list. With `pages` more rows than fit are shown page by page, under the key `after`; the others
    show a fixed number: the best of a search, the next few, what one person has today, one case with all its parts.
    `ceiling` is how many statements it may ask; what the frame of every page of this reader asks is left out."""

    reader: str
    route: str
    keys: Callable[[Town], list[Any]] = lambda town: []
    query: Callable[[Town], str] = lambda town: ""
    pages: bool = True
    after: str = "after"
    ceiling: int = 8


def short(
    reader: str,
    route: str,
    keys: Callable[[Town], list[Any]] = lambda town: [],
    query: Callable[[Town], str] = lambda town: "",
    ceiling: int = 8,
) -> ListPage:
    return ListPage(reader, route, keys, query, pages=False, ceiling=ceiling)


def key(*given: Any) -> Callable[[Town], list[Any]]:
    return lambda town: list(given)


def asked(text: str) -> Callable[[Town], str]:
    return lambda town: text


def first_case(town: Town) -> list[Any]:
    return [town.cases[0].pk]


def body(town: Town) -> str:
    return f"?department={town.version.item.department_id}"


LISTS = {
    "my space": short("owner", "cases:space", ceiling=10),
    "my cases": ListPage("owner", "cases:space_cases"),
    "my case": short("owner", "cases:space_case", first_case, ceiling=22),
    "my data": ListPage("owner", "cases:my_data"),
    "wallet": ListPage("owner", "cases:wallet"),
    "wallet, documents": ListPage("owner", "cases:wallet", after="document_after"),
    "uses of my licences": ListPage("owner", "cases:my_uses"),
    "to sign with others": ListPage("owner", "cases:signings"),
    "messages about a case": ListPage("owner", "cases:talk", first_case),
    "messages about a case, staff": ListPage("officer", "cases:desk_talk", first_case, ceiling=9),
    "unanswered questions": ListPage("officer", "cases:questions"),
    "unanswered questions, all bodies": ListPage("supervisor", "cases:questions"),
    "my projects": ListPage("owner", "cases:projects"),
    "a project": ListPage("owner", "cases:project", lambda town: [town.project.pk], ceiling=10),
    "a project, staff": ListPage("officer", "cases:desk_project", lambda town: [town.project.pk], ceiling=12),
    "proof of a project": ListPage(
        "owner", "cases:project", lambda town: [town.project.pk], after="proof_after", ceiling=10
    ),
    "changes of the calendar": ListPage("counsel", "cases:calendar"),
    "deadlines a calendar moves": ListPage(
        "counsel", "cases:calendar_change", lambda town: [town.change.pk], ceiling=9
    ),
    "checks of pledges": ListPage("officer", "cases:pledge_checks"),
    "credit list": ListPage("supervisor", "cases:credit_list"),
    "data quality": ListPage("supervisor", "cases:data_quality"),
    "kept licences": ListPage("maker", "cases:kept_licences", query=lambda town: f"?q={town.person.code}", ceiling=12),
    "blanks": ListPage("maker", "cases:stock", ceiling=14),
    "batches of paper": ListPage("maker", "cases:capture_batches"),
    "scans": ListPage("maker", "cases:capture_batch", lambda town: [town.batch.pk if town.batch else 0]),
    "inbox": ListPage("owner", "notices:inbox"),
    "inbox of staff": ListPage("clerk", "notices:inbox"),
    **{f"desk, {tab}": ListPage("officer", "cases:desk", query=asked(f"?tab={tab}")) for tab in TABS},
    "handing out": ListPage("officer", "cases:handing_out"),
    **{f"parcels, {tab}": ListPage("officer", "cases:parcels", query=asked(f"?tab={tab}")) for tab in PARCEL_TABS},
    **{f"papers, {tab}": ListPage("officer", "cases:transfers", query=asked(f"?tab={tab}")) for tab in PAPER_TABS},
    "desk, search": ListPage("officer", "cases:desk", query=asked("?q=林")),
    "who reviews what": ListPage("leader", "linkage:held", ceiling=10),
    "archive": ListPage("archivist", "cases:archives"),
    "archive, archived": ListPage("archivist", "cases:archives", query=asked("?tab=archived")),
    "hand-overs to the archives": ListPage("archivist", "cases:archive_transfers"),
    "retention": ListPage("warden", "cases:retention", ceiling=10),
    "proofs of retention": ListPage("warden", "cases:retention_act", lambda town: [town.act.pk]),
    "publications": ListPage("leader", "cases:publications", query=asked("?tab=published")),
    "published decisions": ListPage("nobody", "portal:publications"),
    "published decisions, found": ListPage("nobody", "portal:publications", query=asked("?q=王")),
    "my payments": ListPage("owner", "payments:space"),
    "fees to be paid": ListPage("officer", "payments:desk"),
    "reconciliation": ListPage("supervisor", "payments:reconciliation"),
    "ledger": ListPage("supervisor", "payments:ledger"),
    "reviews": ListPage("reviewer", "linkage:reviews"),
    "reviews, decided": ListPage("reviewer", "linkage:reviews", query=asked("?tab=done")),
    "proposals": ListPage("supervisor", "cases:proposals"),
    "withdrawals": ListPage("clerk", "cases:withdrawals"),
    "papers demanded": ListPage("supervisor", "cases:demands"),
    "batch intake": ListPage("officer", "cases:batches"),
    "rows of a batch": ListPage("officer", "cases:batch", lambda town: [town.rows.pk]),
    "situation": short("supervisor", "supervision:dashboard", ceiling=13),
    "alarms": ListPage("supervisor", "supervision:alarms"),
    "call-backs": ListPage("supervisor", "supervision:callbacks"),
    "supervision orders": ListPage("supervisor", "supervision:orders"),
    "running cases": ListPage("supervisor", "supervision:cases"),
    "running cases, late": ListPage("supervisor", "supervision:cases", query=asked("?due=late")),
    "running cases, one body": ListPage("supervisor", "supervision:cases", query=body),
    "supervised case": short("supervisor", "supervision:case", first_case, ceiling=14),
    "home": short("nobody", "portal:home"),
    "catalogue": ListPage("nobody", "portal:items"),
    "catalogue, theme": ListPage("nobody", "portal:items", query=lambda town: f"?theme={town.theme.pk}"),
    "catalogue, one body": ListPage("nobody", "portal:items", query=body),
    "catalogue, audience": ListPage("nobody", "portal:items", query=asked("?audience=person")),
    "catalogue, narrowed": ListPage("nobody", "portal:items", query=asked("?audience=person&no_visit=1&online=1")),
    "embedded items": ListPage("nobody", "portal:embed_items"),
    "departments": short("nobody", "portal:departments"),
    "towns": short("nobody", "portal:towns"),
    "suggestions": short("nobody", "portal:suggest", query=asked("?q=shipin")),
    "workshop": ListPage("keeper", "catalogue:overview"),
    "items of the workshop": ListPage("keeper", "catalogue:items"),
    "statistics": short("keeper", "catalogue:statistics"),
    "limits": ListPage("keeper", "catalogue:statistics_limits"),
    "before and after": ListPage("keeper", "catalogue:statistics_changes"),
    "quality": ListPage("keeper", "catalogue:quality"),
    "spot checks": ListPage("supervisor", "catalogue:spot_checks"),
    "words": ListPage("keeper", "catalogue:words"),
    "phrases": ListPage("keeper", "catalogue:phrases"),
    "misses": short("keeper", "catalogue:misses"),
    "search": short("nobody", "portal:search", query=asked("?q=食品")),
    "trial messages": short("nobody", "portal:trial_messages"),
    "window": short("clerk", "hall_devices:counter", ceiling=10),
    "queue": ListPage("clerk", "hall_devices:queue"),
    "queue, missed": ListPage("clerk", "hall_devices:queue", after="missed_after"),
    "items at the window": ListPage("clerk", "hall_devices:items"),
    "cases of the visitor": ListPage("clerk", "hall_devices:visitor_cases"),
    "screen": short("nobody", "hall_devices:screen", key("screen")),
    "followed ticket": short("nobody", "hall_devices:follow"),
    "kiosk, start": short("nobody", "hall_devices:kiosk", key("kiosk")),
    "kiosk, choices": short("nobody", "hall_devices:kiosk_choose", key("kiosk")),
    "kiosk, zone": short(
        "nobody", "hall_devices:kiosk_choose", key("kiosk"), lambda town: f"?zone={town.business.zone_id}"
    ),
    "kiosk, business": short(
        "nobody", "hall_devices:kiosk_choose", key("kiosk"), lambda town: f"?business={town.business.pk}"
    ),
    "kiosk, search": short("nobody", "hall_devices:kiosk_choose", key("kiosk"), asked("?q=食品")),
    "kiosk, my numbers": short("visitor", "hall_devices:kiosk_mine", key("kiosk")),
    "kiosk, my cases": short("visitor", "hall_devices:kiosk_cases", key("kiosk")),
    "pad": short("nobody", "hall_devices:pad", key("pad")),
    "imports": short("keeper", "catalogue:import_list"),
    "exports": short("keeper", "catalogue:export_list"),
    "imported items": ListPage("keeper", "catalogue:import_book", lambda town: [town.book.pk]),
    "directory": ListPage("supervisor", "catalogue:directory"),
    "official list": ListPage("supervisor", "catalogue:official_list", key("powers"), ceiling=10),
    "api": ListPage("system", "cases:api_cases"),
}


def in_state(state: CaseState) -> Callable[[Town], object]:
    return lambda town: Case.objects.update(state=state)


def all_late(town: Town) -> None:
    Clock.objects.update(due_at=clock.now())


def all_decided(town: Town) -> None:
    now = clock.now()
    Review.objects.update(verdict="approve", decided_by=town.reviewer.staff_id, decided_at=now, closed_at=now)


BEFOREHAND: dict[str, Callable[[Town], object]] = {
    **{f"desk, {tab}": in_state(CaseState(states[0])) for tab, states in TABS.items()},
    "archive": in_state(CaseState.WITHDRAWN),
    "handing out": in_state(CaseState.ISSUED),
    "reviews, decided": all_decided,
    "running cases, late": all_late,
}
"""What is made true before a list is looked at, so that all cases are in it."""


@dataclass
class Seen:
    """One answer: its statements, how many of them are the list's own, where the next page is."""

    statements: list[str]
    own: int
    next_href: str

    def tables(self) -> list[str]:
        """The table each statement begins with, for people who look for the one too many."""
        return [found[1] if (found := re.search(r'FROM "?(\w+)', sql)) else sql[:40] for sql in self.statements]


@dataclass
class Measured:
    """The same list with one row, with many, and its second page when there is one."""

    few: Seen
    many: Seen
    second: Seen | None
    without_key: dict[str, int]
    """The status each of NO_KEYS gets."""


@pytest.fixture(scope="module")
def measured(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Measured]]:
    monday = SimulatedClock(at(2026, 3, 2))
    with django_db_blocker.unblock(), running_at(monday), transaction.atomic():
        seed_calendar(range(2024, 2027), by=SYSTEM)
        town = Town()
        town.grow(1)
        few = {name: look(town, name) for name in LISTS}
        town.grow(MORE)
        many = {name: look(town, name) for name in LISTS}
        found = {
            name: Measured(
                few[name], seen, look(town, name, seen.next_href) if seen.next_href else None, without_key(town, name)
            )
            for name, seen in many.items()
        }
        transaction.set_rollback(True)
    forget_calendar()
    forget_frozen()
    cache.clear()
    yield found


def look(town: Town, name: str, query: str | None = None) -> Seen:
    """Ask for a list as its reader does. What is made true for it is undone."""
    page = LISTS[name]
    with transaction.atomic():
        BEFOREHAND.get(name, lambda town: None)(town)
        client, path = reader(town, page.reader), path_of(town, page)
        _text, frame = asking(client, NOWHERE, 404)
        text, statements = asking(client, path + (page.query(town) if query is None else query), 200)
        transaction.set_rollback(True)
    links = [unescape(link) for link in NEXT.findall(text)] or re.findall(r'"next":"(\?[^"]*)"', text)
    following = [link for link in links if re.search(rf"[?&]{page.after}=", link)]
    return Seen(statements, len(statements) - len(frame), following[0] if following else "")


def path_of(town: Town, page: ListPage) -> str:
    if page.route == "hall_devices:follow":
        return follow_href(Ticket.objects.filter(business=town.business, state="waiting").order_by("-pk")[0])
    return reverse(page.route, args=page.keys(town))


def without_key(town: Town, name: str) -> dict[str, int]:
    """What a list of pages answers to keys that are none."""
    page = LISTS[name]
    client, path = reader(town, page.reader), path_of(town, page)
    return {text[:20]: client.get(path, {page.after: text}).status_code for text in NO_KEYS if page.pages}


def reader(town: Town, who: str) -> Client:
    """The browser of the one who reads; the visitor has laid his card on the machine."""
    if who == "system":
        return Client(headers={"authorization": f"Key {town.secret}"})
    if who == "visitor":
        SimulatedReader(f"kiosk-{town.kiosk.pk}").lay(town.person)
        visitor = Client()
        visitor.post(reverse("hall_devices:kiosk_card", args=["kiosk"]))
        return visitor
    return signed_in(getattr(town, who, None))


def asking(client: Client, href: str, status: int) -> tuple[str, list[str]]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(href)
    assert answer.status_code == status, (href, answer.status_code)
    return answer.content.decode(), [query["sql"] for query in captured if not NOT_COUNTED.search(query["sql"])]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_no_more_for_many_rows_than_for_one(measured: dict[str, Measured], name: str) -> None:
    few, many = measured[name].few, measured[name].many
    assert many.own <= few.own, many.tables()
    assert many.own <= LISTS[name].ceiling, many.tables()


@pytest.mark.parametrize("name", [name for name, page in LISTS.items() if page.pages])
def test_a_list_goes_on_behind_a_key_and_page_two_costs_what_page_one_costs(
    measured: dict[str, Measured], name: str
) -> None:
    """One statement more is allowed: the one that reads the row the page begins behind."""
    second = measured[name].second
    assert second is not None, "the second page is missing"
    assert second.own <= measured[name].many.own + 1, second.tables()


@pytest.mark.parametrize("name", [name for name, page in LISTS.items() if page.pages])
def test_a_list_answers_a_key_that_is_none(measured: dict[str, Measured], name: str) -> None:
    """Pages show their beginning or nothing; of a zero byte they say, as the API does of all, that it is none."""
    codes = measured[name].without_key
    assert {text for text, code in codes.items() if code != 200} <= ({*codes} if name == "api" else {"\0"})
    assert set(codes.values()) <= {200, 400}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_counts_rows_away(measured: dict[str, Measured], name: str) -> None:
    seen = [one for one in (measured[name].few, measured[name].many, measured[name].second) if one is not None]
    assert [sql for one in seen for sql in one.statements if re.search(r"\bOFFSET\b", sql)] == []


def test_every_view_that_shows_pages_is_measured_here() -> None:
    """A view that cuts rows into pages without an entry above was never measured."""
    cut = re.compile(r"\bpage_of\(|\bPAGE\b")
    routes = {name for name, view in views() if cut.search(inspect.getsource(inspect.unwrap(view)))}
    assert routes - {page.route for page in LISTS.values()} == set()


def views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            callback = pattern.callback
            yield f"{prefix}{pattern.name}", getattr(callback, "view_class", getattr(callback, "cls", callback))
