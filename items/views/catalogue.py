"""The workshop of the catalogue: overview, lists, one item, comparisons, beginning a draft."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.badges import Badge
from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Department, Role
from items.forms_catalogue import NewItemForm, OpenDraftForm, StateForm
from items.forms_quality import ConfirmForm
from items.models import LIVE_STATES, BulkKind, DirectoryEntry, DraftState, Item, ItemVersion, VersionState
from items.pages import catalogue as pages
from items.pages.drafts import DEEDS
from items.pages.quality import overdue_badge, review_of
from items.pages.statistics import IN_FORCE, OWN, narrowed_words
from items.queries import WORKS_ON, changed_in_directory, drafts_visible_to, shown_versions
from items.services.bulk import bulk_elements
from items.services.cancelling import cancel_version, keep_version
from items.services.drafting import open_draft, start_item
from items.services.suspending import resume_version, suspend_version
from items.statistics.asked import FILTERS, Asked, versions_in_sight
from items.statistics.quality import overdue, with_last_review

PAGE = 40
OVER = [state for state in DraftState if state.over]


@for_staff(*WORKS_ON)
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for me, then what others work on; the latest state first, page by key."""
    actor = request.actor  # type: ignore[attr-defined]
    found = (
        drafts_visible_to(actor).exclude(state__in=OVER).prefetch_related("item__entry__basis", "item__entry__children")
    )
    if (state := request.GET.get("state", "")) in DraftState.values:
        found = found.filter(state=state)
    after = key_in(request.GET.get("after"))
    shown = list((found.filter(pk__lt=after) if after else found).order_by("-pk")[: PAGE + 1])
    rows = [pages.draft_row(draft, actor) for draft in shown[:PAGE]]
    context = {
        "waiting": [row for row in rows if row["mine"] or row["late"]],
        "others": [row for row in rows if not (row["mine"] or row["late"])],
        "changed": [row for row in map(pages.changed_row, changed_in_directory(actor)) if row["directory"]],
        "page": {"next_href": f"?after={shown[PAGE - 1].pk}&state={state}" if len(shown) > PAGE else ""},
        "may_begin": actor.has_role(Role.CATALOGUE_ADMIN),
        "deeds": [(deed, DEEDS[deed][0]) for deed in ("agree", "publish", "send_back")],
        "states": [(value, label, value == state) for value, label in DraftState.choices if value not in OVER],
    }
    return render(request, "items/overview.html", context)


@for_staff(*WORKS_ON)
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """Every item of the catalogue by words, department and state, page by key."""
    found = Item.objects.select_related("entry", "department").order_by("pk")
    if words := request.GET.get("q", "").strip()[:40]:
        found = found.filter(Q(entry__name__contains=words) | Q(implementing_code__contains=words.upper()))
    asked, state = Asked.of(request.GET), request.GET.get("state", "")
    if asked.department:
        found = found.filter(department_id=int(asked.department))
    if state in VersionState.values:
        found = found.filter(versions__state=state).distinct()
    if _asks_of_versions(request, asked):
        found = found.filter(pk__in=_versions_asked(request, asked).order_by().values("item"))
    shown = list(found.filter(pk__gt=key_in(request.GET.get("after")) or 0)[: PAGE + 1])
    newest = {
        version.item_id: version for version in ItemVersion.objects.filter(item__in=shown[:PAGE]).order_by("number")
    }
    query = request.GET.copy()
    query["after"] = str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    late = set(_overdue(shown_versions().filter(item__in=shown[:PAGE])).values_list("item_id", flat=True))
    context = {
        "rows": [pages.item_row(item, newest.get(item.pk), _late_badge(item, late)) for item in shown[:PAGE]],
        "page": {"next_href": f"?{query.urlencode()}" if len(shown) > PAGE else ""},
        **{"words": words, "narrowed": narrowed_words(asked), "overdue": request.GET.get("review") == OVERDUE},
        "kept": [(name, value) for name, value in request.GET.items() if name in KEPT],
        **_bulk_choices(request),
        "departments": [(str(pk), short, str(pk) == asked.department) for pk, short in _bodies()],
        "states": [(v, label, v == state) for v, label in STATES],
    }
    return render(request, "items/items.html", context)


OVERDUE = "overdue"
STATES = [
    (IN_FORCE, gettext_lazy("In force or suspended")),
    *((value, label) for value, label in VersionState.choices if value != VersionState.DRAFT),
]
KEPT = (*(name for name in FILTERS if name != "state"), "sight")
"""Words a number led here with, which the boxes of the page do not show."""


def _asks_of_versions(request: HttpRequest, asked: Asked) -> bool:
    """Whether the list is narrowed by what versions in force say."""
    given = request.GET
    return bool(asked.words or given.get("state") == IN_FORCE or given.get("review") == OVERDUE or given.get("sight"))


def _versions_asked(request: HttpRequest, asked: Asked) -> QuerySet[ItemVersion]:
    own = request.GET.get("sight") == OWN
    versions = asked.narrowed(versions_in_sight(request.actor) if own else shown_versions())  # type: ignore[attr-defined]
    return _overdue(versions) if request.GET.get("review") == OVERDUE else versions


def _overdue(versions: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
    return overdue(with_last_review(versions), settings.CATALOGUE_REVIEW_MONTHS)


def _late_badge(item: Item, late: set[int]) -> Badge | None:
    return overdue_badge() if item.pk in late else None


def _bulk_choices(request: HttpRequest) -> dict[str, Any]:
    """What this person may do with many items at once."""
    actor = request.actor  # type: ignore[attr-defined]
    changes = [BulkKind.CHANGE] if actor.has_role(Role.CATALOGUE_ADMIN) else []
    rules = [BulkKind.SUSPEND, BulkKind.RESUME] if actor.has_role(Role.PUBLISHER) else []
    kinds = [(kind.value, kind.label) for kind in (*changes, *rules)]
    return {"may_bulk": bool(kinds), "bulk_kinds": kinds, "bulk_elements": bulk_elements() if changes else []}


def _bodies() -> list[tuple[int, str]]:
    return list(Department.objects.filter(items__isnull=False).distinct().order_by("pk").values_list("pk", "short"))


@for_staff(*WORKS_ON)
@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One item with its versions, its draft, and the same item elsewhere."""
    return item_page(request, item_of_code(code))


def item_of_code(code: str) -> Item:
    """The item of this implementing code; 404 for an unknown one."""
    return get_object_or_404(Item.objects.select_related("entry", "department"), implementing_code=code)


def item_page(request: HttpRequest, found: Item, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of an item with forms as they were sent, or fresh ones."""
    live = with_last_review(shown_versions()).filter(item=found).select_related("completeness").first()
    context = {
        "review": review_of(live, request.actor) if live else None,  # type: ignore[attr-defined]
        "confirm_form": forms.get("confirm_form") or ConfirmForm(),
        "item": pages.item_page(found, request.actor),  # type: ignore[attr-defined]
        "open_form": forms.get("open_form") or OpenDraftForm(),
        "state_form": forms.get("state_form") or StateForm(),
    }
    return render(request, "items/item.html", context, status=status)


@for_staff(Role.CATALOGUE_ADMIN)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an item my body does not have: claimed from the directory (`entry` names the row), or made by itself
    (认领, 自建)."""
    actor = request.actor  # type: ignore[attr-defined]
    own = {str(body.pk): body for body in Department.objects.filter(pk__in=actor.department_ids)}
    claimed = key_in(request.GET.get("entry"))
    entry = get_object_or_404(DirectoryEntry, pk=claimed) if claimed is not None else None
    initial = {name: getattr(entry, name) for name in ("base_code", "name", "type")} if entry else {}
    bodies = [(key, body.name) for key, body in own.items()]
    form = NewItemForm(request.POST or None, departments=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("base_code", "name", "type")}
        try:
            draft = start_item(given, department=own[form.cleaned_data["department"]], by=actor)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect("catalogue:draft", draft.pk)
    return render(request, "items/new.html", {"form": form}, status=422 if form.errors else 200)


@for_staff(Role.CATALOGUE_ADMIN)
@require_POST
def open_next(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version of an item of my own body."""
    actor, found = request.actor, item_of_code(code)  # type: ignore[attr-defined]
    if found.department_id not in actor.department_ids:
        raise Http404
    form = OpenDraftForm(request.POST)
    if not form.is_valid():
        return item_page(request, found, 422, open_form=form)
    try:
        draft = open_draft(found, by=actor, **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("catalogue:item", code)
    return redirect("catalogue:draft", draft.pk)


@for_staff(Role.PUBLISHER)
@require_POST
def change_state(request: HttpRequest, code: str) -> HttpResponse:
    """Suspend, resume, end, or keep an item (I-13)."""
    actor, found = request.actor, item_of_code(code)  # type: ignore[attr-defined]
    live = found.versions.filter(state__in=LIVE_STATES).first()
    form = StateForm(request.POST)
    if live is None or not form.is_valid():
        return item_page(request, found, 422, state_form=form)
    reason, on = form.cleaned_data["reason"], form.cleaned_data["on"]
    deeds: dict[str, Callable[[], ItemVersion]] = {
        "suspend": lambda: suspend_version(live, reason=reason, by=actor),
        "resume": lambda: resume_version(live, by=actor),
        "cancel": lambda: cancel_version(live, reason=reason, on=on, by=actor),
        "keep": lambda: keep_version(live, by=actor),
    }
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise BadRequest("unknown deed")
    try:
        deed()
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return item_page(request, found, 422, state_form=form)
    messages.success(request, _("Done."))
    return redirect("catalogue:item", code)


@for_staff(*WORKS_ON)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Any two versions, of one item or of two bodies, field by field (I-14, H35)."""
    versions = ItemVersion.objects.select_related("item__entry", "item__department")
    a, b = (get_object_or_404(versions, pk=key_in(request.GET.get(name)) or 0) for name in ("a", "b"))
    return render(request, "items/compare.html", pages.comparison(a, b))
