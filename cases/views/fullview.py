"""Masked by default, in full with a reason that the applicant can read (G-02)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.forms import FullViewForm
from cases.pages.fullview import full_pairs
from cases.services.reads import record_full_view
from cases.views.clerk import WORK, case_of, confirm
from identity.access import for_staff
from identity.models import Role


@for_staff(*WORK, Role.REVIEWER)
@never_cache
@require_http_methods(["GET", "POST"])
def full_view(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask for the reason; the answer to it shows the numbers, once: whoever loads the page again is asked again."""
    case = case_of(request, case_id)
    form = FullViewForm(request.POST or None)
    title = _("Numbers in full")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        record_full_view(case, by=request.actor, reason=reason)  # type: ignore[attr-defined]
        context = {"case": case, "title": title, "pairs": full_pairs(case), "reason": reason}
        context["back_href"] = reverse("cases:desk_case", args=[case.pk])
        return render(request, "cases/full_view.html", context)
    lead = _("Identity and phone numbers are masked, because most work does not need them.")
    return confirm(request, case, form, title, lead, _("Show in full"))
