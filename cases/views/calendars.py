"""The working calendar: what holds, and changing it only after seeing which deadlines move (T-36)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_calendar import CalendarChangeForm
from cases.models import CalendarChange
from cases.pages import calendars as pages
from cases.queries.calendarchanges import KEEPERS, changes_visible_to, shifts_of, stale_clocks
from cases.queries.paging import page_of
from cases.services.calendarchanges import discard_change, draft_change, publish_change
from core import clock
from core.keys import key_in
from core.queries.calendar import latest_calendar, missing_years
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor


@for_staff(*KEEPERS)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """One year of the calendar in force, and the changes so far. Raises Http404 for a year it does not hold."""
    version = latest_calendar()
    if version is None:
        raise Http404
    year = key_in(request.GET.get("year")) or min(clock.today().year, version.last_year)
    if not version.first_year <= year <= version.last_year:
        raise Http404
    page = page_of(changes_visible_to(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {
        **pages.year_page(version, year),
        **{"title": _("Working calendar"), "version": version, "rows": pages.change_rows(page.rows), "page": page},
        **{"missing": missing_years(clock.today()), "moving": stale_clocks(version.number).exists()},
    }
    return render(request, "cases/calendar.html", context)


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change_calendar(request: HttpRequest) -> HttpResponse:
    """Write down what a notice changes; nothing moves before the list of deadlines was seen."""
    form = CalendarChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change = draft_change(form.entries(), notice=form.cleaned_data["notice"], by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            return redirect("cases:calendar_change", change.pk)
    context = {
        **{"form": form, "title": _("Change the working calendar"), "submit_label": _("Show which deadlines move")},
        "lead": _("Nothing changes yet: the next page lists every running deadline that would move."),
        "back_href": reverse("cases:calendar"),
    }
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def one_change(request: HttpRequest, change_id: int) -> HttpResponse:
    """One change with the deadlines it moves; publishing or discarding it."""
    actor = request.actor  # type: ignore[attr-defined]
    change = get_object_or_404(changes_visible_to(actor), pk=change_id)
    if request.method == "POST":
        return _decide(request, change, actor)
    page = page_of(shifts_of(change), request.GET)
    context = {**pages.change_page(change, page.rows), "title": change.notice, "page": page}
    return render(request, "cases/calendar_change.html", context)


def _decide(request: HttpRequest, change: CalendarChange, actor: Actor) -> HttpResponse:
    try:
        if request.POST.get("deed") == "publish":
            publish_change(change, by=actor)
            messages.success(request, _("Published. Running deadlines follow it within minutes."))
        else:
            discard_change(change, by=actor)
            messages.success(request, _("Discarded; nothing has changed."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("cases:calendar_change", change.pk)
