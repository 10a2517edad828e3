"""Proposing an act on a case, and deciding on what was proposed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_proposals import APPROVE, DecideForm, HigherDecisionForm, ProposeForm, ResumeForm
from cases.models import CaseState, ProposalKind
from cases.pages.proposals import kinds_for, row
from cases.queries.paging import page_of
from cases.queries.proposals import DECIDERS, proposals_for
from cases.services.endings import resume_case
from cases.services.forwarding import record_higher_decision
from cases.services.proposals import decide_proposal, propose_act
from cases.views.clerk import WORK, case_of, confirm
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask the head of the body, or the supervisors, for an act on this case."""
    case = case_of(request, case_id)
    kinds = kinds_for(case)
    if not kinds:
        messages.error(request, _("Nothing can be proposed about this case now."))
        return redirect("cases:desk_case", case.pk)
    form = ProposeForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            kind = ProposalKind(typed["kind"])
            propose_act(case, kind, reason=typed["reason"], basis=typed["basis"], by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Proposed. The case goes on until somebody else has decided."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    lead = _("Suspension and termination are decided by the head of your body, a void case by the supervisors.")
    return confirm(request, case, form, _("Propose an act"), lead, _("Propose"))


@for_staff(*DECIDERS)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for my decision, the newest first, page by key."""
    page = page_of(proposals_for(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {
        **{"title": _("Proposals"), "rows": [row(each) for each in page.rows], "page": page},
        **{"why": _("Nothing waits for your decision."), "icon_name": "gavel"},
    }
    return render(request, "cases/waiting.html", context)


@for_staff(*DECIDERS)
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """One proposal: read it, approve or reject it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(proposals_for(actor), pk=proposal_id)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approve = form.cleaned_data["verdict"] == APPROVE
        try:
            decide_proposal(found, approve=approve, remark=form.cleaned_data["remark"], by=actor)
            messages.success(request, _("Approved and carried out.") if approve else _("Rejected."))
            return redirect("cases:proposals")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {"form": form, "row": row(found), "basis": found.basis, "title": found.get_kind_display()}
    return render(request, "cases/proposal.html", context, status=422 if request.method == "POST" else 200)


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def higher_decision(request: HttpRequest, case_id: int) -> HttpResponse:
    """Write down what the higher authority decided on a forwarded case."""
    case = case_of(request, case_id)
    form = HigherDecisionForm(request.POST or None)
    if case.state != CaseState.FORWARDED:
        messages.error(request, _("This case does not wait for a higher authority."))
        return redirect("cases:desk_case", case.pk)
    if request.method == "POST" and form.is_valid():
        granted, outcome = form.cleaned_data["granted"] == APPROVE, form.cleaned_data["outcome"]
        try:
            record_higher_decision(case, granted=granted, outcome=outcome, by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Written down; the applicant is told and the case is closed."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    lead = _("The applicant reads what you write here.")
    return confirm(request, case, form, _("Decision of the higher authority"), lead, _("Close the case"))


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def resume(request: HttpRequest, case_id: int) -> HttpResponse:
    """The reason of a suspension is gone."""
    case = case_of(request, case_id)
    form = ResumeForm(request.POST or None)
    if case.state != CaseState.SUSPENDED:
        messages.error(request, _("This case is not suspended."))
        return redirect("cases:desk_case", case.pk)
    if request.method == "POST" and form.is_valid():
        try:
            resume_case(case, outcome=form.cleaned_data["outcome"], by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("The clock goes on."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    lead = _("The deadlines move by the working days the suspension took.")
    return confirm(request, case, form, _("End the suspension"), lead, _("Resume the case"))
