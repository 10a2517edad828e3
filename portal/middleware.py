"""What no page answered itself."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from core.refusal import Refusal
from portal.views import errors


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
