"""Why this date? – for everybody who may see the case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.pages.dates import dates_of
from cases.queries.visibility import visible_to
from cases.views.clerk import WORK
from identity.access import sign_in_first
from identity.actors import Actor
from identity.models import Role


@require_GET
def case_dates(request: HttpRequest, case_id: int) -> HttpResponse:
    """Every clock of the case with what started, stopped and moved it. Raises Http404 for strangers."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_authenticated:
        return sign_in_first(request)
    case = get_object_or_404(visible_to(actor).select_related("version", "department"), pk=case_id)
    context = {
        "title": _("Why these dates"),
        "name": case.version.name,
        "number": case.case_no or case.receipt_no or "",
        "clocks": dates_of(case, actor),
        "layout": "layouts/staff.html" if actor.is_staff else "layouts/citizen.html",
        "back_href": _back(actor, case.pk),
    }
    return render(request, "cases/dates.html", context)


def _back(actor: Actor, case_id: int) -> str:
    """Where this person reads the case; empty for supervisors, whose page of it is not ours to know."""
    if actor.is_citizen:
        return reverse("cases:space_case", args=[case_id])
    return reverse("cases:desk_case", args=[case_id]) if actor.has_role(*WORK, Role.REVIEWER) else ""
