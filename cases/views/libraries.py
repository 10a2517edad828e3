"""The applicant's libraries at a desk, and which of his projects a case belongs to. Every look is recorded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.pages.libraries import library
from cases.services.intakes import name_project
from cases.services.reads import record_read
from cases.views.clerk import case_of
from core.keys import key_in
from identity.access import for_staff
from identity.models import Role
from spaces.models import Project


@for_staff(Role.CLERK)
@require_GET
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """What is held about the applicant of a case in hand, masked (L-10, L-11)."""
    case, actor = case_of(request, case_id), request.actor  # type: ignore[attr-defined]
    record_read(case, by=actor, what=_("Libraries"), why=_("Handling the case"))
    context = {
        **library(case.applicant, actor, case=case),
        **{"case": case, "title": _("Libraries of %(name)s") % {"name": case.applicant_name}},
        "full_href": reverse("cases:full_view", args=[case.pk]),
        "project_href": reverse("cases:name_project", args=[case.pk]),
        "back_href": reverse("cases:desk_case", args=[case.pk]),
    }
    return render(request, "cases/desk_library.html", context)


@for_staff(Role.CLERK)
@require_POST
def choose_project(request: HttpRequest, case_id: int) -> HttpResponse:
    """The case belongs to this project of its applicant, or to none."""
    case, typed = case_of(request, case_id), request.POST.get("project", "")
    projects = Project.objects.filter(owner_id=case.applicant_id)
    project = get_object_or_404(projects, pk=key_in(typed) or 0) if typed else None
    name_project(case, project, by=request.actor)  # type: ignore[attr-defined]
    done = _("What was handed in for this project can be fetched now.") if project else _("It belongs to no project.")
    messages.success(request, done)
    return redirect("cases:desk_case", case.pk)
