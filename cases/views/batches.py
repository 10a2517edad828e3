"""Many similar applications from one spreadsheet: its empty sheet, the file, its rows, and taking them in."""

from io import BytesIO
from operator import attrgetter

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.models import IntakeBatch
from cases.pages import batches as pages
from cases.queries.batches import batches_visible_to, sheet_of
from cases.queries.paging import page_of
from cases.services.batches import file_rows, receive_batch
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role
from items.models import ItemVersion
from items.queries import applicable_versions
from items.workbooks.gate import MEDIA_TYPE
from items.workbooks.writing import BookWriter


class BatchForm(forms.Form):
    """Which item, and the filled-in sheet."""

    version = forms.ModelChoiceField(ItemVersion.objects.none(), label=gettext_lazy("Item"), empty_label=None)
    file = forms.FileField(
        label=gettext_lazy("Filled-in sheet"),
        help_text=gettext_lazy("XLSX or CSV, at most 500 rows"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: object, actor: Actor, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        mine = applicable_versions().filter(item__department__in=actor.department_ids).order_by("name")
        field = self.fields["version"]
        field.queryset = mine  # type: ignore[attr-defined]
        field.label_from_instance = attrgetter("name")  # type: ignore[attr-defined]


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """Batches of my body, and a new one."""
    actor = request.actor  # type: ignore[attr-defined]
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BatchForm(*typed, actor=actor)
    if request.method == "POST" and form.is_valid():
        upload: UploadedFile = form.cleaned_data["file"]
        try:
            batch = receive_batch(form.cleaned_data["version"], upload, name=upload.name or "", by=actor)
            return redirect("cases:batch", batch.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    page = page_of(batches_visible_to(actor), request.GET, size=15)
    context = {"title": _("Batch intake"), "form": form, "page": page, "rows": [pages.line(one) for one in page.rows]}
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/desk_batches.html", context, status=status)


@for_staff(Role.CLERK)
@require_GET
def sheet(request: HttpRequest) -> HttpResponse | FileResponse:
    """The empty sheet of an item."""
    form = BatchForm(request.GET, actor=request.actor)  # type: ignore[attr-defined]
    form.fields.pop("file")
    if not form.is_valid():
        messages.error(request, _("Choose the item first."))
        return redirect("cases:batches")
    version, out = form.cleaned_data["version"], BytesIO()
    with BookWriter([sheet_of(version)]) as writer:
        writer.save(out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{version.name}.xlsx", content_type=MEDIA_TYPE)


@for_staff(Role.CLERK)
@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Every row with what is wrong or what became of it."""
    found = _mine(request, batch_id)
    page = page_of(found.rows.select_related("case"), request.GET, size=50)
    return render(request, "cases/desk_batch.html", {**pages.batch(found, page), "title": found.file_name})


@for_staff(Role.CLERK)
@require_POST
def file_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Take in the next rows; the page asks for more until none is left."""
    found = _mine(request, batch_id)
    left = file_rows(found, by=request.actor)  # type: ignore[attr-defined]
    if not left:
        messages.success(request, _("All rows that are in order were taken in."))
    goes_on = "?goes_on=1" if left else ""
    return redirect(f"{reverse('cases:batch', args=[found.pk])}{goes_on}")


def _mine(request: HttpRequest, batch_id: int) -> IntakeBatch:
    return get_object_or_404(batches_visible_to(request.actor), pk=batch_id)  # type: ignore[attr-defined]
