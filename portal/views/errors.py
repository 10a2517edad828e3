"""What went wrong, what was kept and what to do – the pages behind a status code."""

from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

TOO_MANY_REQUESTS_SECONDS = 60


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form could not be understood."""
    return _page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the place exists for other posts."""
    return _page(request, HTTPStatus.FORBIDDEN)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token is too old: the page was open for long, or cookies are refused. CSRF_FAILURE_VIEW.

    Leads back to the page of the form, which then carries a token that fits.
    """
    came_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return _page(request, HTTPStatus.FORBIDDEN, stale=True, again_href=urlsplit(came_from).path if own else "")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing this visitor may know of; machines are told in their own shape (core.problems)."""
    if request.path.startswith("/api/v1/"):
        nothing: list[object] = []
        said = {"code": "not_found", "detail": _("There is nothing at this address."), "field": None, "faults": nothing}
        return JsonResponse(said, status=HTTPStatus.NOT_FOUND)
    return _page(request, HTTPStatus.NOT_FOUND)


def conflict(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """409: somebody else was first, or the state has changed; `sentence` says what happened."""
    return _page(request, HTTPStatus.CONFLICT, sentence=sentence)


def too_many_requests(request: HttpRequest, wait_seconds: int = TOO_MANY_REQUESTS_SECONDS) -> HttpResponse:
    """429: asked too often; tells people and machines when to come back."""
    answer = _page(request, HTTPStatus.TOO_MANY_REQUESTS, wait_seconds=wait_seconds)
    answer["Retry-After"] = str(wait_seconds)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Rendered without context processors, which may be what failed."""
    html = render_to_string("errors/500.html", {"hall": settings.HALL})
    return HttpResponse(html, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def service_unavailable(request: HttpRequest) -> HttpResponse:
    """503: the database or a needed part does not answer for the moment."""
    html = render_to_string("errors/503.html", {"hall": settings.HALL})
    return HttpResponse(html, status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "30"})


def _page(request: HttpRequest, status: HTTPStatus, **context: object) -> HttpResponse:
    return render(request, f"errors/{status.value}.html", context, status=status)
