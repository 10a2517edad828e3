"""Public pages of the catalogue: home, search, lists, guides."""

from contextlib import suppress
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from core.context_processors import ELDER_COOKIE
from core.keys import key_in
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from identity.access import address_of
from items.filtering import counts_with, narrowed
from items.queries import applicable_versions, search_versions
from items.services.misses import note_miss
from portal.pages import finding
from portal.pages import home as home_pages

PAGE = 30
SUGGESTED, SUGGESTION_SECONDS, SUGGESTIONS = 8, 30, (Rate(240, 60),)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The start page; elder mode has a calmer one."""
    elder = request.COOKIES.get(ELDER_COOKIE) == "1"
    return render(
        request,
        "portal/home_elder.html" if elder else "portal/home.html",
        home_pages.elder_home() if elder else home_pages.home(),
    )


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Items by words, as people say them; what finds nothing is counted for the administrators."""
    query, asked = request.GET.get("q", "").strip()[:80], finding.asked_of(request.GET)
    found = search_versions(query, wanted=asked.wanted)
    if query and not found and asked.wanted.asks_nothing():
        note_miss(query, address=address_of(request))
    title = _("Search: %(words)s") % {"words": query} if query else _("Search")
    narrowing = finding.narrowing(asked, request.GET, finding.counted(found), path=request.path)
    shown_anyway = bool(query) and not asked.wanted.asks_nothing()
    shown = {"items": home_pages.rows(found)} if found else home_pages.hints(query, narrowed=shown_anyway)
    context = {"title": title, "query": query, "items": [], "narrowing": narrowing if found or shown_anyway else {}}
    return render(request, "portal/search.html", context | shown)


@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """A few items while somebody types, as the options of the box he types into; nothing is written down."""
    query = request.GET.get("q", "").strip()[:80]
    try:
        with suppress(RedisError):
            count_try(f"suggest:{address_of(request)}", SUGGESTIONS)
    except Refusal:
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"})
    found = home_pages.rows(search_versions(query, limit=SUGGESTED)) if len(query) > 1 or not query.isascii() else []
    answer = render(request, "portal/_suggestions.html", {"items": found, "query": query})
    patch_cache_control(answer, private=True, max_age=SUGGESTION_SECONDS)
    return answer


@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """Items narrowed by audience, theme, department, town and ticks, page by key."""
    asked = finding.asked_of(request.GET)
    found = narrowed(applicable_versions(), asked.wanted)
    key = key_in(request.GET.get("after")) or 0
    shown = list(found.filter(pk__gt=key).order_by("pk")[: PAGE + 1])
    query = request.GET.copy()
    query["after"] = str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    next_href = f"?{query.urlencode()}" if len(shown) > PAGE else ""
    context = {
        **{"title": asked.title, "items": home_pages.rows(shown[:PAGE]), "page": {"next_href": next_href}},
        "narrowing": finding.narrowing(asked, request.GET, counts_with(found), path=request.path),
        "why": "" if asked.wanted.asks_nothing() else _("No item fits all of this. Take one of the answers back."),
    }
    return render(request, "portal/items.html", context)


@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """The bodies one can ask for something."""
    return render(request, "portal/entrances.html", finding.by_department())


@require_GET
def towns(request: HttpRequest) -> HttpResponse:
    """The towns, and what they take in."""
    return render(request, "portal/entrances.html", finding.by_town())
