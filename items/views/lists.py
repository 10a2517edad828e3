"""The four official lists: rows, differences from the catalogue, taking over a new one (H95–H98)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.forms_directory import ListForm
from items.listfiles import read_list
from items.models import ListKind, ListRow
from items.pages import lists as pages
from items.queries import WORKS_ON
from items.services.lists import import_list

PAGE = 40


@for_staff(*WORKS_ON)
@require_http_methods(["GET", "POST"])
def official_list(request: HttpRequest, kind: str) -> HttpResponse:
    """One list by key, and where it differs from what is in force; its keeper takes over a new one, first for trial."""
    may_keep = request.actor.has_role(Role.LIST_KEEPER)  # type: ignore[attr-defined]
    if kind not in ListKind.values or (request.method == "POST" and not may_keep):
        raise Http404
    form = ListForm(request.POST or None, request.FILES or None)
    done = _taken_over(request, ListKind(kind), form) if request.method == "POST" and form.is_valid() else None
    found = ListRow.objects.filter(kind=kind).select_related("department").order_by("pk")
    shown = list(found.filter(pk__gt=key_in(request.GET.get("after")) or 0)[: PAGE + 1])
    context = {
        "title": ListKind(kind).label,
        "tabs": pages.tabs(ListKind(kind)),
        "rows": pages.rows_of(shown[:PAGE]),
        "page": {"next_href": f"?after={shown[PAGE - 1].pk}" if len(shown) > PAGE else ""},
        "gaps": pages.differences(ListKind(kind)),
        **{"form": form, "may_keep": may_keep, "outcome": done, "headings": pages.headings(ListKind(kind))},
    }
    return render(request, "items/official_list.html", context, status=422 if form.errors else 200)


def _taken_over(request: HttpRequest, kind: ListKind, form: ListForm) -> dict[str, Any] | None:
    """What the upload does; None when it was refused, which the form then says."""
    trial = request.POST.get("deed") != "import"
    given = {name: form.cleaned_data[name] for name in ("confirmed_by", "confirmed_on")}
    try:
        read = read_list(kind, form.cleaned_data["file"], name=form.cleaned_data["file"].name)
        actor = request.actor  # type: ignore[attr-defined]
        done = import_list(kind, read.rows, by=actor, first_row=read.first_row, dry_run=trial, **given)
        return pages.outcome(done, dry_run=trial)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return None
