"""How good the catalogue is (I-16): its counters, saying that an item was reviewed, spot checks."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.keys import key_in
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from items.forms_quality import ConfirmForm, SampleForm
from items.models import SpotCheck, SpotCheckItem
from items.pages import quality as pages
from items.pages import spot_checks as checks
from items.pages.statistics import tabs
from items.queries import WORKS_ON, check_rows_in_sight, checks_visible_to
from items.services.confirming import confirm_item
from items.services.spot_checks import draw_sample, finish_check, record_findings, unjudged
from items.statistics.asked import Asked
from items.statistics.quality import overdue, quality_by_department, with_last_review
from items.views.catalogue import item_of_code, item_page
from items.views.statistics import after_key, frame, next_page

PAGE = 40
CHECKERS = (Role.LEGAL_REVIEWER, Role.LIST_KEEPER)
"""Who checks whether the catalogue is right."""


@for_staff(*WORKS_ON)
@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """The counters by department, and item by item; narrowed to what nobody reviewed in time, or what is incomplete."""
    versions, context = frame(request, "catalogue:quality")
    late = request.GET.get("review") == "overdue"
    found = with_last_review(versions)
    shown = after_key(
        request,
        (overdue(found, settings.CATALOGUE_REVIEW_MONTHS) if late else found).select_related(
            "item__department", "completeness"
        ),
    )
    query = context["asked"].query()
    context |= {
        "figures": pages.quality_page(quality_by_department(versions), context["bodies"], f"?{query}&review=overdue"),
        "rows": [pages.item_quality_row(version) for version in shown[:PAGE]],
        **{"page": next_page(request, shown), "late": late, "all_href": f"?{query}"},
    }
    return render(request, "items/quality.html", context)


@for_staff(Role.CATALOGUE_ADMIN)
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say that an item of my own body was looked at and nothing is to change."""
    actor, found = request.actor, item_of_code(code)  # type: ignore[attr-defined]
    if found.department_id not in actor.department_ids:
        raise Http404
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            confirm_item(found, remark=form.cleaned_data["remark"], by=actor)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, _("Kept as reviewed today."))
            return redirect("catalogue:item", code)
    return item_page(request, found, 422, confirm_form=form)


@for_staff(*WORKS_ON)
@require_http_methods(["GET", "POST"])
def spot_checks(request: HttpRequest) -> HttpResponse:
    """The checks, the latest first, page by key; drawing a new one."""
    actor = request.actor  # type: ignore[attr-defined]
    may_draw = actor.has_role(*CHECKERS)
    if request.method == "POST" and not may_draw:
        raise Http404
    form = SampleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sizes = {"items": given["items"] or 0, "percent": given["percent"] or 0}
            check = draw_sample(department=given["department"], by=actor, **sizes)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect("catalogue:spot_check", check.pk)
    after = key_in(request.GET.get("after"))
    found = checks_visible_to(actor).order_by("-pk")
    shown = list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])
    context = {
        **{"tabs": tabs("catalogue:spot_checks", Asked.of(request.GET)), "may_draw": may_draw, "form": form},
        **{"rows": checks.check_rows(shown[:PAGE], actor), "page": next_page(request, shown)},
    }
    return render(request, "items/spot_checks.html", context, status=422 if form.errors else 200)


@for_staff(*WORKS_ON)
@require_GET
def spot_check(request: HttpRequest, check_id: int) -> HttpResponse:
    """One check with its items; the bodies see their own."""
    actor = request.actor  # type: ignore[attr-defined]
    check = get_object_or_404(checks_visible_to(actor), pk=check_id)
    context = {
        "check": checks.check_page(check, actor),
        "may_finish": actor.has_role(*CHECKERS) and check.finished_at is None and not unjudged(check),
        "may_record": actor.has_role(*CHECKERS) and check.finished_at is None,
    }
    return render(request, "items/spot_check.html", context)


@for_staff(*WORKS_ON)
@require_http_methods(["GET", "POST"])
def spot_check_item(request: HttpRequest, check_id: int, order: int) -> HttpResponse:
    """One item of a check: what the catalogue says, group by group, and whether that is right."""
    actor = request.actor  # type: ignore[attr-defined]
    check = get_object_or_404(checks_visible_to(actor), pk=check_id)
    row = get_object_or_404(check_rows_in_sight(check, actor), order=order)
    may_record = actor.has_role(*CHECKERS) and check.finished_at is None
    if request.method == "POST" and not actor.has_role(*CHECKERS):
        raise Http404
    given: dict[str, Any] = {}
    if request.method == "POST":
        given = checks.findings_posted(row, request.POST)
        try:
            record_findings(row, [(name, *said) for name, said in given.items()], by=actor)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            context = {"row": checks.row_page(row, given=given), "may_record": may_record}
            return render(request, "items/spot_check_item.html", context, status=422)
        following = _next_row(check, order)
        return redirect("catalogue:spot_check_item", check_id, following) if following else _back(check_id)
    return render(request, "items/spot_check_item.html", {"row": checks.row_page(row), "may_record": may_record})


def _next_row(check: SpotCheck, order: int) -> int | None:
    rows = SpotCheckItem.objects.filter(spot_check=check, order__gt=order, findings=None).order_by("order")
    return rows.values_list("order", flat=True).first()


def _back(check_id: int) -> HttpResponse:
    return redirect("catalogue:spot_check", check_id)


@for_staff(*CHECKERS)
@require_POST
def finish(request: HttpRequest, check_id: int) -> HttpResponse:
    """Close a check; from then on its result counts."""
    check = get_object_or_404(SpotCheck, pk=check_id)
    try:
        finish_check(check, by=request.actor)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The check is finished; its result counts from now on."))
    return _back(check_id)
