"""Joining the pages of a material to one PDF, in the wizard and at the window."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.models import Case, Material, MaterialFile, Resolver
from cases.pages.joining import asked_pages, pages_to_join
from cases.services.joining import join_pages, take_apart
from cases.views.clerk import case_of
from cases.views.drafting import on_draft
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role


@on_draft
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, case: Case, material_id: int) -> HttpResponse:
    """The applicant orders and turns the pages of one material and joins them."""
    back = f"{reverse('cases:apply_materials', args=[case.pk])}#material-{material_id}"
    return _joining(
        request,
        _material(case, material_id),
        back,
        "cases/join_pages.html",
        lambda row, _page: reverse("cases:thumbnail", args=[case.pk, row.pk]),
    )


@on_draft
@require_POST
def apart(request: HttpRequest, case: Case, file_id: int) -> HttpResponse:
    """The files a PDF was joined of come back."""
    joint = _joint(case, file_id)
    take_apart(joint, by=request.actor)  # type: ignore[attr-defined]
    return redirect(f"{reverse('cases:apply_materials', args=[case.pk])}#material-{joint.material_id}")


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def join_at_desk(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """The clerk does the same with what he scanned."""
    case = case_of(request, case_id)
    material = _material(case, material_id)
    back = reverse("cases:scan", args=[case.pk, material.pk])
    if material.resolver != Resolver.SCAN:
        return redirect(back)
    return _joining(
        request,
        material,
        back,
        "cases/desk_join_pages.html",
        lambda _row, page: reverse("cases:desk_page", args=[case.pk, material.pk, page]),
    )


@for_staff(Role.CLERK)
@require_POST
def apart_at_desk(request: HttpRequest, case_id: int, file_id: int) -> HttpResponse:
    """The scans a PDF was joined of come back."""
    case = case_of(request, case_id)
    joint = _joint(case, file_id)
    take_apart(joint, by=request.actor)  # type: ignore[attr-defined]
    return redirect("cases:scan", case.pk, joint.material_id)


def _joining(
    request: HttpRequest, material: Material, back: str, template: str, picture_of: Callable[[MaterialFile, int], str]
) -> HttpResponse:
    problems = []
    if request.method == "POST":
        try:
            join_pages(material, asked_pages(request.POST, material), by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            problems = [refusal.sentence]
        else:
            messages.success(request, _("The pages are one PDF now."))
            return redirect(back)
    context: dict[str, Any] = {"case": material.case, "material": material, "problems": problems, "back_href": back}
    context |= {"pages": pages_to_join(material, request.POST, picture_of), "title": _("Join the pages to one PDF")}
    return render(request, template, context, status=422 if problems else 200)


def _material(case: Case, material_id: int) -> Material:
    return get_object_or_404(Material.objects.filter(case=case).select_related("spec", "case__version"), pk=material_id)


def _joint(case: Case, file_id: int) -> MaterialFile:
    mine = MaterialFile.objects.filter(material__case=case, material__hidden=False)
    return get_object_or_404(mine.select_related("material__case", "material__spec"), pk=file_id)
