"""The applicant's page for a material he promised to hand in later (容缺受理) or was asked for after the acceptance."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import Material, MaterialState, Resolver
from cases.queries.owing import is_awaited, owing_clock, supplement_clock
from cases.queries.visibility import visible_to
from cases.services.deferring import hand_in_owed
from cases.services.supplementing import hand_in_supplement
from cases.views.owners import for_owners
from core import clock
from core.datewords import date_words
from core.refusal import Refusal
from identity.actors import Actor


@for_owners
@require_http_methods(["GET", "POST"])
def owed(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """Hand in one material that is owed or was asked for, with its files; one that has come leads back to the case."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(visible_to(actor).select_related("version"), pk=case_id)
    material = case.materials.select_related("spec").filter(pk=material_id).first()
    if material is None or not is_awaited(material, case):
        return redirect("cases:space_case", case.pk)
    problems = hand_in(material, request.FILES.getlist("file"), by=actor) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        messages.success(request, _("We have your material. Thank you."))
        return redirect("cases:space_case", case.pk)
    context = {"case": case, "material": material, "problems": problems, "title": material.spec.name}
    if (running := owing_clock(case) or supplement_clock(case)) is not None:
        day = _("Owed by %(day)s") % {"day": date_words(running.last_day, today=clock.today())}
        context["lead"] = " · ".join(filter(None, [material.remark, day]))
    return render(request, "cases/owed.html", context, status=422 if problems else 200)


def hand_in(
    material: Material, uploads: "Sequence[File[bytes]]", *, by: Actor, resolver: Resolver = Resolver.UPLOAD
) -> list[str]:
    """Take the files of an owed or asked material in; what hinders it in sentences, empty when it is done."""
    take_in = hand_in_owed if material.state == MaterialState.DEFERRED else hand_in_supplement
    try:
        take_in(material, uploads, by=by, resolver=resolver)
    except Refusal as refusal:
        return [refusal.sentence]
    return []
