"""Papers of a guide to take away: ordered, looked for while a worker makes them, downloaded."""

from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from core.refusal import Refusal
from core.services.files import open_file
from identity.access import address_of
from items.models import GuidePaper, GuidePaperKind
from items.queries import shown_versions
from items.services.guide_papers import order_guide_paper
from portal.pages.guide import asked_options
from portal.views.errors import too_many_requests


# Without a token, so that the guide is the same for everybody; a stranger's site could at most have a paper made.
@csrf_exempt
@require_POST
def order(request: HttpRequest, code: str) -> HttpResponse:
    """Have a paper made for the answers of the guide, once for everybody who gives the same."""
    version = get_object_or_404(shown_versions(), item__implementing_code=code)
    kind = request.POST.get("kind", "")
    if kind not in GuidePaperKind.values:
        raise Http404
    chosen = asked_options(QueryDict(request.POST.get("answers", "")))
    actor = request.actor  # type: ignore[attr-defined]
    try:
        paper = order_guide_paper(version, GuidePaperKind(kind), chosen, by=actor, address=address_of(request))
    except Refusal as refusal:
        if refusal.code == "too_many_tries":
            return too_many_requests(request)
        raise Http404 from refusal
    return redirect("portal:guide_paper", paper.pk)


@never_cache
@require_GET
def show(request: HttpRequest, paper_id: int) -> HttpResponse:
    """The paper, or that it is being made; the page asks again by itself."""
    paper = get_object_or_404(GuidePaper.objects.select_related("version__item", "file"), pk=paper_id)
    title = _("%(paper)s: %(item)s") % {"paper": paper.get_kind_display(), "item": paper.version.name}
    context = {"title": title, "paper": paper, "code": paper.version.item.implementing_code}
    part = getattr(request, "htmx", False)
    return render(request, "portal/_guide_paper.html" if part else "portal/guide_paper.html", context)


@require_GET
def download(request: HttpRequest, paper_id: int) -> FileResponse:
    """The file, to keep or to print."""
    paper = get_object_or_404(GuidePaper.objects.select_related("version", "file").exclude(file=None), pk=paper_id)
    assert paper.file is not None
    name = f"{paper.version.name}-{paper.get_kind_display()}.pdf"
    return FileResponse(
        open_file(paper.file), as_attachment=True, filename=name, content_type="application/pdf", status=HTTPStatus.OK
    )
