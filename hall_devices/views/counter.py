"""The clerk's window: calling numbers, knowing the visitor, beginning his application."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.keys import key_in
from core.refusal import Refusal
from hall_devices.forms import ASIDE, FirstForm, PauseForm, TransferForm, WindowForm
from hall_devices.models import FirstReason, QueueBusiness, Ticket, WindowStatus
from hall_devices.pages import counter as pages
from hall_devices.queries import at_window, businesses_of, in_line, missed_at
from hall_devices.services.calling import call_next, finish_ticket, miss_ticket, put_aside, recall, transfer_ticket
from hall_devices.services.tickets import bring_back, put_first
from hall_devices.services.windows import open_window, pause_window
from identity.access import for_staff
from identity.models import Role, Window
from identity.queries import windows_of
from identity.services.duties import sit_at

P = ParamSpec("P")
AtWindow = Callable[Concatenate[HttpRequest, Window, P], HttpResponse]
DEEDS: dict[str, Callable[..., Ticket]] = {"recall": recall, "miss": miss_ticket, "finish": finish_ticket}


def at_a_window(view: AtWindow[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For clerks, with the window they sit at; who has none yet chooses one first."""

    @for_staff(Role.CLERK)
    @wraps(view)
    def seated(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        window = Window.objects.select_related("zone__hall", "status__party", "status__reading").filter(
            pk=request.actor.window_id  # type: ignore[attr-defined]
        )
        if (found := window.first()) is None:
            return redirect("hall_devices:choose_window")
        return view(request, found, *args, **kwargs)

    return seated


def status_of(window: Window) -> WindowStatus | None:
    """The window's row, None before its first use."""
    return getattr(window, "status", None)


@at_a_window
@require_GET
def counter(request: HttpRequest, window: Window) -> HttpResponse:
    """Who is here, what for, who waits."""
    present, actor = pages.present_at(window), request.actor  # type: ignore[attr-defined]
    context = {**pages.queue_of(window, present), **pages.visitor(status_of(window), present, actor)}
    return render(request, "cases/desk_intake.html", context)


@at_a_window
@require_POST
def call(request: HttpRequest, window: Window) -> HttpResponse:
    """The next number, please."""
    try:
        if call_next(window, seen=_seen(request), by=request.actor) is None:  # type: ignore[attr-defined]
            messages.info(request, _("Nobody is waiting for this window."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("hall_devices:counter")


@at_a_window
@require_POST
def deed(request: HttpRequest, window: Window) -> HttpResponse:
    """Recall, miss and finish at once; sending on and pausing ask first."""
    name, seen = request.POST.get("deed", ""), _seen(request)
    if name in {"transfer", "pause"}:
        return redirect(f"{reverse(f'hall_devices:{name}')}?seen={seen or ''}")
    try:
        if name in DEEDS:
            DEEDS[name](window, seen=seen or 0, by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("hall_devices:counter")


@at_a_window
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, window: Window) -> HttpResponse:
    """Send the visitor on to another business, or put him aside."""
    hall = window.zone.hall_id
    businesses = QueueBusiness.objects.filter(hall=hall).order_by("prefix", "name")
    windows = Window.objects.filter(zone__hall=hall, status__state="open").exclude(pk=window.pk).order_by("number")
    form = TransferForm(request.POST or None, businesses=businesses, windows=windows)
    if request.method == "POST" and form.is_valid():
        try:
            _send_on(window, form, request)
            return redirect("hall_devices:counter")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    present = at_window(window).first()
    title = _("Send number %(number)s on") % {"number": present.number if present else ""}
    return _ask(request, form, title, _("The visitor keeps his time and is called before new numbers."), _("Send on"))


@at_a_window
@require_http_methods(["GET", "POST"])
def pause(request: HttpRequest, window: Window) -> HttpResponse:
    """No more calls for a while."""
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pause_window(window, reason=form.cleaned_data["reason"], by=request.actor)  # type: ignore[attr-defined]
        return redirect("hall_devices:counter")
    lead = _("The screens show the reason. Who is at the window now can be finished.")
    return _ask(request, form, _("Pause window %(number)s") % {"number": window.number}, lead, _("Pause"))


@at_a_window
@require_POST
def resume(request: HttpRequest, window: Window) -> HttpResponse:
    """The window serves again."""
    open_window(window, by=request.actor)  # type: ignore[attr-defined]
    return redirect("hall_devices:counter")


@at_a_window
@require_GET
def queue(request: HttpRequest, window: Window) -> HttpResponse:
    """Everybody in line for this window, and those who missed their call."""
    context = {
        "title": _("Queue of window %(number)s") % {"number": window.number},
        **pages.whole_queue(window, request.GET),
    }
    return render(request, "hall_devices/queue.html", context)


@at_a_window
@require_POST
def come_back(request: HttpRequest, window: Window, ticket_id: int) -> HttpResponse:
    """A missed number, or one put aside, is in line again."""
    ticket = get_object_or_404(_missed(window), pk=ticket_id)
    try:
        bring_back(ticket, by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("hall_devices:queue")


@at_a_window
@require_http_methods(["GET", "POST"])
def first(request: HttpRequest, window: Window, ticket_id: int) -> HttpResponse:
    """A waiting visitor goes before all others (Q-05); the clerk says why."""
    ticket = get_object_or_404(in_line(list(businesses_of(window))), pk=ticket_id)
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            put_first(ticket, reason=FirstReason(form.cleaned_data["reason"]), by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        return redirect("hall_devices:queue")
    title = _("Let number %(number)s go first") % {"number": ticket.number}
    lead = _("Number and reason are kept under your name.")
    return _ask(request, form, title, lead, _("Let go first"))


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def choose_window(request: HttpRequest) -> HttpResponse:
    """Where I work today: a window of my department."""
    actor = request.actor  # type: ignore[attr-defined]
    form = WindowForm(request.POST or None, windows=windows_of(actor), initial={"window": actor.window_id})
    if request.method == "POST" and form.is_valid():
        try:
            sit_at(form.cleaned_data["window"], by=actor)
            return redirect("hall_devices:counter")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    return _ask(
        request,
        form,
        _("At which window do you work?"),
        _("Choose where you sit today. Numbers are called to this window."),
        _("Take this window"),
    )


def _send_on(window: Window, form: TransferForm, request: HttpRequest) -> None:
    seen, actor = _seen(request) or 0, request.actor  # type: ignore[attr-defined]
    if form.cleaned_data["target"] == ASIDE:
        put_aside(window, seen=seen, by=actor)
        return
    business = QueueBusiness.objects.get(pk=int(form.cleaned_data["target"]))
    transfer_ticket(window, seen=seen, business=business, to_window=form.cleaned_data["window"], by=actor)


def _missed(window: Window) -> QuerySet[Ticket]:
    return missed_at(list(businesses_of(window)))


def _seen(request: HttpRequest) -> int | None:
    """The ticket the clerk saw when he decided."""
    return key_in(request.GET.get("seen"))


def _ask(request: HttpRequest, form: Any, title: str, lead: str, submit: str) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "submit_label": submit}
    status = 422 if request.method == "POST" else 200
    return render(request, "hall_devices/desk_form.html", context, status=status)
