"""A person's own code on his phone, with which a window knows who he is."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.pages.holding import shown_person
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from identity.access import for_citizens
from identity.models import Party
from spaces.services.personcodes import make_person_code

CODES_PER_PERSON = (Rate(30, 600),)


@for_citizens
@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """A fresh code of the person who signed in, whoever he acts for: scanned once and within a minute."""
    actor = request.actor  # type: ignore[attr-defined]
    person = Party.objects.get(pk=actor.self_party_id)
    try:
        count_try(f"own-code:{person.pk}", CODES_PER_PERSON)
        code = make_person_code(person, by=actor)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("cases:space")
    return render(request, "cases/own_code.html", {**shown_person(person, code), "title": _("My code")})
