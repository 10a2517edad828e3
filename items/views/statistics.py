"""The numbers of the catalogue: counts, compression of limits, before and after (H28, H34, H105)."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import clock
from core.datewords import datetime_words
from core.keys import key_in
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Department
from items.forms_quality import SpanForm
from items.models import Item, ItemVersion
from items.pages import statistics as pages
from items.queries import WORKS_ON
from items.statistics.asked import Asked, versions_in_sight
from items.statistics.changes import changes_by_department, changes_by_item
from items.statistics.counts import counts_of_items
from items.statistics.limits import compression_by_department, with_limits
from items.statistics.quality import quality_by_department, with_last_review
from items.workbooks.figures import (
    Sheets,
    change_sheets,
    count_sheets,
    limit_sheets,
    quality_sheets,
    write_figures,
)
from items.workbooks.gate import MEDIA_TYPE

PAGE = 40


@for_staff(*WORKS_ON)
@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """Items in force by what they are; every number leads to the items it counts."""
    versions, context = frame(request, "catalogue:statistics")
    counted = counts_of_items(versions)
    actor = request.actor  # type: ignore[attr-defined]
    context["figures"] = pages.counts_page(counted, context["asked"], actor, context["bodies"])
    return render(request, "items/statistics.html", context)


@for_staff(*WORKS_ON)
@require_GET
def limits(request: HttpRequest) -> HttpResponse:
    """What law allows against what is promised: by department, and item by item, page by key."""
    versions, context = frame(request, "catalogue:statistics_limits")
    context["figures"] = pages.limits_page(compression_by_department(versions), context["bodies"])
    shown = after_key(request, with_limits(versions).select_related("item__department"))
    context |= {"rows": [pages.limit_row(version) for version in shown[:PAGE]], "page": next_page(request, shown)}
    return render(request, "items/statistics_limits.html", context)


@for_staff(*WORKS_ON)
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Each item before and after: stages, working days, materials, visits, fees (H105); page by key."""
    versions, context = frame(request, "catalogue:statistics_changes")
    form = SpanForm(request.GET or None)
    span = form.span()
    shown = after_key(request, versions.select_related("item__entry", "item__department"))
    found = {one.item_id: one for one in changes_by_item(versions.filter(pk__in=[v.pk for v in shown[:PAGE]]), span)}
    rows = [pages.item_change_row(found[v.item_id], v.item) for v in shown[:PAGE] if v.item_id in found]
    context |= {
        **{"form": form, "rows": rows, "page": next_page(request, shown), "sides": pages.span_words(span)},
        "figures": pages.changes_page(changes_by_department(versions, span), context["bodies"]),
    }
    return render(request, "items/statistics_changes.html", context, status=422 if form.errors else 200)


def frame(request: HttpRequest, name: str) -> tuple[QuerySet[ItemVersion], dict[str, Any]]:
    """The versions a page of numbers counts, and what every such page has: what was asked for, boxes, tabs, bodies."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked, in_sight = Asked.of(request.GET), versions_in_sight(actor)
    bodies = list(_bodies(in_sight))
    return (
        asked.narrowed(in_sight),
        {
            **{"tabs": pages.tabs(name, asked), "boxes": pages.choices(asked, bodies)},
            "asked": asked,
            **{"bodies": {body.pk: body.short for body in bodies}, "query": request.GET.urlencode()},
            "as_of": datetime_words(clock.now(), today=clock.today()),
        },
    )


def _bodies(versions: QuerySet[ItemVersion]) -> QuerySet[Department]:
    """Bodies with something in force."""
    return Department.objects.filter(pk__in=versions.order_by().values("item__department_id")).order_by("level", "pk")


def after_key(request: HttpRequest, versions: QuerySet[ItemVersion]) -> list[ItemVersion]:
    """The versions of one page, and one more if there is one."""
    return list(versions.filter(pk__gt=key_in(request.GET.get("after")) or 0).order_by("pk")[: PAGE + 1])


def next_page(request: HttpRequest, shown: list[Any]) -> dict[str, str]:
    """The address of the next page behind the last row shown, empty at the end."""
    query = request.GET.copy()
    query["after"] = str(shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    return {"next_href": f"?{query.urlencode()}" if len(shown) > PAGE else ""}


@for_staff(*WORKS_ON)
@require_GET
def workbook(request: HttpRequest, name: str) -> FileResponse:
    """The numbers of a page, and those of each item, as a workbook; narrowed like the page."""
    if name not in BOOKS:
        raise Http404
    versions, context = frame(request, "catalogue:statistics")
    file = TemporaryFile()  # noqa: SIM115 – the response closes it
    write_figures(file, BOOKS[name](request, versions, context["bodies"]))
    file.seek(0)
    titles = {"counts": _("counts"), "limits": _("limits"), "changes": _("before and after"), "quality": _("quality")}
    filename = _("Catalogue %(title)s %(day)s.xlsx") % {"title": titles[name], "day": clock.today().isoformat()}
    return FileResponse(file, as_attachment=True, filename=filename, content_type=MEDIA_TYPE)


def _counts(_request: HttpRequest, versions: QuerySet[ItemVersion], bodies: dict[int, str]) -> Sheets:
    return count_sheets(counts_of_items(versions), bodies)


def _limits(_request: HttpRequest, versions: QuerySet[ItemVersion], bodies: dict[int, str]) -> Sheets:
    each = with_limits(versions).select_related("item__department").order_by("item__department_id", "pk")
    return limit_sheets(compression_by_department(versions), each.iterator(), bodies)


def _changes(request: HttpRequest, versions: QuerySet[ItemVersion], bodies: dict[int, str]) -> Sheets:
    span = SpanForm(request.GET or None).span()
    items = Item.objects.filter(pk__in=versions.order_by().values("item")).select_related("entry", "department")
    found = changes_by_department(versions, span)
    return change_sheets(found, changes_by_item(versions, span), items.in_bulk(), span, bodies)


def _quality(_request: HttpRequest, versions: QuerySet[ItemVersion], bodies: dict[int, str]) -> Sheets:
    each = with_last_review(versions).select_related("item__department", "completeness")
    ordered = each.order_by("item__department_id", "pk")
    return quality_sheets(quality_by_department(versions), ordered.iterator(), bodies)


BOOKS: dict[str, Callable[[HttpRequest, QuerySet[ItemVersion], dict[int, str]], Sheets]] = {
    **{"counts": _counts, "limits": _limits, "changes": _changes, "quality": _quality},
}
