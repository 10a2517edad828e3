"""Importing spreadsheets: upload, mapping, report, progress, result."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.keys import key_in
from core.models import Job
from core.refusal import Refusal
from core.services.files import open_file
from identity.access import for_staff
from identity.models import Role
from items.forms import BookForm
from items.models import BookImport, BookStage, RowOutcome
from items.pages.books import PAGE, book_rows, item_row, job_card, result_words, tiles, trouble_rows
from items.pages.mapping import chosen_profile, mapping_page
from items.reach import books_visible_to, profiles_visible_to
from items.rules.mapping import profile_from
from items.services.books import keep_profile, map_book, receive_book, start_check, start_import
from items.tasks import queue_book
from items.workbooks.files import open_sheets
from items.workbooks.foreign import SheetView, chosen_sheet, view_of
from items.workbooks.reporting import write_report

KEEPERS = (Role.CATALOGUE_ADMIN, Role.PUBLISHER)
RECENT = 20


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """The latest imports, and the place to upload the next one."""
    actor = request.actor  # type: ignore[attr-defined]
    form = BookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            book = receive_book(upload.file, name=upload.name, by=actor)
            if book.own:
                _check(book, request)
            return redirect("catalogue:import_book", book.pk)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    books = books_visible_to(actor).order_by("-pk")[:RECENT]
    context = {"form": form, "rows": book_rows(books)}
    return render(request, "items/import_list.html", context, status=422 if form.errors else 200)


@for_staff(*KEEPERS)
@require_GET
def import_book(request: HttpRequest, book_id: int) -> HttpResponse:
    """One import at the step where it is."""
    book = _book(request, book_id)
    if book.stage == BookStage.UPLOADED and not book.own:
        return _mapping(request, book)
    if book.stage in (BookStage.CHECKING, BookStage.IMPORTING) and book.job is not None:
        return render(request, "items/import_running.html", {"book": book, "job": _card(book, book.job)})
    return _report(request, book)


@for_staff(*KEEPERS)
@require_POST
def map_columns(request: HttpRequest, book_id: int) -> HttpResponse:
    """What the columns are; the file is checked next, or shown once more by a kept profile."""
    actor, book = request.actor, _book(request, book_id)  # type: ignore[attr-defined]
    try:
        if request.POST.get("deed") == "use":
            kept = get_object_or_404(profiles_visible_to(actor), pk=request.POST.get("profile") or 0)
            map_book(book, profile_from(kept.definition), by=actor)
            return redirect("catalogue:import_book", book.pk)
        profile = chosen_profile(request.POST, _view(book))
        book = map_book(book, profile, by=actor)
        if request.POST.get("deed") == "look":
            return redirect("catalogue:import_book", book.pk)
        if request.POST.get("profile_name"):
            keep_profile(profile, name=request.POST["profile_name"], by=actor)
        _check(book, request)
    except Refusal as refusal:
        return _mapping(request, book, refusal)
    return redirect("catalogue:import_book", book.pk)


@for_staff(*KEEPERS)
@require_POST
def map_again(request: HttpRequest, book_id: int) -> HttpResponse:
    """Back from the report to the mapping."""
    book = _book(request, book_id)
    try:
        map_book(book, profile_from(book.definition or {}), by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return _report(request, book, refusal)
    return redirect("catalogue:import_book", book.pk)


@for_staff(*KEEPERS)
@require_POST
def bring_in(request: HttpRequest, book_id: int) -> HttpResponse:
    """Start bringing the sound items into drafts."""
    book = _book(request, book_id)
    try:
        start_import(book, by=request.actor)  # type: ignore[attr-defined]
        queue_book(book.pk)
    except Refusal as refusal:
        return _report(request, book, refusal)
    return redirect("catalogue:import_book", book.pk)


@for_staff(*KEEPERS)
@require_GET
def import_progress(request: HttpRequest, book_id: int) -> HttpResponse:
    """The card of a running import; when it is over the page is loaded anew."""
    book = _book(request, book_id)
    if book.job is None or book.stage not in (BookStage.CHECKING, BookStage.IMPORTING):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "components/job.html", {"job": _card(book, book.job)})


@for_staff(*KEEPERS)
@require_GET
def import_report(request: HttpRequest, book_id: int) -> FileResponse:
    """Every trouble of a file with sheet and cell, as a workbook."""
    book = _book(request, book_id)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_report(book, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_("Errors of %(file)s.xlsx") % {"file": book.file_name})


def _book(request: HttpRequest, book_id: int) -> BookImport:
    return get_object_or_404(books_visible_to(request.actor), pk=book_id)  # type: ignore[attr-defined]


def _check(book: BookImport, request: HttpRequest) -> None:
    start_check(book, by=request.actor)  # type: ignore[attr-defined]
    queue_book(book.pk)


def _view(book: BookImport) -> SheetView:
    """The sheet as it is mapped; the first one when the one mapped before is not in the file."""
    with open_file(book.file) as file:
        sheets = open_sheets(file, name=book.file_name)
        profile = profile_from(book.definition or {})
        names = {sheet.name for sheet in sheets}
        wanted = profile if profile.sheet in names else profile_from({})
        return view_of(chosen_sheet(sheets, wanted))


def _mapping(request: HttpRequest, book: BookImport, refusal: Refusal | None = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    context = mapping_page(book, _view(book), profiles_visible_to(actor))
    context |= {"refusal": refusal, "failure": book.job.message if book.job and book.job.is_over else ""}
    return render(request, "items/import_mapping.html", context, status=422 if refusal else 200)


def _card(book: BookImport, job: Job) -> dict[str, object]:
    name = _("Checking %(file)s") if book.stage == BookStage.CHECKING else _("Importing %(file)s")
    href = reverse("catalogue:import_progress", args=[book.pk])
    return job_card(job, name % {"file": book.file_name}, href)


def _report(request: HttpRequest, book: BookImport, refusal: Refusal | None = None) -> HttpResponse:
    result = book.job.result if book.job else {}
    outcome = request.GET.get("outcome", "")
    rows = book.rows.select_related("draft").order_by("order")
    if outcome in RowOutcome.values:
        rows = rows.filter(outcome=outcome)
    if (after := key_in(request.GET.get("after"))) is not None:
        rows = rows.filter(order__gt=after)
    shown = list(rows[: PAGE + 1])
    keep = f"outcome={outcome}&" if outcome else ""
    context = {
        **{"book": book, "tiles": tiles(result), "done": book.stage == BookStage.DONE, "outcome": outcome},
        "summary": result_words(result),
        "ready": result.get("new", 0) + result.get("changed", 0),
        "rows": [item_row(row) for row in shown[:PAGE]],
        "file_troubles": trouble_rows(book.troubles),
        "page": {"next_href": f"?{keep}after={shown[PAGE - 1].order}" if len(shown) > PAGE else ""},
        "refusal": refusal,
        "failure": book.job.message if book.job and not result else "",
    }
    return render(request, "items/import_report.html", context, status=409 if refusal else 200)
