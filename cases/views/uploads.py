"""The wizard's page of materials: adding files and taking them off again."""

from django.db.models import prefetch_related_objects
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.models import Case, Material, MaterialFile
from cases.pages import wizard
from cases.pages.pledges import pledge_offer
from cases.queries.drafting import kept_for, materials_of
from cases.queries.owing import deferral_days
from cases.services.drafts import attach_file, detach_file
from cases.services.keeping import use_kept
from cases.views.drafting import on_draft, page, turned_away
from core.refusal import Refusal
from spaces.queries import wallet_visible_to


@on_draft
@require_http_methods(["GET", "POST"])
def materials(request: HttpRequest, case: Case) -> HttpResponse:
    """Upload what the government does not hold yet."""
    if request.method == "POST":
        return turned_away(request, case, "materials") or redirect("cases:apply_check", case.pk)
    errors = request.session.pop("upload_errors", {})
    told = {int(key): text for key, text in errors.items()}
    asked = materials_of(case)
    prefetch_related_objects(asked, "files__joined")
    kept = kept_for(case, asked, request.actor)  # type: ignore[attr-defined]
    shown = wizard.uploads(asked, told, kept, may_follow=deferral_days(case) > 0)
    context = {"form": Form(), "uploads": shown, "title": _("Materials")}
    context["pledge_offer"] = pledge_offer(case, reverse("cases:pledge", args=[case.pk]))
    return page(request, case, "materials", context)


@on_draft
@require_POST
def add_file(request: HttpRequest, case: Case, material_id: int) -> HttpResponse:
    """Add files to a material; one that cannot be taken is explained beside its place, the others stay."""
    material = get_object_or_404(Material.objects.filter(case=case), pk=material_id)
    for upload in request.FILES.getlist("file"):
        try:
            attach_file(material, upload, name=upload.name or "", by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            request.session["upload_errors"] = {
                str(material.pk): _("%(file)s: %(problem)s") % {"file": upload.name, "problem": refusal.sentence}
            }
    return _back(case, material_id)


@on_draft
@require_POST
def use_document(request: HttpRequest, case: Case, material_id: int, document_id: int) -> HttpResponse:
    """Hand in again what the library keeps for this material."""
    material = get_object_or_404(Material.objects.filter(case=case).select_related("spec"), pk=material_id)
    kept = wallet_visible_to(request.actor).select_related("file")  # type: ignore[attr-defined]
    document = get_object_or_404(kept.filter(party_id=case.applicant_id, name=material.spec.name), pk=document_id)
    try:
        use_kept(material, document, by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        request.session["upload_errors"] = {str(material.pk): refusal.sentence}
    return _back(case, material_id)


@on_draft
@require_POST
def remove_file(request: HttpRequest, case: Case, file_id: int) -> HttpResponse:
    """Take a file off again."""
    attached = get_object_or_404(MaterialFile.objects.filter(material__case=case), pk=file_id)
    detach_file(attached, by=request.actor)  # type: ignore[attr-defined]
    return _back(case, attached.material_id)


def _back(case: Case, material_id: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('cases:apply_materials', args=[case.pk])}#material-{material_id}")
