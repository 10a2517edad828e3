"""Taking in with something missing: returned at precheck with everything that is wrong, or accepted on a promise."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms import FaultsForm, PromiseForm
from cases.queries.owing import deferral_days, materials_that_may_follow
from cases.services.intake import return_at_precheck
from cases.services.window import accept_with_promise
from cases.views.clerk import ask_on_screen, case_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, case_id: int) -> HttpResponse:
    """Return an online application with every fault at once (C-02); the applicant changes it and files it again."""
    case = case_of(request, case_id)
    form = FaultsForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            return_at_precheck(case, faults=form.faults(), by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Returned; the applicant is told what to change."))
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    lead = _("Write down everything that is wrong at once. The applicant can change it and file it again.")
    return ask_on_screen(request, case, form, _("Return at precheck"), lead, _("Return it"))


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, case_id: int) -> HttpResponse:
    """Accept although secondary materials are missing, on the applicant's signed promise (容缺受理)."""
    case = case_of(request, case_id)
    may_follow, title = list(materials_that_may_follow(case)), _("Accept on a promise")
    if not may_follow:
        sentence = _("Nothing may follow here: no missing material of this case can be promised for later.")
        return ask_on_screen(request, case, Form(), title, sentence, "")
    form = PromiseForm(request.POST or None, case=case, materials=may_follow, longest=deferral_days(case))
    if request.method == "POST" and form.is_valid():
        try:
            accepted = accept_with_promise(case, **form.promised(), by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Accepted. Case number %(number)s.") % {"number": accepted.case_no})
            return redirect("cases:desk_case", case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    lead = _("The applicant receives a notice with what is owed and until when. The decision's time runs as usual.")
    return ask_on_screen(request, case, form, title, lead, _("Accept"))
