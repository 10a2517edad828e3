"""The supervisor's pages, and the applicant's rating."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.queries.paging import page_of
from cases.queries.visibility import visible_to as cases_visible_to
from cases.services.reads import record_read
from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_citizens, for_staff
from identity.models import Role
from supervision import dashboards, pages
from supervision.forms import CallbackForm
from supervision.models import Alarm, CallbackOutcome, Rating
from supervision.orderpages import orders_of_case
from supervision.queries import (
    callbacks_visible_to,
    clocks_after,
    clocks_due_today,
    late_clocks,
    parked_visible_to,
    running_clocks,
    visible_to,
)
from supervision.services import rate_case, record_callback

WATCH = (Role.SUPERVISOR, Role.LEADER)
PAGE = 20


@for_staff(*WATCH)
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """The day at a glance."""
    return render(request, "supervision/dashboard.html", dashboards.dashboard(request.actor))  # type: ignore[attr-defined]


@for_staff(*WATCH)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """All alarms, the latest first, page by key."""
    found = visible_to(request.actor).select_related("case__version", "department", "post")  # type: ignore[attr-defined]
    after = key_in(request.GET.get("after"))
    older = found.filter(pk__lt=after) if after else found
    shown = list(older.order_by("-pk")[: PAGE + 1])
    parked = [] if after else list(parked_visible_to(request.actor)[:PAGE])  # type: ignore[attr-defined]
    context = {
        "parked": pages.parked_rows(parked),
        "alarms": [pages.alarm_row(alarm) for alarm in shown[:PAGE]],
        "page": {"next_href": f"?after={shown[PAGE - 1].pk}" if len(shown) > PAGE else ""},
    }
    return render(request, "supervision/alarms.html", context)


@for_staff(*WATCH)
@require_GET
def callbacks(request: HttpRequest) -> HttpResponse:
    """Bad ratings and what became of them, the latest first, page by key."""
    page = page_of(callbacks_visible_to(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {
        **{"title": _("Bad ratings"), "workplace": _("Electronic supervision"), "page": page},
        **{"rows": [pages.callback_row(row) for row in page.rows], "why": _("Nobody gave a bad rating.")},
    }
    return render(request, "cases/desk_list.html", context)


@for_staff(*WATCH)
@require_http_methods(["GET", "POST"])
def callback(request: HttpRequest, callback_id: int) -> HttpResponse:
    """One bad rating; the leaders of its department answer it, supervisors read. The look is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(callbacks_visible_to(actor), pk=callback_id)
    mine = actor.has_role(Role.LEADER) and found.department_id in actor.department_ids
    form = CallbackForm(request.POST or None) if mine and found.done_at is None else None
    if request.method == "POST" and form is not None and form.is_valid():
        typed = form.cleaned_data
        try:
            record_callback(
                found, finding=typed["finding"], measure=typed["measure"],
                outcome=CallbackOutcome(typed["outcome"]), by=actor,
            )  # fmt: skip
            return redirect("supervision:callbacks")
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    record_read(found.rating.case, by=actor, what=_("Rating and phone number"), why=_("Call-back after a bad rating"))
    unsent = [request.POST[key] for key in ("finding", "measure") if form is None and request.POST.get(key)]
    context = {"form": form, "unsent": unsent, **pages.callback_page(found, may_answer=form is not None)}
    return render(request, "supervision/callback.html", context, status=422 if request.method == "POST" else 200)


@for_staff(*WATCH)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Running cases with their clocks, the next due first; of one department, late or due today when asked."""
    found = running_clocks(request.actor)  # type: ignore[attr-defined]
    asked = {key: request.GET[key] for key in ("department", "due") if request.GET.get(key)}
    if department := key_in(asked.get("department")):
        found = found.filter(case__department_id=department)
    narrowed = {"late": late_clocks, "today": clocks_due_today}.get(asked.get("due", ""), lambda every: every)(found)
    last = found.filter(pk=after).first() if (after := key_in(request.GET.get("after"))) else None
    shown = list(clocks_after(narrowed, last)[: PAGE + 1])
    more = urlencode(asked | {"after": shown[PAGE - 1].pk}) if len(shown) > PAGE else ""
    context = {
        **{
            "title": _("Running cases"),
            "lead": pages.scope_words(shown, asked),
            "filters": pages.filters(found, asked),
            "workplace": _("Electronic supervision"),
        },
        "rows": [pages.case_row(row) for row in shown[:PAGE]],
        **{"page": {"next_href": f"?{more}" if more else ""}, "why": _("No case fits this choice.")},
    }
    return render(request, "cases/desk_list.html", context)


@for_staff(*WATCH)
@require_GET
def case_file(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case, read only; the look is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(cases_visible_to(actor).select_related("version", "handling", "department"), pk=case_id)
    record_read(case, by=actor, what=_("Case file"), why=_("Supervision"))
    found = list(Alarm.objects.filter(case=case).select_related("department", "post").order_by("-raised_at"))
    orders = list(case.supervision_orders.select_related("department").order_by("-pk"))
    context = pages.case_file(case, found, may_order=actor.has_role(Role.SUPERVISOR))
    context["log"] = [*orders_of_case(orders), *context["log"]]
    return render(request, "supervision/case.html", context)


@for_citizens
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, case_id: int) -> HttpResponse:
    """Five levels, once, voluntary."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(cases_visible_to(actor).select_related("version", "department"), pk=case_id)
    problem = ""
    if request.method == "GET" and Rating.objects.filter(case=case).exists():
        messages.info(request, _("You have already rated this service."))
        return redirect("cases:space_case", case.pk)
    if request.method == "POST":
        level = key_in(request.POST.get("level")) or 0
        try:
            rate_case(case, level=level, text=request.POST.get("text", ""), by=actor)
            messages.success(request, _("Thank you for your rating."))
            return redirect("cases:space_case", case.pk)
        except Refusal as refusal:
            problem = refusal.sentence
    context = {"case": case, "problem": problem, "text": request.POST.get("text", "")}
    context |= pages.levels(request.POST.get("level", ""))
    return render(request, "supervision/rate.html", context, status=422 if problem else 200)
