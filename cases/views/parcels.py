"""Parcels at the desk: what came back, what is on its way, and originals that arrive (C-36, C-42)."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.handingforms import AddressForm, RemarkForm, SettlementForm
from cases.models import CaseParcel, MailedPapers, Settlement
from cases.pages import desk, parcels
from cases.queries.paging import page_of
from cases.queries.parcels import desk_parcels, parcels_visible_to
from cases.services.handing import keep_at_window
from cases.services.mailing import SCANS, compare_papers, count_papers, return_scans, settle_difference
from cases.services.reads import record_read
from cases.services.sending import send_result_again
from cases.views.handing import blame
from cases.views.space import attachment
from core.queries.counting import counts_of
from core.refusal import Refusal
from deliveries.carriers import Address
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role

TABS = {
    "failed": gettext_lazy("Came back or lost"),
    "papers": gettext_lazy("Originals to see to"),
    "moving": gettext_lazy("On the way"),
    "ended": gettext_lazy("Done with"),
}
WHY_EMPTY = {
    "failed": gettext_lazy("No parcel came back."),
    "papers": gettext_lazy("No mailed originals wait for you."),
    "moving": gettext_lazy("No parcel is on its way."),
    "ended": gettext_lazy("No parcel has ended its journey yet."),
}


@for_staff(Role.CLERK)
@require_GET
def parcel_list(request: HttpRequest) -> HttpResponse:
    """Parcels of the cases at my desks, by what has to be done."""
    actor, tab = request.actor, request.GET.get("tab", "failed")  # type: ignore[attr-defined]
    tab = tab if tab in TABS else "failed"
    page = page_of(desk_parcels(actor, tab), request.GET, size=15)
    counts = counts_of([desk_parcels(actor, key) for key in TABS])
    context = {
        **{"title": _("Parcels"), "query": "", "rows": parcels.desk_rows(page.rows), "page": page},
        "tabs": [
            {"label": label, "href": f"?tab={key}", "current": key == tab, "count": 0 if key == "ended" else count}
            for (key, label), count in zip(TABS.items(), counts, strict=True)
        ],
        "why": WHY_EMPTY[tab],
        **desk.panels(actor),
    }
    return render(request, "cases/desk_list.html", context)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def parcel_page(request: HttpRequest, parcel_id: int) -> HttpResponse:
    """One parcel with its track, and what may be done about it; the look is recorded."""
    link, actor = _link(request, parcel_id), request.actor  # type: ignore[attr-defined]
    deed = request.POST.get("deed", "")
    typed = {name: request.POST if name == deed else None for name in FORMS}
    shown = {name: form(typed[name], prefix=name) for name, form in FORMS.items()}
    if request.method == "POST":
        if deed not in DEEDS:
            raise Http404
        form = shown.get(deed)
        if form is None or form.is_valid():
            try:
                messages.success(request, DEEDS[deed](link, form, actor))
                return redirect("cases:parcel", parcel_id)
            except Refusal as refusal:
                if form is None:
                    messages.error(request, refusal.sentence)
                else:
                    blame(form, refusal)
    else:
        record_read(link.case, by=actor, what=_("Parcel"), why=_("Sending and receiving papers"))
    context = {**parcels.desk_parcel(link), "forms": shown}
    return render(request, "cases/desk_parcel.html", context, status=422 if request.method == "POST" else 200)


@for_staff(Role.CLERK)
@require_GET
def scan(request: HttpRequest, parcel_id: int, name: str) -> HttpResponseBase:
    """One of the three scans of mailed originals; the look is recorded."""
    link = _link(request, parcel_id)
    if name not in SCANS:
        raise Http404
    stored = getattr(_papers(link), name)
    record_read(link.case, by=request.actor, what=_("Scan"), why=_("Checking materials"))  # type: ignore[attr-defined]
    extension = stored.media_type.rpartition("/")[2] if stored else ""
    return attachment(stored, f"{name}.{extension}")


def _link(request: HttpRequest, parcel_id: int) -> CaseParcel:
    return get_object_or_404(parcels_visible_to(request.actor), parcel_id=parcel_id)  # type: ignore[attr-defined]


def _papers(link: CaseParcel) -> MailedPapers:
    return get_object_or_404(MailedPapers.objects.select_related("case"), parcel=link.parcel_id)


def _send_again(link: CaseParcel, form: forms.Form | None, actor: Actor) -> str:
    assert isinstance(form, AddressForm)
    former = Address(link.parcel.receiver_name, link.parcel.receiver_phone, link.parcel.receiver_address)
    send_result_again(link.case, link.parcel, receiver=form.put_right(former), by=actor)
    return _("The carrier is called again.")


def _keep(link: CaseParcel, form: forms.Form | None, actor: Actor) -> str:
    keep_at_window(link.case, link.parcel, by=actor)
    return _("The result waits at the window; the applicant is told.")


def _count(link: CaseParcel, form: forms.Form | None, actor: Actor) -> str:
    count_papers(_papers(link), by=actor)
    return _("The papers count as handed in; the receipt is being made.")


def _return(link: CaseParcel, form: forms.Form | None, actor: Actor) -> str:
    assert form is not None
    return_scans(_papers(link), remark=form.cleaned_data["remark"], by=actor)
    return _("The applicant is told what is wrong with the scans.")


def _agree(link: CaseParcel, form: forms.Form | None, actor: Actor) -> str:
    compare_papers(_papers(link), agrees=True, by=actor)
    return _("Recorded: the papers agree with the files.")


def _differ(link: CaseParcel, form: forms.Form | None, actor: Actor) -> str:
    assert form is not None
    compare_papers(_papers(link), agrees=False, mismatch=form.cleaned_data["remark"], by=actor)
    return _("Recorded; the applicant is warned. Decide what the difference means.")


def _settle(link: CaseParcel, form: forms.Form | None, actor: Actor) -> str:
    assert form is not None
    typed = form.cleaned_data
    settle_difference(_papers(link), settlement=Settlement(typed["settlement"]), note=typed["note"], by=actor)
    return _("The decision about the difference is recorded.")


FORMS: dict[str, type[forms.Form]] = {
    **{"send_again": AddressForm, "give_back": RemarkForm, "differ": RemarkForm, "settle": SettlementForm}
}
DEEDS: dict[str, Callable[[CaseParcel, forms.Form | None, Actor], str]] = {
    **{"send_again": _send_again, "keep": _keep},
    **{"count": _count, "give_back": _return, "agree": _agree, "differ": _differ, "settle": _settle},
}
"""What one button does, and the sentence that confirms it."""
