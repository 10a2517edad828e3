"""Working on one draft: its sections, conflicts, history, preview, and handing it on."""

import json
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from items import previews
from items.elements import ELEMENTS, Section
from items.models import ItemDraft
from items.pages import drafts as pages
from items.pages.compare import value_words
from items.pages.editor import Editor
from items.pages.routes import drawn_routes
from items.pages.suggestions import fact_labels, proposals, theme_words
from items.queries import WORKS_ON, drafts_visible_to
from items.rules.checks import Finding, findings
from items.rules.formdata import changed_rows, read
from items.rules.shapes import normal
from items.services.drafting import DraftConflict, redo, restore, save_draft, undo
from items.services.handing import move_draft, moves_open_to
from items.surroundings import surroundings

REVISIONS = 30


def draft_of(request: HttpRequest, draft_id: int) -> ItemDraft:
    """A draft this person may see; 404 for others."""
    return get_object_or_404(drafts_visible_to(request.actor), pk=draft_id)  # type: ignore[attr-defined]


def own_draft(request: HttpRequest, draft_id: int) -> ItemDraft:
    """A draft this person may change; 404 for others."""
    draft = draft_of(request, draft_id)
    if not pages.may_edit(draft, request.actor):  # type: ignore[attr-defined]
        raise Http404
    return draft


def _found(draft: ItemDraft) -> list[Finding]:
    return findings(normal(draft.content), surroundings(draft.content, draft.item.department))


@for_staff(*WORKS_ON)
@require_GET
def edit(request: HttpRequest, draft_id: int) -> HttpResponse:
    """To the first section for who may change it, to the review for the others."""
    draft = draft_of(request, draft_id)
    if pages.may_edit(draft, request.actor):  # type: ignore[attr-defined]
        return redirect("catalogue:draft_section", draft.pk, Section.IDENTITY.value)
    return redirect("catalogue:draft_review", draft.pk)


@for_staff(*WORKS_ON)
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, draft_id: int, name: str) -> HttpResponse:
    """One section: shown, saved by itself while one writes, or saved with a deed on one of its tables."""
    draft = own_draft(request, draft_id)
    if name not in {known.value for known in Section}:
        raise Http404
    part = Section(name)
    if request.method == "POST":
        return _save(request, draft, part)
    return _section_page(request, draft, part)


def _section_page(request: HttpRequest, draft: ItemDraft, part: Section) -> HttpResponse:
    found = _found(draft)
    known = proposals(draft.content, draft.item.department)
    hints = {"themes": theme_words()} if part is Section.IDENTITY else {}
    editor = Editor(found, fact_labels(draft.content), proposed=known, hints=hints)
    context = {
        "draft": pages.head(draft, request.actor, found),  # type: ignore[attr-defined]
        "section": part,
        "fields": editor.fields(part, draft.content),
        "known": known,
        "parts": pages.parts(draft, part, found),
        "side": pages.side(draft, found),
        "looks": pages.looks(draft, part),
        "papers": pages.paper_variables() if part is Section.RESULT else [],
        "routes": drawn_routes(draft.content) if part is Section.ROUTE else [],
    }
    return render(request, "items/draft.html", context)


def _save(request: HttpRequest, draft: ItemDraft, part: Section) -> HttpResponse:
    """What was posted, merged with what others saved; a conflict shows both (nothing is lost)."""
    quiet = request.GET.get("quiet") == "1"
    elements = [each for each in ELEMENTS if each.section is part]
    try:
        revision = int(request.POST.get("revision", ""))
        changes = read(dict(request.POST.lists()), elements)
        if deed := request.POST.get("deed", ""):
            changes = changed_rows(changes, deed, elements)
    except (ValueError, KeyError) as error:
        raise BadRequest("unreadable form") from error
    try:
        draft = save_draft(draft, changes, revision=revision, by=request.actor)  # type: ignore[attr-defined]
    except DraftConflict as conflict:
        if quiet:
            return JsonResponse({"conflict": True, "words": conflict.sentence}, status=409)
        return _conflict_page(request, draft, part, conflict)
    except Refusal as refusal:
        if quiet:
            return JsonResponse({"words": refusal.sentence}, status=409)
        messages.error(request, refusal.sentence)
        return redirect("catalogue:draft_section", draft.pk, part.value)
    if quiet:
        return JsonResponse({"saved_at": f"{clock.local(clock.now()):%H:%M}", "revision": draft.revision})
    anchor = request.POST.get("deed", "").partition(":")[2].replace(".", "-")
    href = reverse("catalogue:draft_section", args=[draft.pk, part.value])
    return redirect(f"{href}#id-{anchor}" if anchor else href)


def _conflict_page(request: HttpRequest, draft: ItemDraft, part: Section, conflict: DraftConflict) -> HttpResponse:
    draft.refresh_from_db()
    last = draft.revisions.order_by("number").last()
    by_key = {each.key: each for each in ELEMENTS}
    context = {
        "draft": pages.head(draft, request.actor, []),  # type: ignore[attr-defined]
        "section": part,
        "sentence": conflict.sentence,
        "who": last.by_label if last else "",
        "rows": [
            {
                **{"key": key, "label": by_key[key].label, "mine_json": json.dumps(conflict.mine[key])},
                "mine": value_words(by_key[key], conflict.mine[key]),
                "theirs": value_words(by_key[key], conflict.theirs[key]),
            }
            for key in conflict.keys
        ],
        "others_json": json.dumps(conflict.others),
    }
    return render(request, "items/draft_conflict.html", context, status=409)


@for_staff(*WORKS_ON)
@require_POST
def settle(request: HttpRequest, draft_id: int, name: str) -> HttpResponse:
    """After a conflict: for each element mine or theirs, and the rest of what I wrote."""
    draft = own_draft(request, draft_id)
    try:
        changes: dict[str, Any] = json.loads(request.POST.get("others", "{}"))
        for each in ELEMENTS:
            if request.POST.get(f"choice-{each.key}") == "mine":
                changes[each.key] = json.loads(request.POST.get(f"mine-{each.key}", "null"))
        revision = int(request.POST.get("revision", ""))
        save_draft(draft, changes, revision=revision, by=request.actor)  # type: ignore[attr-defined]
    except DraftConflict as conflict:
        return _conflict_page(request, draft, Section(name), conflict)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    except (ValueError, TypeError) as error:
        raise BadRequest("unreadable form") from error
    return redirect("catalogue:draft_section", draft.pk, name)


@for_staff(*WORKS_ON)
@require_POST
def step(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Undo, redo, or go back to an earlier change."""
    draft = own_draft(request, draft_id)
    actor = request.actor  # type: ignore[attr-defined]
    deed, number = request.POST.get("deed", ""), key_in(request.POST.get("number"))
    try:
        if deed == "restore" and number is not None:
            restore(draft, number, by=actor)
        elif deed in ("undo", "redo"):
            (undo if deed == "undo" else redo)(draft, by=actor)
        else:
            raise BadRequest("unknown deed")
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    name = request.POST.get("section", "")
    if name in {known.value for known in Section}:
        return redirect("catalogue:draft_section", draft.pk, name)
    return redirect("catalogue:draft_history", draft.pk)


@for_staff(*WORKS_ON)
@require_GET
def review(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What the draft changes, what the checks say, who agreed; with the deeds open to this office."""
    draft = draft_of(request, draft_id)
    found = _found(draft)
    context = {
        "draft": pages.head(draft, request.actor, found),  # type: ignore[attr-defined]
        "changes": pages.changes_of(draft),
        "side": pages.side(draft, found),
        "steps": pages.steps(draft),
        "looks": pages.looks(draft),
    }
    return render(request, "items/draft_review.html", context)


@for_staff(*WORKS_ON)
@require_POST
def move(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Hand over, agree, send back, publish, give up."""
    draft = draft_of(request, draft_id)
    if not moves_open_to(draft, request.actor):  # type: ignore[attr-defined]
        raise Http404
    deed, reason = request.POST.get("deed", ""), request.POST.get("reason", "")
    try:
        move_draft(draft, deed, by=request.actor, reason=reason)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Done."))
    return redirect("catalogue:draft_review", draft.pk)


@for_staff(*WORKS_ON)
@require_GET
def history(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Every change of the draft, the latest first, page by key."""
    draft = draft_of(request, draft_id)
    rows, more = pages.revisions(draft, before=key_in(request.GET.get("before")), page=REVISIONS)
    context = {
        "draft": pages.head(draft, request.actor, []),  # type: ignore[attr-defined]
        "rows": rows,
        "page": {"next_href": f"?before={more}" if more else ""},
        "steps": pages.steps(draft),
    }
    return render(request, "items/draft_history.html", context)


@for_staff(*WORKS_ON)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """The real page of the item as the draft would make it (`as` names whose), to stand in a frame of the workshop. It
    may be posted to as the real one; nothing is stored."""
    draft = draft_of(request, draft_id)
    wanted = previews.preview_named(request.GET.get("as", ""))
    if wanted is None:
        raise Http404
    if hindering := pages.hindering(_found(draft), wanted.needs):
        context = {"label": wanted.label, "findings": hindering}
        answer = render(request, "items/preview_not_yet.html", context)
    else:
        answer = wanted.show(request, draft)
    framed = xframe_options_sameorigin(lambda _request: answer)
    return csp_replace({"frame-ancestors": [SELF]})(framed)(request)
