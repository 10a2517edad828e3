"""Where is my case? Without signing in (C-33)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases.models import Case
from cases.pages.space import progress
from cases.services.progress import open_progress, send_progress_code
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from identity.access import address_of
from portal.forms_signin import ProgressForm, without_code

PER_ADDRESS = (Rate(30, 600),)


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Number and code; the answer names nobody."""
    form = ProgressForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    case = found_by(form, request)
    if case is not None:
        return render(request, "portal/progress.html", {"form": None, **progress(case)})
    return render(request, "portal/progress.html", {"form": form}, status=422 if request.method == "POST" else 200)


def found_by(form: ProgressForm, request: HttpRequest) -> Case | None:
    """The case of a posted number and code; None before that, and when the form has to say why not (C-33)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        count_try(f"progress:{address_of(request)}", PER_ADDRESS)
        return open_progress(**form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return None


@never_cache
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """A code to the phone of the case; the answer is the same whether the number exists or not."""
    form = without_code(ProgressForm(request.POST))
    if form.is_valid():
        number = form.cleaned_data["number"]
        try:
            count_try(f"progress:{address_of(request)}", PER_ADDRESS)
            send_progress_code(number, address=address_of(request))
            messages.success(request, _("If the number is right, a code was sent to the phone of the case."))
            return redirect(f"{reverse('portal:progress')}?{urlencode({'number': number})}")
        except Refusal as refusal:
            form.add_error("number", refusal.sentence)
    return render(request, "portal/progress.html", {"form": form}, status=422)
