"""The applicant's own space: what waits for him, his cases, his wallet."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.models import BETWEEN_BODIES, Case, CaseState, MaterialFile
from cases.pages import space as pages
from cases.queries.paging import page_of
from cases.queries.visibility import licences_open_to, visible_to
from cases.services.issuing import deliver_result
from cases.services.sending import comes_by_courier
from cases.views.owners import for_owners
from core.models import StoredFile
from core.refusal import Refusal
from core.services.files import open_file
from deliveries.models import DeliveryWay
from identity.access import for_citizens
from identity.actors import Actor
from identity.middleware import ACTING_FOR
from spaces.queries import wallet_visible_to
from spaces.services import forget_document

RELATED = ("version__item", "handling", "department", "applicant", "licence", "agent", "delivery")


@for_citizens
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The day at a glance."""
    return render(request, "cases/space_home.html", pages.home(request.actor))  # type: ignore[attr-defined]


@for_citizens
@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """All cases of the party, newest first, page by page."""
    found = visible_to(request.actor).exclude(state=CaseState.DRAFT)  # type: ignore[attr-defined]
    page = page_of(found.select_related(*RELATED), request.GET, size=10)
    return render(request, "cases/space_cases.html", pages.case_list(page))


@for_owners
@require_GET
def case_page(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case with its clock, its story, its papers."""
    return render(request, "cases/case_page.html", pages.case_page(_case(request, case_id)))


@for_owners
@require_GET
def apply_done(request: HttpRequest, case_id: int) -> HttpResponse:
    """It arrived. The query code is shown this once."""
    case = _case(request, case_id)
    code = request.session.pop(f"receipt-{case.pk}", "")
    return render(request, "cases/apply_done.html", pages.done(case, code))


@for_owners
@require_GET
def document_file(request: HttpRequest, case_id: int, document_id: int) -> HttpResponseBase:
    """An official paper of the case, as an attachment."""
    documents = _case(request, case_id).documents.exclude(file=None).exclude(kind__in=BETWEEN_BODIES)
    document = get_object_or_404(documents, pk=document_id)
    return attachment(document.file, f"{document.number}.pdf")


@for_owners
@require_GET
def material_file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponseBase:
    """A file the applicant handed in."""
    case = get_object_or_404(visible_to(request.actor), pk=case_id)  # type: ignore[attr-defined]
    attached = get_object_or_404(MaterialFile.objects.filter(material__case=case).select_related("file"), pk=file_id)
    return attachment(attached.file, attached.name)


@for_citizens
@require_GET
def licence_file(request: HttpRequest, licence_id: int) -> HttpResponseBase:
    """A licence of the wallet; the first download of an issued result is its delivery (C-21), unless its applicant
    wants it by courier: then what is signed for is the delivery, and this a copy."""
    actor = request.actor  # type: ignore[attr-defined]
    licence = get_object_or_404(licences_open_to(actor).exclude(file=None), pk=licence_id)
    issued = visible_to(actor).filter(licence=licence, state=CaseState.ISSUED).select_related("delivery").first()
    if issued is not None and not comes_by_courier(issued):
        try:
            deliver_result(issued, way=DeliveryWay.ELECTRONIC, recipient=actor.name, by=actor)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("cases:space_case", issued.pk)
    return attachment(licence.file, licence.file_name)


@for_owners
@require_POST
def receive_refusal(request: HttpRequest, case_id: int) -> HttpResponse:
    """The applicant confirms that he has the refusal decision (C-21)."""
    case = _case(request, case_id)
    actor = request.actor  # type: ignore[attr-defined]
    deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient=actor.name, by=actor)
    return redirect("cases:space_case", case.pk)


@for_citizens
@require_GET
def wallet(request: HttpRequest) -> HttpResponse:
    """Licences and stored documents of the party."""
    return render(request, "cases/wallet.html", pages.wallet(request.actor, request.GET))  # type: ignore[attr-defined]


@for_citizens
@require_GET
def wallet_document(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """A stored document of the party."""
    kept = wallet_visible_to(request.actor).select_related("file")  # type: ignore[attr-defined]
    document = get_object_or_404(kept, pk=document_id)
    return attachment(document.file, document.file_name)


@for_citizens
@require_POST
def remove_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """Take a stored document out of the library."""
    document = get_object_or_404(wallet_visible_to(request.actor), pk=document_id)  # type: ignore[attr-defined]
    forget_document(document, by=request.actor)  # type: ignore[attr-defined]
    messages.success(request, _("The document was removed. Cases you handed it in with keep it."))
    return redirect("cases:wallet")


@for_citizens
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another party from now on; only for one the person may act for."""
    actor, wanted = request.actor, request.POST.get("party", "")  # type: ignore[attr-defined]
    way = next((way for way in actor.can_act_for if str(way.party_id) == wanted), None)
    if way is None:
        raise Http404
    request.session[ACTING_FOR] = way.party_id
    return redirect(_page_open_to(actor.in_identity(way), request.POST.get("next", "")) or "cases:space")


def _page_open_to(actor: Actor, path: str) -> str:
    """The page one came from, unless it is a case of the party one just left."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    case_id = match.kwargs.get("case_id")
    if not path.startswith("/") or path.startswith("//"):
        return ""
    return path if case_id is None or visible_to(actor).filter(pk=case_id).exists() else ""


def attachment(stored: StoredFile | None, name: str) -> FileResponse:
    """A stored file as a download that the browser never runs."""
    if stored is None:
        raise Http404
    return FileResponse(open_file(stored), as_attachment=True, filename=name, content_type=stored.media_type)


def _case(request: HttpRequest, case_id: int) -> Case:
    found = visible_to(request.actor).exclude(state=CaseState.DRAFT)  # type: ignore[attr-defined]
    return get_object_or_404(found.select_related(*RELATED), pk=case_id)
