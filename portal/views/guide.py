"""The guide of an item: the same page for everybody, kept whole, and what is one's own apart from it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from identity.access import for_citizens
from items.models import ItemVersion
from items.queries import applicable_versions, shown_versions
from portal import guide_cache
from portal.pages import guide as pages
from portal.pages import held as held_pages


@require_GET
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of the version in force, also while it is suspended (I-13)."""
    if not guide_cache.same_for_everybody(request):
        return render(request, "portal/guide.html", pages.guide(_shown(code), pages.asked_options(request.GET)))
    asked = guide_cache.asked_of(request, code)
    page, stamps = guide_cache.kept_page(request, asked)
    if page is not None:
        return page
    version = _shown(code)
    if not all(stamps):
        stamps = guide_cache.first_stamps(code)
        version = _shown(code)
    answer = render(request, "portal/guide.html", pages.guide(version, pages.asked_options(request.GET)))
    valid = pages.offered_answers(version) if asked.answers else ()
    return guide_cache.keep_page(request, asked, answer, stamps, valid=valid)


@for_citizens
@never_cache
@require_GET
def held(request: HttpRequest, code: str) -> HttpResponse:
    """What of the item's materials is held already about the one a citizen acts for (I-07); a part of the guide, or a
    page of its own without script."""
    version = get_object_or_404(applicable_versions(), item__implementing_code=code)
    context = held_pages.held(version, request.GET, actor=request.actor)  # type: ignore[attr-defined]
    part = getattr(request, "htmx", False)
    return render(request, "portal/_held.html" if part else "portal/held.html", context)


def _shown(code: str) -> ItemVersion:
    return get_object_or_404(shown_versions(), item__implementing_code=code)
