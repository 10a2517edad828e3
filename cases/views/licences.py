"""The licence of a case at its issuing body: looked at, withheld, restored, revoked (6.4)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.forms import LicenceChangeForm
from cases.models import Case
from cases.pages.licences import DEEDS, kept_licence, licence_page
from cases.services.reads import record_read
from cases.views.clerk import case_of, confirm
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from spaces.models import Licence
from spaces.rules import may_become
from spaces.services import change_licence_state

KEEPERS = (Role.CERTIFIER, Role.LEADER)


@for_staff(*KEEPERS)
@require_GET
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """What the licence says and what became of it; the look is recorded."""
    case, licence = _kept(request, case_id)
    actor = request.actor  # type: ignore[attr-defined]
    record_read(case, by=actor, what=licence.name, why=_("Keeping licences"))
    return render(request, "cases/desk_licence.html", licence_page(case, licence))


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, case_id: int, deed: str) -> HttpResponse:
    """Withhold, restore or revoke, with the reason, asked once more. Somebody who was faster is named by the state."""
    case, licence = _kept(request, case_id)
    wanted = DEEDS.get(deed)
    if wanted is None:
        raise Http404
    form = LicenceChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, actor = form.cleaned_data["reason"], request.actor  # type: ignore[attr-defined]
        try:
            change_licence_state(licence, wanted.state, reason=reason, by=actor)
            messages.success(request, _("Done. Whoever verifies the licence sees it from now on."))
            return redirect("cases:issued_licence", case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    elif request.method == "GET" and not may_become(licence.state, wanted.state):
        return redirect("cases:issued_licence", case.pk)
    danger, back = wanted.style == "danger", "cases:issued_licence"
    return confirm(request, case, form, wanted.label, wanted.lead, wanted.label, danger=danger, back=back)


def _kept(request: HttpRequest, case_id: int) -> tuple[Case, Licence]:
    case = case_of(request, case_id)
    licence = kept_licence(case, request.actor)  # type: ignore[attr-defined]
    if licence is None:
        raise Http404
    return case, licence
