"""The applicant's page for a material he promised to hand in later (容缺受理)."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.files import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import Material, Resolver
from cases.queries.owing import owed_materials, owing_clock
from cases.queries.visibility import visible_to
from cases.services.deferring import hand_in_owed
from cases.views.owners import for_owners
from core import clock
from core.datewords import date_words
from core.refusal import Refusal
from identity.actors import Actor


@for_owners
@require_http_methods(["GET", "POST"])
def owed(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """Hand in one owed material with all its files; one that has come leads back to the case."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(visible_to(actor).select_related("version"), pk=case_id)
    material = owed_materials(case).filter(pk=material_id).first()
    if material is None:
        return redirect("cases:space_case", case.pk)
    problems = hand_in(material, request.FILES.getlist("file"), by=actor) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        messages.success(request, _("We have your material. Thank you."))
        return redirect("cases:space_case", case.pk)
    context = {"case": case, "material": material, "problems": problems, "title": material.spec.name}
    if (running := owing_clock(case)) is not None:
        context["lead"] = _("Owed by %(day)s") % {"day": date_words(running.last_day, today=clock.today())}
    return render(request, "cases/owed.html", context, status=422 if problems else 200)


def hand_in(
    material: Material, uploads: "Sequence[File[bytes]]", *, by: Actor, resolver: Resolver = Resolver.UPLOAD
) -> list[str]:
    """Take the files of an owed material in; what hinders it in sentences, empty when it is done."""
    try:
        hand_in_owed(material, uploads, by=by, resolver=resolver)
    except Refusal as refusal:
        return [refusal.sentence]
    return []
