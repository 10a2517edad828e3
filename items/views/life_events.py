"""Administrators keep life events (H16)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.forms_life_events import LifeEventForm, QuestionForm
from items.models import DirectoryEntry, LifeEvent
from items.pages import life_events as pages
from items.services import life_events as services

UNPROCESSABLE = 422


@for_staff(Role.CATALOGUE_ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """All life events in order; a new one."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST" and (key := request.POST.get("up", "")):
        services.move_up(get_object_or_404(LifeEvent, pk=key_in(key) or 0), by=actor)
        return redirect("catalogue:life_events")
    form = LifeEventForm(request.POST or None, initial={"audience": "person", "icon": "map-2"})
    if request.method == "POST" and form.is_valid():
        try:
            event = services.save_life_event(None, services.EventFacts(**form.cleaned_data), by=actor)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("Kept. Add its questions and items, then show it."))
            return redirect("catalogue:life_event", event.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "items/life_events.html", pages.overview(form), status=status)


@for_staff(Role.CATALOGUE_ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, event_id: int) -> HttpResponse:
    """One life event: what it is called, its questions, its items, whether it is shown."""
    event = get_object_or_404(LifeEvent, pk=event_id)
    wrong: dict[str, Any] = {}
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            wrong = deed(request, event)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("catalogue:life_event", event.pk)
        if not wrong:
            gone = not LifeEvent.objects.filter(pk=event.pk).exists()
            return redirect("catalogue:life_events") if gone else redirect("catalogue:life_event", event.pk)
    context = pages.editor(event, request.GET, **wrong)
    return render(request, "items/life_event.html", context, status=UNPROCESSABLE if wrong else 200)


def _save_facts(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    form = LifeEventForm(request.POST, auto_id="facts-%s")
    actor = request.actor  # type: ignore[attr-defined]
    kept = _kept(form, lambda typed: services.save_life_event(event, services.EventFacts(**typed), by=actor))
    return {} if kept else {"facts": form}


def _save_question(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    key = request.POST.get("question", "")
    question = get_object_or_404(event.questions, pk=key_in(key) or 0) if key else None
    form = QuestionForm(request.POST, auto_id=f"question-{key}-%s" if question else "id_%s")
    actor = request.actor  # type: ignore[attr-defined]
    kept = _kept(form, lambda typed: services.save_question(event, question, **typed, by=actor))
    return {} if kept else {"question": form, "question_id": question.pk if question else None}


def _save_item(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    entry = get_object_or_404(DirectoryEntry, pk=key_in(request.POST.get("entry")) or 0)
    options = [key_in(key) or 0 for key in request.POST.getlist("options")]
    actor = request.actor  # type: ignore[attr-defined]
    services.save_item(event, entry, request.POST.get("why", "")[:120], options, by=actor)
    return {}


def _remove_part(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    services.remove_part(_part(request, event), by=request.actor)  # type: ignore[attr-defined]
    return {}


def _move_part(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    services.move_up(_part(request, event), by=request.actor)  # type: ignore[attr-defined]
    return {}


def _show(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    services.show_life_event(event, shown=True, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("Everybody sees it on the portal now."))
    return {}


def _hide(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    services.show_life_event(event, shown=False, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("It is no longer on the portal."))
    return {}


def _remove(request: HttpRequest, event: LifeEvent) -> dict[str, Any]:
    services.remove_life_event(event, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("“%(name)s” was removed.") % {"name": event.name})
    return {}


DEEDS: dict[str, Callable[[HttpRequest, LifeEvent], dict[str, Any]]] = {
    **{"facts": _save_facts, "question": _save_question, "item": _save_item},
    **{"remove_part": _remove_part, "up": _move_part, "show": _show, "hide": _hide, "remove": _remove},
}
"""What each button of the page does; an answer that is not empty holds what could not be kept."""


def _part(request: HttpRequest, event: LifeEvent) -> Any:
    if key := request.POST.get("question", ""):
        return get_object_or_404(event.questions, pk=key_in(key) or 0)
    return get_object_or_404(event.items, pk=key_in(request.POST.get("thing")) or 0)


def _kept(form: Any, keep: Callable[[dict[str, Any]], object]) -> bool:
    if not form.is_valid():
        return False
    try:
        keep(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True
