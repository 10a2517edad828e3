"""The inbox."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.keys import key_in
from identity.access import sign_in_first
from notices.queries import visible_to
from notices.services import mark_read

PAGE = 20


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Messages, the newest first, page by key."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_authenticated:
        return sign_in_first(request)
    after = key_in(request.GET.get("after"))
    found = visible_to(actor)
    shown = list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])
    context = {
        "inbox": shown[:PAGE],
        "page": {"next_href": f"?after={shown[PAGE - 1].pk}" if len(shown) > PAGE else ""},
        "layout": "layouts/staff.html" if actor.is_staff else "layouts/citizen.html",
    }
    return render(request, "notices/inbox.html", context)


@require_POST
def open_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark a message read and go where it points."""
    actor = request.actor  # type: ignore[attr-defined]
    message = get_object_or_404(visible_to(actor), pk=message_id)
    mark_read(message, by=actor)
    return HttpResponseRedirect(message.link) if message.link else redirect("notices:inbox")
