"""Withdrawals: the applicant asks or changes his mind, the body takes up and concludes (C-19)."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms import WithdrawForm
from cases.pages.withdrawals import asked_words, row, withdrawing_lead
from cases.queries.paging import page_of
from cases.queries.visibility import visible_to
from cases.queries.withdrawals import withdrawals_for
from cases.services.withdrawing import (
    accept_withdrawal,
    ask_withdrawal,
    conclude_withdrawal,
    take_back_withdrawal,
)
from cases.views.clerk import WORK, confirm
from cases.views.owners import for_owners
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role

HANDLERS = (*WORK, Role.REVIEWER)


@for_owners
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take the application back, asked once more."""
    case = get_object_or_404(visible_to(request.actor).select_related("version"), pk=case_id)  # type: ignore[attr-defined]
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_withdrawal(case, reason=form.cleaned_data["reason"], by=request.actor)  # type: ignore[attr-defined]
            return redirect("cases:space_case", case.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {"form": form, "case": case, "title": _("Withdraw the application"), "danger": True}
    context |= {"lead": withdrawing_lead(case), "submit_label": _("Withdraw")}
    context["back_href"] = reverse("cases:space_case", args=[case.pk])
    return render(request, "cases/confirm.html", context, status=422 if form.errors else 200)


@for_owners
@require_POST
def keep(request: HttpRequest, case_id: int) -> HttpResponse:
    """The applicant wants the case to go on after all."""
    case = get_object_or_404(visible_to(request.actor), pk=case_id)  # type: ignore[attr-defined]
    try:
        take_back_withdrawal(case, by=request.actor)  # type: ignore[attr-defined]
        messages.success(request, _("Your application goes on."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("cases:space_case", case.pk)


@for_staff(*HANDLERS)
@require_GET
def withdrawals(request: HttpRequest) -> HttpResponse:
    """What applicants want back from my bodies, the newest first, page by key."""
    page = page_of(withdrawals_for(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {
        **{"title": _("Withdrawals"), "rows": [row(each) for each in page.rows], "page": page},
        **{"why": _("Nobody wants an accepted application back."), "icon_name": "arrow-back-up"},
    }
    return render(request, "cases/waiting.html", context)


@for_staff(*HANDLERS)
@require_http_methods(["GET", "POST"])
def withdrawal(request: HttpRequest, withdrawal_id: int) -> HttpResponse:
    """Take one withdrawal up, then conclude it; nothing but the decision of the applicant is judged."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(withdrawals_for(actor), pk=withdrawal_id)
    form, taken_up = forms.Form(request.POST), found.accepted_at is not None
    if request.method == "POST" and form.is_valid():
        try:
            if taken_up:
                conclude_withdrawal(found, by=actor)
                messages.success(request, _("Concluded; the applicant gets the notice."))
                return redirect("cases:withdrawals")
            accept_withdrawal(found, by=actor)
            return redirect("cases:withdrawal", found.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    submit = _("Conclude the withdrawal") if taken_up else _("Take the withdrawal up")
    back = reverse("cases:withdrawals")
    return confirm(request, found.case, form, _("Withdrawal"), asked_words(found), submit, back_href=back)
