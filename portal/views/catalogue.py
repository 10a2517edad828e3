"""Public pages of the catalogue: home, search, lists, guides."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.context_processors import ELDER_COOKIE
from identity.models import Department
from items.models import Theme
from items.queries import applicable_versions, for_audience, search_versions, shown_versions
from portal.pages import guide as guide_pages
from portal.pages import home as home_pages

PAGE = 30


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
    """Items by words, as people say them."""
    query = request.GET.get("q", "").strip()[:80]
    found = home_pages.rows(search_versions(query))
    title = _("Search: %(words)s") % {"words": query} if query else _("Search")
    context = {"title": title, "query": query, "items": found, **({} if found else home_pages.hints(query))}
    return render(request, "portal/search.html", context)


@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """Items by theme, department or audience, page by key."""
    found, title = applicable_versions(), _("All items")
    if (theme_id := request.GET.get("theme", "")).isdecimal():
        theme = get_object_or_404(Theme, pk=int(theme_id))
        found, title = for_audience(found.filter(themes=theme), theme.audience), theme.name
    if (department_id := request.GET.get("department", "")).isdecimal():
        department = get_object_or_404(Department, pk=int(department_id))
        found, title = found.filter(item__department=department), department.name
    if request.GET.get("audience") == "person":
        found, title = for_audience(found, "person"), _("For individuals")
    if request.GET.get("audience") == "enterprise":
        found, title = for_audience(found, "enterprise"), _("For enterprises")
    after = request.GET.get("after", "")
    shown = list(found.filter(pk__gt=int(after) if after.isdecimal() else 0).order_by("pk")[: PAGE + 1])
    query = request.GET.copy()
    query["after"] = str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    next_href = f"?{query.urlencode()}" if len(shown) > PAGE else ""
    context = {
        **{"title": title, "items": home_pages.rows(shown[:PAGE]), "page": {"next_href": next_href}},
        "tabs": home_pages.audience_tabs(request.GET.get("audience", "")) if not (theme_id or department_id) else [],
    }
    return render(request, "portal/items.html", context)


@require_GET
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of the version in force, also while it is suspended (I-13)."""
    version = get_object_or_404(shown_versions(), item__implementing_code=code)
    return render(request, "portal/guide.html", guide_pages.guide(version, request))
