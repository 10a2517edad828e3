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
from cases.views.clerk import WORK, case_of
from identity.access import for_staff
from identity.models import Role


@for_staff(*WORK, Role.REVIEWER)
@never_cache
@require_http_methods(["GET", "POST"])
def full_view(request: HttpRequest, case_id: int) -> HttpResponse:
    """Ask for the reason; the answer to it shows the numbers, once: whoever loads the page again is asked again."""
    case = case_of(request, case_id)
    form = FullViewForm(request.POST or None)
    context = {"case": case, "form": form, "title": _("Numbers in full"), "submit_label": _("Show in full")}
    context |= {
        "lead": _("Identity and phone numbers are masked, because most work does not need them."),
        "back_href": reverse("cases:desk_case", args=[case.pk]),
    }
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        record_full_view(case, by=request.actor, reason=reason)  # type: ignore[attr-defined]
        context |= {"pairs": full_pairs(case), "reason": reason}
        return render(request, "cases/full_view.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/desk_confirm.html", context, status=status)
