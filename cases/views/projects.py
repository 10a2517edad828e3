"""Projects: the owner's list, and one page of a project for him and for staff who handle something of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.pages.projects import project_page, project_row
from cases.queries.paging import page_of
from cases.queries.projects import projects_open_to
from identity.access import for_citizens, for_staff
from identity.models import Role
from spaces.services.reads import record_library_read

READERS = (Role.CLERK, Role.CERTIFIER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR)


@for_citizens
@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    """The projects of the party, the newest first."""
    page = page_of(projects_open_to(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {"rows": [project_row(one) for one in page.rows], "page": page, "title": _("My projects")}
    return render(request, "cases/projects.html", context)


@for_citizens
@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """All cases of all departments of a project, its data and its proof (C14)."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(projects_open_to(actor), pk=project_id)
    return render(request, "cases/project.html", project_page(found, actor, request.GET))


@for_staff(*READERS)
@require_GET
def desk_project(request: HttpRequest, project_id: int) -> HttpResponse:
    """The same for staff, as far as they may see its cases; the look into the owner's library is recorded (L-10)."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(projects_open_to(actor), pk=project_id)
    record_library_read(found.owner, by=actor, what=found.name[:60], why=_("Handling the case"))
    return render(request, "cases/desk_project.html", project_page(found, actor, request.GET))
