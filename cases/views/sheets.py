"""Looking at materials: page by page as pictures, or the original as a download. Every look of staff is recorded."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.models import Case, CaseState, Material, MaterialFile
from cases.pages.sheets import sheet_of
from cases.queries.sheets import material_with_originals, sheets_of
from cases.queries.visibility import visible_to
from cases.services.reads import record_read
from cases.views.space import attachment
from core.models import StoredFile
from core.pictures import page_picture
from identity.access import for_citizens, for_staff
from identity.models import Role

READERS = (Role.CLERK, Role.CERTIFIER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR)
THUMBNAIL = 160
KEPT_SECONDS = 600


@for_staff(*READERS)
@require_GET
def material(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """One material on a page of its own, with the points to look at."""
    found = _looked_at(request, case_id, material_id)
    return render(request, "cases/desk_material.html", {"case": found.case, "sheet": sheet_of(found)})


@for_staff(*READERS)
@require_GET
def page(request: HttpRequest, case_id: int, material_id: int, number: int) -> HttpResponse:
    """One page of a material as a picture, counting from 1 through all its files."""
    pages = sheets_of(_looked_at(request, case_id, material_id))
    if not 1 <= number <= len(pages):
        raise Http404
    return picture(*pages[number - 1])


@for_staff(*READERS)
@require_GET
def licence(request: HttpRequest, case_id: int, material_id: int) -> FileResponse:
    """The licence that satisfied a material, as it was issued."""
    found = _looked_at(request, case_id, material_id).licence
    if found is None:
        raise Http404
    return attachment(found.file, found.file_name)


@for_citizens
@require_GET
def thumbnail(request: HttpRequest, case_id: int, file_id: int) -> HttpResponse:
    """The first page of a file the applicant handed in, small."""
    case = get_object_or_404(visible_to(request.actor), pk=case_id)  # type: ignore[attr-defined]
    attached = get_object_or_404(MaterialFile.objects.filter(material__case=case).select_related("file"), pk=file_id)
    return picture(attached.file, 1, width=THUMBNAIL)


def picture(stored: StoredFile, number: int, **size: int) -> HttpResponse:
    """A page as an answer that only this browser may keep, and not for long."""
    answer = HttpResponse(page_picture(stored, number, **size), content_type="image/jpeg")
    patch_cache_control(answer, private=True, max_age=KEPT_SECONDS)
    return answer


def _looked_at(request: HttpRequest, case_id: int, material_id: int) -> Material:
    actor = request.actor  # type: ignore[attr-defined]
    visible = visible_to(actor).exclude(state=CaseState.DRAFT)
    case: Case = get_object_or_404(visible.select_related("version", "department"), pk=case_id)
    found = material_with_originals(case, material_id)
    if found is None:
        raise Http404
    found.case = case
    record_read(case, by=actor, what=found.spec.name, why=_("Checking materials"))
    return found
