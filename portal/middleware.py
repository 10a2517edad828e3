"""What no page answered itself, and files that were sent before their form."""

from collections.abc import Callable
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from core.refusal import Refusal
from core.services.uploads import SentInParts, forget_upload, upload_of
from portal.views import errors

SENT = "sent-in-parts."
"""What a form says instead of a file: this and the name of the input, with the key of the upload."""
FAILED = 400
FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


class UnansweredMiddleware:
    """A conflict that the page itself does not tell (somebody was faster by a moment) becomes the page of 409; text
    with a zero byte, which no person types and PostgreSQL cannot keep, becomes that of 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a conflict or of a zero byte; everything else stays an error."""
        if isinstance(exception, Refusal) and exception.conflict:
            return errors.conflict(request, exception.sentence)
        if isinstance(exception, DataError) and "NUL (0x00)" in str(exception):
            return errors.bad_request(request, exception)
        return None


class PartsMiddleware:
    """Gives forms the files that were sent in parts beforehand (portal.views.uploads), in the place of their inputs, so
    that every form takes them as any other. Those a form took are forgotten; those it could not take stay for another
    try. An upload of somebody else is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < FAILED:
            for sent in getattr(request, "sent_in_parts", ()):
                forget_upload(sent.upload)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Before the view looks at its files; what takes no token reads its body itself."""
        is_form = request.method == "POST" and str(request.content_type).startswith(FORM_TYPES)
        if getattr(view, "csrf_exempt", False) or not is_form:
            return
        found = []
        for name in [one for one in request.POST if one.startswith(SENT)]:
            for key in request.POST.getlist(name):
                upload = upload_of(key, request.actor)  # type: ignore[attr-defined]
                if upload is not None:
                    found.append(SentInParts(upload))
                    request.FILES.appendlist(name.removeprefix(SENT), found[-1])
        request.sent_in_parts = found  # type: ignore[attr-defined]
