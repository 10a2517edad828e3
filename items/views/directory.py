"""The directory (目录清单, H25): its rows, one row with who carries it out, and keeping it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.forms_directory import EntryForm, EntryStateForm, SplitForm
from items.models import DirectoryEntry, EntryState, ItemType
from items.pages import directory as pages
from items.queries import WORKS_ON
from items.services.directory import (
    basis_rows,
    cancel_entry,
    change_entry,
    create_entry,
    keep_entry,
    resume_entry,
    split_entry,
    suspend_entry,
)

PAGE = 40
CLAIMED = {"yes": False, "no": True}
"""Whether `items` is null for each choice."""


@for_staff(*WORKS_ON)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """The rows by type, state, words, and whether anybody carries them out; page by key."""
    asked = {name: request.GET.get(name, "").strip()[:40] for name in ("q", "type", "state", "claimed")}
    found = DirectoryEntry.objects.annotate(claims=Count("items"))
    if asked["q"]:
        found = found.filter(Q(name__contains=asked["q"]) | Q(base_code__startswith=asked["q"].upper()))
    if asked["type"] in ItemType.values:
        found = found.filter(type=asked["type"])
    if asked["state"] in EntryState.values:
        found = found.filter(state=asked["state"])
    if asked["claimed"] in CLAIMED:
        found = found.filter(items__isnull=CLAIMED[asked["claimed"]])
    after = request.GET.get("after", "")
    shown = list(found.filter(base_code__gt=after).order_by("base_code")[: PAGE + 1])
    query = request.GET.copy()
    query["after"] = shown[PAGE - 1].base_code if len(shown) > PAGE else ""
    claimed = [("yes", _("Claimed")), ("no", _("Claimed by nobody"))]
    context = {
        "rows": [pages.entry_row(entry) for entry in shown[:PAGE]],
        "page": {"next_href": f"?{query.urlencode()}" if len(shown) > PAGE else ""},
        "words": asked["q"],
        "types": [(value, label, value == asked["type"]) for value, label in ItemType.choices],
        "states": [(value, label, value == asked["state"]) for value, label in EntryState.choices],
        "claimed": [(value, label, value == asked["claimed"]) for value, label in claimed],
        "may_keep": request.actor.has_role(Role.LIST_KEEPER),  # type: ignore[attr-defined]
    }
    return render(request, "items/directory.html", context)


@for_staff(*WORKS_ON)
@require_GET
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One row, its law, its bodies, and the list of those that differ from it (1.10)."""
    return _entry_page(request, _entry(entry_id))


def _entry(entry_id: int) -> DirectoryEntry:
    return get_object_or_404(DirectoryEntry.objects.select_related("lead", "parent", "made_by"), pk=entry_id)


def _entry_page(request: HttpRequest, found: DirectoryEntry, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "entry": pages.entry_page(found, request.actor),  # type: ignore[attr-defined]
        "state_form": forms.get("state_form") or EntryStateForm(),
        "split_form": forms.get("split_form") or SplitForm(),
    }
    return render(request, "items/entry.html", context, status=status)


@for_staff(Role.LIST_KEEPER)
@require_http_methods(["GET", "POST"])
def new_entry(request: HttpRequest) -> HttpResponse:
    """Add a row."""
    actor = request.actor  # type: ignore[attr-defined]
    return _kept(request, EntryForm(request.POST or None), lambda given: create_entry(given, by=actor), None)


@for_staff(Role.LIST_KEEPER)
@require_http_methods(["GET", "POST"])
def edit_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change a row; the page remembers which change it started from."""
    actor, found = request.actor, _entry(entry_id)  # type: ignore[attr-defined]
    number = key_in(request.POST.get("number"))
    if request.method == "POST" and number is None:
        raise BadRequest("number")
    initial = {name: getattr(found, name) for name in ("base_code", "name", "type", "local_code", "levels", "lead")}
    initial |= {"effective_on": found.effective_on, "basis": basis_rows(found)}
    form = EntryForm(request.POST or None, initial=initial)
    return _kept(request, form, lambda given: change_entry(found, given, number=number or 0, by=actor), found)


def _kept(
    request: HttpRequest,
    form: EntryForm,
    deed: Callable[[dict[str, Any]], DirectoryEntry],
    found: DirectoryEntry | None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("catalogue:entry", deed(form.cleaned_data).pk)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    number = request.POST.get("number") or (found.number if found else "")
    context = {"form": form, "found": found, "number": number}
    return render(request, "items/entry_form.html", context, status=422 if form.errors else 200)


@for_staff(Role.LIST_KEEPER)
@require_POST
def entry_state(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Suspend, resume, end or keep a row."""
    actor, found = request.actor, _entry(entry_id)  # type: ignore[attr-defined]
    form = EntryStateForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, 422, state_form=form)
    deeds: dict[str, Callable[[], DirectoryEntry]] = {
        "suspend": lambda: suspend_entry(found, until=form.day(), by=actor),
        "resume": lambda: resume_entry(found, by=actor),
        "cancel": lambda: cancel_entry(found, on=form.day(), by=actor),
        "keep": lambda: keep_entry(found, by=actor),
    }
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise BadRequest("unknown deed")
    try:
        deed()
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _entry_page(request, found, 422, state_form=form)
    messages.success(request, _("Done."))
    return redirect("catalogue:entry", entry_id)


@for_staff(Role.LIST_KEEPER)
@require_POST
def entry_split(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Give a main item sub-items (I-01)."""
    actor, found = request.actor, _entry(entry_id)  # type: ignore[attr-defined]
    form = SplitForm(request.POST)
    if form.is_valid():
        try:
            split_entry(found, form.cleaned_data["names"].splitlines(), by=actor)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("Done."))
            return redirect("catalogue:entry", entry_id)
    return _entry_page(request, found, 422, split_form=form)
