"""The self-service machine: identify by card or keypad, choose, take a number, leave nothing behind."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.queries.visibility import visible_to
from core import clock
from core.encryption import blind_index
from core.identifiers import InvalidIdentifier
from core.keys import key_in
from core.refusal import Refusal
from hall_devices import visitor_memory as memory
from hall_devices.forms import NumberForm
from hall_devices.models import (
    ACTIVE_STATES,
    Device,
    DeviceKind,
    QueueBusiness,
    ReadingKind,
    Ticket,
    TicketState,
    VisitorReading,
)
from hall_devices.pages import kiosk as pages
from hall_devices.queries import business_for
from hall_devices.readers import ReaderTrouble, card_reader
from hall_devices.services.tickets import bring_back, cancel_ticket, take_ticket
from hall_devices.services.visitors import as_citizen, read_card, read_number
from hall_devices.views.devices import on_device
from identity.actors import Actor
from items.models import ItemVersion
from items.queries import applicable_versions, search_versions

CASES, FOUND = 8, 8
MINE = [*ACTIVE_STATES, TicketState.PASSED]


@on_device(DeviceKind.KIOSK)
@require_GET
def home(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """The start page; whoever was here before is forgotten."""
    memory.forget(request)
    return render(request, "hall_devices/kiosk_home.html", pages.home(device, token))


@on_device(DeviceKind.KIOSK)
@require_POST
def look_for_card(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """Whether a card lies on the reader; the start page asks every two seconds."""
    try:
        card = card_reader(f"kiosk-{device.pk}").present()
        if memory.is_left_card(request, blind_index(card.id_number, "party.code") if card else None):
            return HttpResponse(_("Please take your card."))
        if card is None:
            return HttpResponse(status=204)
        reading = read_card(card, device=device)
    except (ReaderTrouble, InvalidIdentifier):
        return HttpResponse(_("This card cannot be read. Please turn it over, or type the number."))
    memory.remember(request, reading=reading)
    return _go(request, _first_page(token, device, reading))


@on_device(DeviceKind.KIOSK)
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """The identity number by keypad; without script each key is a sending of its own."""
    typed = request.POST.get("number", "")
    key = request.POST.get("key", "")
    form = NumberForm(request.POST) if request.method == "POST" and not key else None
    if form is not None and form.is_valid():
        reading = read_number(form.cleaned_data["number"], device=device)
        memory.remember(request, reading=reading)
        return redirect(_first_page(token, device, reading))
    if key:
        typed = typed[:-1] if key == "back" else (typed + key)[:18]
    problem = next(iter(form.errors.get("number", [])), "") if form else ""
    context = {**pages.frame(device, token), "number": typed, "problem": problem, "keys": [*"123456789X0"]}
    return render(request, "hall_devices/kiosk_number.html", context, status=422 if problem else 200)


@on_device(DeviceKind.KIOSK)
@require_GET
def choose(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """What to take a number for: words, a part of the hall, a business."""
    reading = memory.reading_of(request)
    query, zone, business = (request.GET.get(name, "").strip()[:80] for name in ("q", "zone", "business"))
    if query:
        found = [version for version in search_versions(query, limit=FOUND) if version.on_application]
        context = pages.found_items(device, token, query, found)
    elif business_key := key_in(business):
        chosen = get_object_or_404(QueueBusiness.objects.filter(hall=device.hall), pk=business_key)
        context = pages.business_choices(device, token, chosen)
    elif zone_key := key_in(zone):
        context = pages.zone_choices(device, token, get_object_or_404(device.hall.zones, pk=zone_key))
    else:
        context = pages.choices(device, token, reading)
    return render(request, "hall_devices/kiosk_choose.html", context)


@on_device(DeviceKind.KIOSK)
@require_POST
def take(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """A number for an item or a business. Who has one already sees that one again (Q-08)."""
    reading = memory.reading_of(request)
    version, business = _wanted(request, device)
    if business is None:
        messages.error(request, _("This item is not served in this hall. Please ask at the reception."))
        return redirect("hall_devices:kiosk_choose", token)
    try:
        ticket = take_ticket(business, version=version, reading=reading, by=_machine(device))
    except Refusal as refusal:
        held = _mine(device, reading).filter(business=business, state__in=ACTIVE_STATES).first()
        messages.info(request, refusal.sentence)
        if held is None:
            return redirect("hall_devices:kiosk_choose", token)
        ticket = held
    memory.remember(request, ticket=ticket)
    return redirect("hall_devices:kiosk_ticket", token, ticket.pk)


@on_device(DeviceKind.KIOSK)
@require_GET
def ticket(request: HttpRequest, device: Device, token: str, ticket_id: int) -> HttpResponse:
    """The ticket just taken, or another one of this visitor."""
    found = _own(request, device, ticket_id)
    return render(request, "hall_devices/kiosk_ticket.html", pages.ticket_page(device, token, found))


@on_device(DeviceKind.KIOSK)
@require_POST
def cancel(request: HttpRequest, device: Device, token: str, ticket_id: int) -> HttpResponse:
    """The visitor does not wait."""
    try:
        cancel_ticket(_own(request, device, ticket_id), by=_machine(device))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("hall_devices:kiosk_ticket", token, ticket_id)
    return redirect("hall_devices:kiosk", token)


@on_device(DeviceKind.KIOSK)
@require_GET
def mine(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """My numbers of today."""
    reading = memory.reading_of(request)
    if reading is None:
        return redirect("hall_devices:kiosk_number", token)
    tickets = _mine(device, reading).select_related("business").order_by("pk")
    return render(request, "hall_devices/kiosk_choose.html", pages.my_tickets(device, token, list(tickets)))


@on_device(DeviceKind.KIOSK)
@require_POST
def come_back(request: HttpRequest, device: Device, token: str, ticket_id: int) -> HttpResponse:
    """A missed number joins the line again (Q-06)."""
    own = _own(request, device, ticket_id)
    try:
        bring_back(own, by=_machine(device))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("hall_devices:kiosk_mine", token)
    return redirect("hall_devices:kiosk_ticket", token, own.pk)


@on_device(DeviceKind.KIOSK)
@require_GET
def cases(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """My cases; only a card shows them, a typed number could be anybody's."""
    reading = memory.reading_of(request)
    if reading is None or reading.party is None or reading.kind != ReadingKind.CARD:
        messages.info(request, _("Please lay your card on the reader to see your cases."))
        return redirect("hall_devices:kiosk", token)
    found = (
        visible_to(as_citizen(reading.party)).exclude(receipt_no=None).select_related("version").order_by("-pk")[:CASES]
    )
    return render(request, "hall_devices/kiosk_choose.html", pages.my_cases(device, token, list(found)))


@on_device(DeviceKind.KIOSK)
@require_POST
def wipe(request: HttpRequest, device: Device, token: str) -> HttpResponse:
    """Done: nothing of the visitor stays."""
    memory.forget(request)
    return redirect("hall_devices:kiosk", token)


def _wanted(request: HttpRequest, device: Device) -> tuple[ItemVersion | None, QueueBusiness | None]:
    if key := key_in(request.POST.get("version")):
        version = get_object_or_404(applicable_versions(), pk=key)
        return version, business_for(version, device.hall)
    businesses = QueueBusiness.objects.filter(hall=device.hall)
    return None, get_object_or_404(businesses, pk=key_in(request.POST.get("business")) or 0)


def _mine(device: Device, reading: VisitorReading | None) -> QuerySet[Ticket]:
    """Today's tickets of this visitor that may still lead somewhere."""
    if reading is None:
        return Ticket.objects.none()
    return Ticket.objects.filter(
        hall=device.hall, day=clock.today(), visitor_index=reading.visitor_index, state__in=MINE
    )


def _own(request: HttpRequest, device: Device, ticket_id: int) -> Ticket:
    """A ticket of this hall that the visitor just took, or that belongs to him. Others find nothing."""
    reading = memory.reading_of(request)
    shown = Ticket.objects.select_related("business__zone", "version", "party", "reading__party", "window")
    if memory.ticket_of(request) == ticket_id:
        return get_object_or_404(shown.filter(hall=device.hall), pk=ticket_id)
    return get_object_or_404(shown.filter(pk__in=_mine(device, reading)), pk=ticket_id)


def _first_page(token: str, device: Device, reading: VisitorReading) -> str:
    """After identification: to one's numbers if there are any, else to choosing."""
    return reverse(
        "hall_devices:kiosk_mine" if _mine(device, reading).exists() else "hall_devices:kiosk_choose", args=[token]
    )


def _machine(device: Device) -> Actor:
    return Actor(kind="device", name=device.name)


def _go(request: HttpRequest, href: str) -> HttpResponse:
    """To another page, also from a fragment."""
    return HttpResponse(headers={"HX-Redirect": href}) if request.headers.get("HX-Request") else redirect(href)
