"""Supervision orders: issued by supervisors, answered by leaders, settled by who issued them (S-41, D-22)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.queries.paging import page_of
from cases.queries.visibility import visible_to as cases_visible_to
from cases.services.reads import record_read
from cases.views.space import attachment
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role
from supervision import orderpages as pages
from supervision.forms import OrderForm
from supervision.models import Alarm, SupervisionOrder
from supervision.orders import answer_order, extend_order, issue_order, settle_order
from supervision.queries import orders_visible_to
from supervision.views import WATCH


@for_staff(*WATCH)
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """Supervision orders, the latest first, page by key."""
    page = page_of(orders_visible_to(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {
        **{"title": _("Supervision orders"), "workplace": _("Electronic supervision"), "page": page},
        **{"rows": [pages.order_row(row) for row in page.rows], "why": _("No supervision order was issued.")},
    }
    return render(request, "cases/desk_list.html", context)


@for_staff(Role.SUPERVISOR)
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, case_id: int) -> HttpResponse:
    """Order the responsible body to explain a matter of this case; the look at the case is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    case = get_object_or_404(cases_visible_to(actor).select_related("version", "handling", "department"), pk=case_id)
    alarms = list(Alarm.objects.filter(case=case).order_by("-raised_at")[:20])
    usual = {"alarm": str(alarms[0].pk), "level": alarms[0].level} if alarms else {}
    form = OrderForm(request.POST or None, alarms=alarms, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            made = issue_order(case, **form.order(), by=actor)
            messages.success(request, _("Ordered. The leaders of the responsible body are told."))
            return redirect("supervision:order", made.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    record_read(case, by=actor, what=_("Case file"), why=_("Supervision"))
    lead = _("The responsible body explains and puts right; supervision changes nothing itself.")
    context = {
        **{"form": form, "title": _("Issue a supervision order"), "lead": lead, "submit_label": _("Issue the order")},
        "back_href": reverse("supervision:case", args=[case.pk]),
    }
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)


@for_staff(*WATCH)
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order; who may do something about it does it here, everybody else who sees it reads."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(orders_visible_to(actor), pk=order_id)
    kind = pages.form_of(found, actor)
    form = kind(request.POST or None) if kind else None
    if request.method == "POST" and form is None:
        messages.error(request, _("Nothing is to be done about this order by you now."))
        return redirect("supervision:order", found.pk)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            messages.success(request, _carry_out(found, request.POST.get("deed", ""), form.cleaned_data, actor))
            return redirect("supervision:order", found.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = pages.order_page(found) | {"form": form, "form_href": ""}
    context |= pages.form_words(found, kind) if kind else {}
    return render(request, "supervision/case.html", context, status=422 if request.method == "POST" else 200)


@for_staff(*WATCH)
@require_GET
def paper(request: HttpRequest, order_id: int) -> HttpResponseBase:
    """The paper D-22."""
    found = get_object_or_404(orders_visible_to(request.actor).exclude(file=None), pk=order_id)  # type: ignore[attr-defined]
    return attachment(found.file, f"{found.number}.pdf")


def _carry_out(found: SupervisionOrder, deed: str, typed: dict[str, str], actor: Actor) -> str:
    if "explanation" in typed:
        answer_order(found, explanation=typed["explanation"], measure=typed["measure"], by=actor)
        return _("Answered. Supervision is told.")
    if deed == "extend":
        extend_order(found, reason=typed["remark"], by=actor)
        return _("More time was given; the responsible body is told.")
    if deed not in {"accept", "send_back"}:
        raise Refusal("deed", _("Please choose one."))
    settle_order(found, accept=deed == "accept", remark=typed["remark"], by=actor)
    return _("Done; the responsible body is told.")
