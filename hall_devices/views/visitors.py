"""At the window: identifying the visitor, choosing what he came for, opening his case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.models import Case
from cases.pages import desk
from cases.queries.paging import page_of
from cases.queries.visibility import visible_to
from cases.services.intakes import MOST_ITEMS
from core.identifiers import InvalidIdentifier
from core.keys import key_in
from core.refusal import Refusal
from hall_devices.forms import SELF, ApplicantForm, CodeForm, PersonForm
from hall_devices.models import VisitorReading
from hall_devices.pages import counter as pages
from hall_devices.readers import ReaderTrouble, card_reader
from hall_devices.services.visitors import identify_visitor, open_cases, read_card, read_name_and_number
from hall_devices.views.counter import at_a_window, status_of
from identity.models import Party, Window
from identity.queries import mandates_of
from identity.services.persons import known_enterprise
from items.models import ItemVersion
from items.queries import applicable_versions, search_versions

SHOWN_ITEMS = 30


@at_a_window
@require_http_methods(["GET", "POST"])
def identify(request: HttpRequest, window: Window) -> HttpResponse:
    """Lay a card on the reader, or type name and number."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            typed = form.cleaned_data
            return received(request, window, read_name_and_number(typed["name"], typed["number"], window=window))
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    return identify_page(request, form=form, code_form=CodeForm())


def identify_page(request: HttpRequest, *, form: PersonForm, code_form: CodeForm) -> HttpResponse:
    """The three ways to say who somebody is on one page."""
    context = {
        **{"form": form, "code_form": code_form, "title": _("Identify the visitor"), "submit_label": _("Identify")},
        **{"heading": _("Without a card"), "heading_icon": "keyboard"},
        "lead": _("Both must match the population register. The case is marked as not read from a card."),
    }
    return render(request, "hall_devices/identify.html", context, status=422 if request.method == "POST" else 200)


@at_a_window
@require_POST
def look_for_card(request: HttpRequest, window: Window) -> HttpResponse:
    """Whether a card lies on this window's reader; the page asks every two seconds."""
    try:
        card = card_reader(f"window-{window.pk}").present()
        reading = read_card(card, window=window) if card else None
    except (ReaderTrouble, InvalidIdentifier):
        return HttpResponse(_("This card cannot be read. Please type name and number."))
    if reading is None:
        return HttpResponse(status=204)
    answer = received(request, window, reading)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer


@at_a_window
@require_GET
def items(request: HttpRequest, window: Window) -> HttpResponse:
    """What the visitor came for: the best by words, else the items of my departments, page by key."""
    query, actor = request.GET.get("q", "").strip()[:80], request.actor  # type: ignore[attr-defined]
    mine = applicable_versions().filter(item__department__in=actor.department_ids)
    page = None if query else page_of(mine, request.GET, size=SHOWN_ITEMS)
    found = page.rows if page else [version for version in search_versions(query) if version.on_application]
    seen = pages.cases_here(status_of(window))
    rows = [
        {
            "key": version.pk,
            **{"name": version.name, "department": version.item.department.name},
            "href": pages.begin_href(version, seen),
        }
        for version in found
    ]
    context = {"query": query, "items": rows, "page": page, "seen": seen}
    return render(request, "hall_devices/items.html", context)


@at_a_window
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, window: Window, version_id: int) -> HttpResponse:
    """For whom, and then the case."""
    return _begun(request, window, [get_object_or_404(applicable_versions(), pk=version_id)])


@at_a_window
@require_http_methods(["GET", "POST"])
def begin_several(request: HttpRequest, window: Window) -> HttpResponse:
    """The same for all items that were ticked, the first one first on the screen."""
    keys = [key for text in request.GET.getlist("version") if (key := key_in(text)) is not None]
    found = applicable_versions().in_bulk(keys[:MOST_ITEMS])
    versions = [found[key] for key in dict.fromkeys(keys) if key in found]
    if not versions:
        messages.error(request, _("Choose at least one item."))
        return redirect("hall_devices:items")
    return _begun(request, window, versions)


def _begun(request: HttpRequest, window: Window, versions: list[ItemVersion]) -> HttpResponse:
    status = status_of(window)
    if status is None or status.party is None:
        messages.error(request, _("Identify the visitor first."))
        return redirect("hall_devices:identify")
    given = request.POST if "applicant" in request.POST else {"applicant": SELF}
    form = ApplicantForm(
        given if request.method == "POST" else None, name=status.party.name, mandates=mandates_of(status.party)
    )
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("cases:desk_case", _opened(request, window, versions, form).pk)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    title = "、".join(version.name for version in versions)
    context = {"form": form, "title": title, "lead": _("For whom is the application?")}
    code = 422 if request.method == "POST" else 200
    return render(request, "hall_devices/desk_form.html", {**context, "submit_label": _("Take it in")}, status=code)


@at_a_window
@require_GET
def visitor_cases(request: HttpRequest, window: Window) -> HttpResponse:
    """The visitor's cases that I may see."""
    status, actor = status_of(window), request.actor  # type: ignore[attr-defined]
    if status is None or status.party is None:
        return redirect("hall_devices:counter")
    mine = visible_to(actor).filter(applicant=status.party).select_related("version", "handling", "applicant")
    page = page_of(mine, request.GET, size=15)
    context = {
        "title": _("Cases of %(name)s") % {"name": status.party.name},
        "rows": desk.rows(page.rows),
        "page": page,
    }
    return render(request, "cases/desk_list.html", {**context, "why": _("No case of this visitor is known here.")})


def received(request: HttpRequest, window: Window, reading: VisitorReading) -> HttpResponseRedirect:
    """Back to the window; a visitor whose case is already open finds it again (Q-13)."""
    case = identify_visitor(window, reading, by=request.actor)  # type: ignore[attr-defined]
    if case is not None:
        return HttpResponseRedirect(reverse("cases:desk_case", args=[case.pk]))
    return HttpResponseRedirect(reverse("hall_devices:counter"))


def _opened(request: HttpRequest, window: Window, versions: list[ItemVersion], form: ApplicantForm) -> Case:
    """The first of the cases, from which the others are one key away."""
    return open_cases(
        window,
        versions,
        seen=key_in(request.GET.get("seen")) or 0,
        enterprise=_enterprise(form),
        by=request.actor,  # type: ignore[attr-defined]
    )[0]


def _enterprise(form: ApplicantForm) -> Party | None:
    chosen = form.cleaned_data["applicant"]
    if chosen == SELF:
        return None
    if chosen != ApplicantForm.PAPER:
        return Party.objects.get(pk=int(chosen))
    enterprise = known_enterprise(form.cleaned_data["code"])
    if enterprise is None:
        raise Refusal("unknown_enterprise", _("No enterprise with this credit code is registered."), field="code")
    return enterprise
