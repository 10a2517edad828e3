"""Licences from paper: batches of scans, typed by one person and read again by another (L-16)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.captureforms import LABELS, BatchForm, ReadingForm, SettlingForm
from cases.queries.paging import page_of
from cases.views.sheets import picture
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Department, Role
from spaces.models import Capture, CaptureState
from spaces.queries.licences import KEEPERS, batches_kept_by
from spaces.rules import differences
from spaces.services.captures import (
    add_scan,
    check_capture,
    open_batch,
    reject_capture,
    settle_capture,
    type_capture,
)

WORKERS = (Role.CLERK, *KEEPERS)
MOST_SCANS = 50
LEADS = {
    CaptureState.SCANNED: gettext_lazy("Type what the paper says, field by field."),
    CaptureState.TYPED: gettext_lazy(
        "Somebody else typed this. Read the paper yourself; where you agree, it is stored."
    ),
    CaptureState.DIFFERS: gettext_lazy("Two persons read this differently. Choose what the paper says."),
    CaptureState.STORED: gettext_lazy("It is in the library at level B."),
    CaptureState.REJECTED: gettext_lazy("It was set aside."),
}
OWN_LEAD = gettext_lazy("Somebody else has to read it now. Until then you may correct what you typed.")


@for_staff(*WORKERS)
@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """The batches of my body, and a new one."""
    actor = request.actor  # type: ignore[attr-defined]
    form = BatchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        issuer = Department.objects.get(pk=actor.department_id)
        name, kind = form.cleaned_data["name"], form.cleaned_data["licence_name"]
        batch = open_batch(name, issuer=issuer, licence_name=kind, fields=form.labels(), by=actor)
        return redirect("cases:capture_batch", batch.pk)
    page = page_of(batches_kept_by(actor), request.GET)
    return render(
        request, "cases/capture_batches.html", {"form": form, "page": page}, status=422 if form.errors else 200
    )


@for_staff(*WORKERS)
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The scans of a batch with what is to be done to each; more scans."""
    actor, problems = request.actor, []  # type: ignore[attr-defined]
    found = get_object_or_404(batches_kept_by(actor), pk=batch_id)
    if request.method == "POST":
        for upload in request.FILES.getlist("file")[:MOST_SCANS]:
            try:
                add_scan(found, upload, name=upload.name or "")
            except Refusal as refusal:
                problems.append(f"{upload.name}: {refusal.sentence}")
        if not problems:
            return redirect("cases:capture_batch", found.pk)
    page = page_of(Capture.objects.filter(batch=found), request.GET, size=30)
    context = {"batch": found, "rows": [_line(row, actor) for row in page.rows], "page": page, "problems": problems}
    return render(request, "cases/capture_batch.html", context, status=422 if problems else 200)


@for_staff(*WORKERS)
@never_cache
@require_http_methods(["GET", "POST"])
def capture(request: HttpRequest, capture_id: int) -> HttpResponse:
    """One scan beside what has to be done to it: typed, read again by another, or settled."""
    found, actor = _capture(request, capture_id), request.actor  # type: ignore[attr-defined]
    if found.state in {CaptureState.STORED, CaptureState.REJECTED}:
        return render(request, "cases/capture.html", _context(found, None, actor))
    form = _form(found, actor, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _act(found, form, actor)
            messages.success(request, _("Saved."))
            return redirect("cases:capture_batch", found.batch_id)
        except Refusal as refusal:
            _blame(form, refusal)
    return render(request, "cases/capture.html", _context(found, form, actor), status=422 if form.errors else 200)


@for_staff(*WORKERS)
@require_POST
def reject(request: HttpRequest, capture_id: int) -> HttpResponse:
    """Set a scan aside that cannot be read."""
    found = _capture(request, capture_id)
    try:
        reject_capture(found, reason=request.POST.get("reason", ""))
        messages.success(request, _("Set aside."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("cases:capture_batch", found.batch_id)


@for_staff(*WORKERS)
@require_GET
def scan(request: HttpRequest, capture_id: int) -> HttpResponse:
    """The first page of the scan as a picture."""
    return picture(_capture(request, capture_id).file, 1)


def _capture(request: HttpRequest, capture_id: int) -> Capture:
    kept = batches_kept_by(request.actor).values("pk")  # type: ignore[attr-defined]
    found = Capture.objects.filter(batch_id__in=kept).select_related("batch__issuer", "file", "licence")
    return get_object_or_404(found, pk=capture_id)


def _form(found: Capture, actor: Actor, data: Any) -> Any:
    """The checker starts from an empty form: he reads the paper, not what the other typed."""
    if found.state == CaptureState.DIFFERS:
        labels = differences(found.typed, found.checked)
        readings = {label: (found.typed.get(label, ""), found.checked.get(label, "")) for label in labels}
        return SettlingForm(data, differing=readings)
    own = found.typed if found.typed_account_id == actor.account_id else {}
    return ReadingForm(data, labels=found.batch.fields, said=own)


def _act(found: Capture, form: Any, actor: Actor) -> None:
    if found.state == CaptureState.DIFFERS:
        settle_capture(found, form.chosen(), by=actor)
    elif found.state == CaptureState.TYPED and found.typed_account_id != actor.account_id:
        check_capture(found, form.said(), by=actor)
    else:
        type_capture(found, form.said(), by=actor)


def _blame(form: Any, refusal: Refusal) -> None:
    if isinstance(form, SettlingForm):
        form.blame(refusal.field, refusal.sentence)
    else:
        form.blame(refusal.faults or {refusal.field or "": refusal.sentence})


def _context(found: Capture, form: Any, actor: Actor) -> dict[str, Any]:
    said = [{"label": LABELS.get(label, label), "value": words} for label, words in found.typed.items()]
    mine = found.state == CaptureState.TYPED and found.typed_account_id == actor.account_id
    return {
        **{"capture": found, "form": form, "title": found.batch.licence_name, "pairs": said if form is None else []},
        "back_href": reverse("cases:capture_batch", args=[found.batch_id]),
        "lead": OWN_LEAD if mine else LEADS[CaptureState(found.state)],
        "picture_href": reverse("cases:capture_scan", args=[found.pk]),
    }


def _line(row: Capture, actor: Actor) -> dict[str, Any]:
    mine = row.state == CaptureState.TYPED and row.typed_account_id == actor.account_id
    people = [word for word in (row.typed_by, row.checked_by, row.settled_by) if word]
    return {
        **{"name": row.file_name, "state": row.get_state_display(), "people": " · ".join(people), "mine": mine},
        "href": reverse("cases:capture", args=[row.pk]),
    }
