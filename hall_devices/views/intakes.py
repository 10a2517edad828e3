"""Around the cases of a visitor: his own code, his libraries before a case is open, and who comes next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms import FullViewForm
from cases.pages.libraries import identity_pairs, library
from core.keys import key_in
from core.refusal import Refusal
from hall_devices.forms import CodeForm, PersonForm
from hall_devices.services.calling import next_visitor as call_next_visitor
from hall_devices.services.visitors import read_person_code
from hall_devices.views.counter import at_a_window, status_of
from hall_devices.views.visitors import identify_page, received
from identity.models import Party, Window
from identity.queries import mandates_of
from items.queries import applicable_versions
from spaces.services.reads import record_every_look, record_library_read


@at_a_window
@require_POST
def scan_code(request: HttpRequest, window: Window) -> HttpResponse:
    """The scanner read the code on the visitor's phone (his own, not that of a licence)."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            return received(request, window, read_person_code(form.cleaned_data["code"], window=window))
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    return identify_page(request, form=PersonForm(), code_form=form)


@at_a_window
@never_cache
@require_http_methods(["GET", "POST"])
def visitor_library(request: HttpRequest, window: Window) -> HttpResponse:
    """What is held about the visitor, or about an enterprise he acts for, masked; numbers in full with a reason. Every
    look is recorded and its owner can see it (G-02)."""
    status, actor = status_of(window), request.actor  # type: ignore[attr-defined]
    if status is None or status.party is None:
        return redirect("hall_devices:identify")
    whose = [status.party, *(mandate.principal for mandate in mandates_of(status.party))]
    asked = key_in(request.GET.get("party"))
    party: Party = next((one for one in whose if one.pk == asked), status.party)
    form, full = FullViewForm(request.POST if request.method == "POST" else None), False
    record_library_read(party, by=actor, what=_("Libraries"), why=_("At the window"))
    if request.method == "POST" and form.is_valid():
        record_every_look(party, by=actor, what=_("Numbers in full"), why=form.cleaned_data["reason"])
        full = True
    context = {
        **library(party, actor),
        **({"pairs": identity_pairs(party, full=True)} if full else {"full_form": form}),
        "title": _("Libraries of %(name)s") % {"name": party.name},
        "parties": [
            {"name": one.name, "href": f"?party={one.pk}", "current": one.pk == party.pk}
            for one in whose
            if len(whose) > 1
        ],
        "back_href": reverse("hall_devices:counter"),
    }
    return render(request, "cases/desk_library.html", context, status=422 if form.errors else 200)


@at_a_window
@require_POST
def next_visitor(request: HttpRequest, window: Window) -> HttpResponse:
    """Finish with this visitor; whoever comes next probably came for the same item, which is kept."""
    keeps = applicable_versions().filter(pk=key_in(request.GET.get("version")) or 0).first()
    seen = key_in(request.GET.get("seen"))
    try:
        if call_next_visitor(window, seen=seen, keeps=keeps, by=request.actor) is None:  # type: ignore[attr-defined]
            messages.info(request, _("Nobody is waiting for this window."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("hall_devices:counter")
