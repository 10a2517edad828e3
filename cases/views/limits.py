"""Limits of this installation, kept by its legal reviewers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms_limits import LimitForm
from cases.pages.limits import NAMES, rows, words
from cases.queries.limits import limit_of
from cases.rules.limits import LAW
from cases.services.limits import set_limit
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role


@for_staff(Role.LEGAL_REVIEWER)
@require_GET
def limits(request: HttpRequest) -> HttpResponse:
    """Every limit with what holds here and what the law says."""
    return render(request, "cases/limits.html", {"title": _("Time limits"), "rows": rows()})


@for_staff(Role.LEGAL_REVIEWER)
@require_http_methods(["GET", "POST"])
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """Set one limit. Raises Http404 for a code the law does not have."""
    law = LAW.get(code)
    if law is None:
        raise Http404
    form = LimitForm(request.POST or None, law=law, held=limit_of(code))
    if request.method == "POST" and form.is_valid():
        try:
            set_limit(code, form.limit(), basis=form.cleaned_data["basis"], by=request.actor)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        else:
            messages.success(request, _("The limit holds for every clock that starts from now on."))
            return redirect("cases:limits")
    lead = _("By law: %(words)s. Clocks that run keep their limit.") % {"words": words(law.limit)}
    context = {"form": form, "title": str(NAMES[code]), "lead": lead, "submit_label": _("Save")}
    context["back_href"] = reverse("cases:limits")
    return render(request, "cases/desk_confirm.html", context, status=422 if request.method == "POST" else 200)
