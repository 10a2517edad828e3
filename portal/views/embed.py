"""Pages made to stand in frames of other sites: items, and progress (C08).

No session is used and no script is loaded. Links open windows of their own, so that nobody signs in inside a frame.
"""

from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from cases.pages.space import progress as progress_page
from core.keys import key_in
from items.filtering import narrowed
from items.queries import applicable_versions
from portal.forms_signin import ProgressForm
from portal.pages import finding
from portal.pages import home as home_pages
from portal.views.progress import found_by

View = Callable[[HttpRequest], HttpResponseBase]
PAGE, KEPT_SECONDS = 20, 60


def for_frames(setting: str) -> Callable[[View], View]:
    """Let the origins of this setting frame a page, in the language its address asks for; nobody without any."""

    def decorate(view: View) -> View:
        @wraps(view)
        def framed(request: HttpRequest) -> HttpResponseBase:
            origins = getattr(settings, setting)
            with translation.override(_language(request)):
                answer = view(request)
            if not origins:
                return answer
            open_to = csp_replace({"frame-ancestors": origins})(xframe_options_exempt(lambda _request: answer))
            return open_to(request)

        return framed

    return decorate


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else str(translation.get_language())


@require_GET
@for_frames("EMBED_ITEMS_ORIGINS")
def items(request: HttpRequest) -> HttpResponse:
    """Items narrowed as the portal's own list is, page by key. Raises Http404 for what nobody has."""
    asked = finding.asked_of(request.GET)
    key = key_in(request.GET.get("after")) or 0
    found = list(narrowed(applicable_versions(), asked.wanted).filter(pk__gt=key).order_by("pk")[: PAGE + 1])
    query = request.GET.copy()
    query["after"] = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    answer = render(
        request,
        "portal/embed_items.html",
        {
            **{"title": asked.title, "items": home_pages.rows(found[:PAGE])},
            "next_href": f"?{query.urlencode()}" if len(found) > PAGE else "",
        },
    )
    patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    return answer


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@for_frames("EMBED_PROGRESS_ORIGINS")
def progress(request: HttpRequest) -> HttpResponse:
    """Number and code; the answer names nobody (C-33).

    No token is asked for: browsers send no cookie into a frame of another site, and who posts has to know both
    secrets; nothing is done in anybody's name.
    """
    form = ProgressForm(request.POST or None)
    case = found_by(form, request)
    if case is not None:
        return render(request, "portal/embed_progress.html", {"form": None, **progress_page(case)})
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/embed_progress.html", {"form": form}, status=status)
