"""Guide pages kept whole: drawn once for everybody who is not signed in, sent without a statement until they change.

A page is kept with two stamps, one of its item and one of all departments and halls. Whoever changes what it shows
gives out a new stamp, and the page no longer fits. Pages lie in a fixed number of places, so that no address anybody
invents makes them more; without the cache every page is drawn anew.
"""

import hashlib
import secrets
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache as once
from functools import lru_cache
from urllib.parse import urlencode

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from redis.exceptions import RedisError

from core import clock
from core.context_processors import ELDER_COOKIE
from core.workcalendar import SHANGHAI
from portal.pages.guide import ANSWER, NUMBER

MOST_ANSWERS = 20
NONCE = b"csp-nonce-of-this-answer"
VARY = ("Cookie", "Accept-Language")
PLACES, ANSWERED_PLACES = 8192, 1024
"""How many pages are kept at most: as they stand, and as somebody's answers shorten them. A page takes about 10 KB."""
READY = 256
LONGEST_BYTES = 400_000
SECONDS = 3600
LEVEL = 1
DRAWN_FROM = (
    *("templates/layouts", "templates/components", "templates/portal", "portal/pages", "locale"),
    "items/rules",
)
EVERYWHERE = "guide:stamp:places"
Stamps = tuple[str, str]
NO_STAMPS: Stamps = ("", "")
logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Kept:
    """One page as it lies in the cache; `name` says which, for places are shared."""

    name: str
    stamps: tuple[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page somebody asks for: the item's code and the answers that count, in order."""

    code: str
    answers: tuple[tuple[str, str], ...]

    @property
    def query(self) -> str:
        """The answers as the address of this very page has them."""
        return urlencode(self.answers)


def asked_of(request: HttpRequest, code: str) -> Asked:
    """Whatever else stands in the address shows the same page."""
    given = {(name, value) for name, values in request.GET.lists() for value in values}
    answers = [(name, value) for name, value in given if ANSWER.fullmatch(name) and NUMBER.fullmatch(value)]
    return Asked(code, tuple(sorted(answers, key=_place_of)[:MOST_ANSWERS]))


def _place_of(answer: tuple[str, str]) -> tuple[int, int]:
    """Questions and their options have their keys in the order in which they are asked."""
    return int(answer[0].removeprefix("situation-")), int(answer[1])


def same_for_everybody(request: HttpRequest) -> bool:
    """Whether this visitor sees what everybody sees: he has no session and nothing is to be told to him alone."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and "messages" not in request.COOKIES


def kept_page(request: HttpRequest, asked: Asked) -> tuple[HttpResponse | None, Stamps]:
    """The page if it is kept and still fits, and the stamps of now: read before a page is drawn, so that what changes
    meanwhile makes them wrong. They are empty where none was given out yet, or while the cache is away.
    """
    name = _name(request, asked)
    keys = (_stamp_key(asked.code), EVERYWHERE, _place(name, asked))
    try:
        found = cache.get_many(keys)
    except RedisError:
        return None, NO_STAMPS
    stamps = (found.get(keys[0], ""), found.get(keys[1], ""))
    page = found.get(keys[2])
    if isinstance(page, Kept) and page.name == name and all(stamps) and page.stamps == stamps:
        return _answer(request, page), stamps
    return None, stamps


def first_stamps(code: str) -> Stamps:
    """Give out the stamps that are missing, for an item that is there; whoever was faster gave out his."""
    with _cache_may_be_away():
        for key in (_stamp_key(code), EVERYWHERE):
            cache.add(key, secrets.token_hex(8), None)
        return str(cache.get(_stamp_key(code))), str(cache.get(EVERYWHERE))
    return NO_STAMPS


def keep_page(
    request: HttpRequest, asked: Asked, answer: HttpResponse, stamps: Stamps, *, valid: Collection[tuple[str, str]]
) -> HttpResponse:
    """Keep a page that was drawn after `stamps` were read, and return it; `valid` are the questions and options it has.

    Not kept: pages whose address is not their own (other words in it, options that are not there), pages that set a
    cookie, and giants.
    """
    patch_vary_headers(answer, VARY)
    own = request.META.get("QUERY_STRING", "") == asked.query and set(asked.answers) <= set(valid)
    if not (all(stamps) and own) or answer.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return answer
    body = answer.content
    if nonce := getattr(request, "_csp_nonce", None):
        body = body.replace(nonce.encode(), NONCE)
    if len(body) <= LONGEST_BYTES:
        name = _name(request, asked)
        with _cache_may_be_away():
            cache.set(_place(name, asked), Kept(name, stamps, zlib.compress(body, LEVEL)), _seconds_left())
    return answer


def forget_guide(code: str) -> None:
    """Let nobody see the kept pages of this item any longer. Raises RedisError while the cache is away."""
    cache.set(_stamp_key(code), secrets.token_hex(8), None)


def forget_all_guides() -> None:
    """The same for every item: a department or a hall has changed. Raises RedisError while the cache is away."""
    cache.set(EVERYWHERE, secrets.token_hex(8), None)


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    body = _unpacked(page.body)
    if NONCE in body:
        body = body.replace(NONCE, str(request.csp_nonce).encode())  # type: ignore[attr-defined]
    answer = HttpResponse(body)
    patch_vary_headers(answer, VARY)
    return answer


@lru_cache(maxsize=READY)
def _unpacked(body: bytes) -> bytes:
    """The page itself; those asked for most lie ready in the process."""
    return zlib.decompress(body)


def _name(request: HttpRequest, asked: Asked) -> str:
    elder = request.COOKIES.get(ELDER_COOKIE) == "1"
    return f"{asked.code}:{get_language()}:{elder:d}:{release_mark()}:{asked.query}"


def _place(name: str, asked: Asked) -> str:
    places, ring = (ANSWERED_PLACES, "answered") if asked.answers else (PLACES, "plain")
    return f"guide:{ring}:{zlib.crc32(name.encode()) % places}"


def _stamp_key(code: str) -> str:
    return f"guide:stamp:{code}"


def _seconds_left() -> int:
    """Dates are told in words that depend on the day: no page outlives it."""
    now = clock.local(clock.now())
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), SHANGHAI)
    return max(1, min(SECONDS, int((midnight - now).total_seconds())))


@contextmanager
def _cache_may_be_away() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        logger.warning("guide_not_kept", error=type(error).__name__)


@once
def release_mark() -> str:
    """A digest of all a page is drawn from besides data, so that no page outlives its release."""
    digest = hashlib.sha256(repr((settings.HALL, static("vendor/citizen.css"), static("js/page.js"))).encode())
    for folder in DRAWN_FROM:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in {".html", ".py", ".mo"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
