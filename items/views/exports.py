"""Taking the catalogue out as a workbook."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.models import JobState, StoredFile
from core.services.files import open_file
from identity.access import for_staff
from items.pages.books import export_rows, job_card
from items.reach import departments_in_reach, exports_visible_to
from items.services.bookexports import start_export
from items.tasks import queue_export
from items.views.books import KEEPERS, RECENT


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def export_list(request: HttpRequest) -> HttpResponse:
    """The latest exports, and the deed that starts one."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        queue_export(start_export(by=actor).pk)
        return redirect("catalogue:export_list")
    jobs = list(exports_visible_to(actor).order_by("-pk")[:RECENT])
    running = [
        job_card(job, _("Export of the catalogue"), reverse("catalogue:export_progress", args=[job.pk]))
        for job in jobs
        if not job.is_over
    ]
    bodies = list(departments_in_reach(actor).order_by("pk").values_list("short", flat=True)[:4])
    context = {"running": running, "rows": export_rows(job for job in jobs if job.is_over), "bodies": bodies}
    return render(request, "items/export_list.html", context)


@for_staff(*KEEPERS)
@require_GET
def export_progress(request: HttpRequest, job_id: int) -> HttpResponse:
    """The card of a running export; when it is over the page is loaded anew."""
    job = get_object_or_404(exports_visible_to(request.actor), pk=job_id)  # type: ignore[attr-defined]
    if job.is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})
    card = job_card(job, _("Export of the catalogue"), reverse("catalogue:export_progress", args=[job.pk]))
    return render(request, "components/job.html", {"job": card})


@for_staff(*KEEPERS)
@require_GET
def export_file(request: HttpRequest, job_id: int) -> FileResponse:
    """The finished workbook."""
    finished = exports_visible_to(request.actor).filter(state=JobState.FINISHED)  # type: ignore[attr-defined]
    job = get_object_or_404(finished, pk=job_id)
    stored = StoredFile.objects.filter(pk=job.result.get("file")).first()
    if stored is None:
        raise Http404
    return FileResponse(
        open_file(stored), as_attachment=True, filename=_("catalogue.xlsx"), content_type=stored.media_type
    )
