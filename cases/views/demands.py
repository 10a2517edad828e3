"""Papers demanded although they could be fetched: for leaders of the body and for supervision (I-07, S-23)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.pages import demands as pages
from cases.queries.demands import demands_visible_to, most_demanded
from cases.queries.paging import page_of
from identity.access import for_staff
from identity.models import Role


@for_staff(Role.LEADER, Role.SUPERVISOR)
@require_GET
def demands(request: HttpRequest) -> HttpResponse:
    """The latest first, and above them which material of which item is demanded most often this year."""
    visible = demands_visible_to(request.actor)  # type: ignore[attr-defined]
    page = page_of(visible, request.GET, size=15)
    context = {
        **{"title": _("Papers demanded although they are held"), "page": page},
        "rows": [pages.row(demand) for demand in page.rows],
        "most": most_demanded(visible),
    }
    return render(request, "cases/desk_demands.html", context)
