"""Decisions everybody may see (公示, 2.11): a list, a page for each, and the feed the credit platform takes."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.pages.publications import public_page, public_rows
from cases.queries.paging import page_of
from cases.queries.publications import feed_after, published, publishing_bodies
from core.keys import key_in
from portal.pages import publicity as pages

PAGE = 20
FEED_ROWS = 500


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Published decisions, found by number, holder or body; page by key."""
    query, department_id = request.GET.get("q", "").strip(), key_in(request.GET.get("department"))
    found = published(query=query, department_id=department_id)
    page = page_of(found, request.GET, size=PAGE)
    context = {
        **{"title": _("Published decisions"), "query": query, "rows": public_rows(page.rows), "page": page},
        "bodies": [(body.pk, body.name, body.pk == department_id) for body in publishing_bodies()],
        "why": _("Nothing was published that fits.") if query or department_id else _("Nothing is published yet."),
    }
    return render(request, "portal/publications.html", context)


@require_GET
def show(request: HttpRequest, publication_id: int) -> HttpResponse:
    """One published decision; one that was replaced or taken down is not found."""
    row = get_object_or_404(published(), pk=publication_id)
    return render(request, "portal/publication.html", public_page(row))


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The fields of 2.11 as CSV, in the order in which they were published: at most FEED_ROWS after the number `after`;
    the header `Link` says where it goes on."""
    after = key_in(request.GET.get("after")) or 0
    rows = feed_after(after, most=FEED_ROWS)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.writer(answer)
    writer.writerow(pages.FEED_HEAD)
    writer.writerows(pages.feed_row(row) for row in rows)
    if len(rows) == FEED_ROWS:
        answer["Link"] = f'<{reverse("portal:publication_feed")}?after={rows[-1].feed_no}>; rel="next"'
    return answer
