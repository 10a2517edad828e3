"""Papers of a case at the window: what is made by now, and all of them on one print."""

from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from pypdf import PdfWriter

from cases.models import Document
from cases.pages.desk import printing_of
from cases.services.reads import record_read
from cases.views.clerk import WORK, case_of
from core.services.files import open_file
from identity.access import for_staff


@for_staff(*WORK)
@require_GET
def papers(request: HttpRequest, case_id: int) -> HttpResponse:
    """The list of papers, which the screen asks for again while some are still being made."""
    case = case_of(request, case_id)
    return render(request, "cases/_desk_papers.html", {"case": case, **printing_of(case)})


@for_staff(*WORK)
@never_cache
@require_GET
def print_papers(request: HttpRequest, case_id: int) -> HttpResponse:
    """Every paper made for this case, the first one first, as one file to be printed; the look is recorded."""
    case = case_of(request, case_id)
    made = case.documents.exclude(file=None).select_related("file").order_by("ordered_at", "pk")
    pages = [document for document in made if document.file and document.file.media_type == "application/pdf"]
    if not pages:
        raise Http404
    record_read(case, by=request.actor, what=_("Papers of the case"), why=_("Printing"))  # type: ignore[attr-defined]
    answer = HttpResponse(_joined(pages), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{case.receipt_no or case.pk}.pdf"'
    return answer


def _joined(documents: list[Document]) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for document in documents:
        if document.file is not None:
            with open_file(document.file) as content:
                writer.append(BytesIO(content.read()))
    writer.write(out)
    return out.getvalue()
