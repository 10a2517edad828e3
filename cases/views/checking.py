"""Checks of pledges, and the credit list they may lead to (2.4, C-24)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_pledges import CheckForm, RepairForm
from cases.models import Clock, ClockKind, PledgeEvidence, PledgeOutcome
from cases.pages.pledges import check_rows, checked, credit_badge, credit_row, due_words, told_of_pledge
from cases.queries.credit import KEEPERS, may_repair, records_visible_to
from cases.queries.paging import page_of
from cases.queries.pledges import checks_visible_to
from cases.services.checking import record_check
from cases.services.credit import repair_record
from cases.services.reads import record_read
from cases.views.clerk import WORK
from cases.views.space import attachment
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role

PROPOSED = gettext_lazy("Written down. The head of your body decides; the applicant is told and heard before.")


@for_staff(*WORK, Role.REVIEWER)
@require_GET
def pledge_checks(request: HttpRequest) -> HttpResponse:
    """Pledges of my body that wait for their check, or with `?tab=done` those that were checked."""
    done = request.GET.get("tab") == "done"
    rows = checks_visible_to(request.actor)  # type: ignore[attr-defined]
    page = page_of(rows.exclude(outcome="") if done else rows.filter(outcome=""), request.GET)
    tabs = [
        {"label": _("Checks to make"), "href": "?", "current": not done},
        {"label": _("Checks made"), "href": "?tab=done", "current": done},
    ]
    context = {
        **{"title": _("Checks of pledges"), "rows": check_rows(page.rows), "page": page, "tabs": tabs},
        **{"why": _("No pledge waits for its check.") if not done else _("No pledge was checked yet.")},
        "icon_name": "clipboard-check",
    }
    return render(request, "cases/waiting.html", context)


@for_staff(*WORK, Role.REVIEWER)
@require_http_methods(["GET", "POST"])
def pledge_check(request: HttpRequest, pledge_id: int) -> HttpResponse:
    """One pledge: what was pledged, and the form for what the check found; afterwards what it found."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(checks_visible_to(actor), pk=pledge_id)
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        outcome = PledgeOutcome(form.cleaned_data["outcome"])
        try:
            proposal = record_check(found, outcome, **form.found(), by=actor)
            messages.success(request, PROPOSED if proposal else _("Written down; the pledge is kept."))
            return redirect("cases:pledge_checks")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    record_read(found.case, by=actor, what=_("Pledge"), why=_("Check of a pledge"))
    materials = list(found.case.materials.filter(spec_id__in=found.replaced).select_related("spec"))
    due = Clock.objects.filter(case=found.case, kind=ClockKind.PLEDGE).first()
    context = told_of_pledge(found.case, found, materials) | {
        **{"form": form, "case": found.case, "title": _("Check of a pledge"), "due": due_words(found, due)},
        **{"checked": checked(found) if found.outcome else None, "back_href": reverse("cases:pledge_checks")},
    }
    return render(request, "cases/pledge_check.html", context, status=422 if request.method == "POST" else 200)


@for_staff(*WORK, Role.REVIEWER)
@require_GET
def pledge_evidence(request: HttpRequest, pledge_id: int, evidence_id: int) -> HttpResponseBase:
    """A file that shows what the check found; the look is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(checks_visible_to(actor), pk=pledge_id)
    shown = get_object_or_404(PledgeEvidence.objects.filter(pledge=found).select_related("file"), pk=evidence_id)
    record_read(found.case, by=actor, what=shown.name, why=_("Check of a pledge"))
    return attachment(shown.file, shown.name)


@for_staff(*KEEPERS)
@require_GET
def credit_list(request: HttpRequest) -> HttpResponse:
    """Who deceived the hall, the newest entry first, page by key."""
    page = page_of(records_visible_to(request.actor), request.GET)  # type: ignore[attr-defined]
    context = {
        **{"title": _("Credit list"), "rows": [credit_row(one) for one in page.rows], "page": page},
        **{"why": _("Nobody was entered."), "icon_name": "shield-lock"},
    }
    return render(request, "cases/waiting.html", context)


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def credit_record(request: HttpRequest, record_id: int) -> HttpResponse:
    """One entry; the head of the body that made it may find the credit repaired."""
    actor = request.actor  # type: ignore[attr-defined]
    record = get_object_or_404(records_visible_to(actor), pk=record_id)
    form = RepairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            repair_record(record, repair=form.cleaned_data["repair"], by=actor)
            messages.success(request, _("Written down; pledges and deferrals are open to the applicant again."))
            return redirect("cases:credit_list")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {
        **{"form": form, "row": credit_row(record), "title": _("Credit record"), "badge": credit_badge(record)},
        **{"record": record, "repairs": record.repaired_at is None and may_repair(record, actor)},
        "back_href": reverse("cases:credit_list"),
    }
    return render(request, "cases/credit_record.html", context, status=422 if request.method == "POST" else 200)
