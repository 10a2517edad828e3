"""Papers that go between the body that took a case in and the one that handles it: list, handing on, signing for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.handingforms import HandOnForm
from cases.models import PaperTransfer, TransferWay
from cases.queries.paging import page_of
from cases.services.transfers import hand_on, other_body, take_over
from cases.views.clerk import case_of, confirm
from cases.views.handing import blame
from core import clock
from core.datewords import datetime_words
from core.queries.counting import counts_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role

TABS = {"in": gettext_lazy("To sign for"), "out": gettext_lazy("On the way"), "done": gettext_lazy("Done with")}


@for_staff(Role.CLERK)
@require_GET
def transfer_list(request: HttpRequest) -> HttpResponse:
    """The hand-over list of my bodies: what comes, what is on its way, what arrived."""
    actor = request.actor  # type: ignore[attr-defined]
    tab = request.GET.get("tab", "in")
    tab = tab if tab in TABS else "in"
    page = page_of(_of(actor, tab).select_related("case__version", "sender", "receiver"), request.GET, size=15)
    counts = counts_of([_of(actor, key) for key in TABS])
    context = {
        "title": _("Papers between bodies"),
        "tabs": [
            {"label": label, "href": f"?tab={key}", "current": key == tab, "count": 0 if key == "done" else count}
            for (key, label), count in zip(TABS.items(), counts, strict=True)
        ],
        **{"rows": [_row(one, actor) for one in page.rows], "page": page, "why": _("No papers are here.")},
    }
    return render(request, "cases/transfers.html", context)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, case_id: int) -> HttpResponse:
    """Hand the papers of one case on to the other body."""
    case, actor = case_of(request, case_id), request.actor  # type: ignore[attr-defined]
    receiver = other_body(case, actor)
    if receiver is None:
        raise Http404
    form = HandOnForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = form.cleaned_data
        try:
            hand_on(case, contents=typed["contents"], way=TransferWay(typed["way"]), courier=typed["courier"], by=actor)
            messages.success(request, _("Handed on; the voucher is being made."))
            return redirect("cases:transfers")
        except Refusal as refusal:
            blame(form, refusal)
    lead = _("The papers go to %(body)s, with a voucher in two copies.") % {"body": receiver.name}
    return confirm(request, case, form, _("Hand papers on"), lead, _("Hand on"))


@for_staff(Role.CLERK)
@require_POST
def receive(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Sign for papers that arrived, with what is missing."""
    actor = request.actor  # type: ignore[attr-defined]
    transfer = get_object_or_404(_of(actor, "in").select_related("case"), pk=transfer_id)
    form = RemarkLine(request.POST)
    if form.is_valid():
        take_over(transfer, remark=form.cleaned_data["remark"], by=actor)
        messages.success(request, _("Signed for."))
    return redirect("cases:transfers")


class RemarkLine(forms.Form):
    """What was missing when papers arrived; empty when nothing was."""

    remark = forms.CharField(required=False, max_length=300)


def _of(actor: Actor, tab: str) -> QuerySet[PaperTransfer]:
    """Transfers of the actor's bodies: those only they may see."""
    bodies = actor.department_ids
    if tab == "in":
        return PaperTransfer.objects.filter(receiver_id__in=bodies, received_at=None)
    if tab == "out":
        return PaperTransfer.objects.filter(sender_id__in=bodies, received_at=None)
    return PaperTransfer.objects.filter(receiver_id__in=bodies, received_at__isnull=False)


def _row(one: PaperTransfer, actor: Actor) -> dict[str, Any]:
    today, mine = clock.today(), one.receiver_id in actor.department_ids and one.received_at is None
    return {
        **{"name": one.case.version.name, "applicant": one.case.applicant_name, "number": one.case.receipt_no},
        "case_href": reverse("cases:desk_case", args=[one.case_id]),
        **{"contents": "、".join(one.contents), "from": one.sender.name, "to": one.receiver.name},
        "way": f"{one.get_way_display()} {one.courier}".strip(),
        "sent": datetime_words(one.sent_at, today=today),
        "received": datetime_words(one.received_at, today=today) if one.received_at else _("On the way"),
        "remark": one.remark,
        "receive_href": reverse("cases:take_over", args=[one.pk]) if mine else "",
    }
