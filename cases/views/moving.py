"""The page of the wizard that reports what became of a draft whose item changed, and takes the changes over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms import MovingForm
from cases.models import Case
from cases.pages import migration
from cases.pages.wizard import acting_words
from cases.queries.migration import migration_of, newer_version
from cases.services.moving import move_draft_to_current
from cases.views.drafting import on_draft
from core.refusal import Refusal


@on_draft
@require_http_methods(["GET", "POST"])
def move_draft(request: HttpRequest, case: Case) -> HttpResponse:
    """Field by field, what stays and what changes; only the button that says so takes it over. A draft that follows the
    version in force leads back to its first page."""
    version = newer_version(case)
    if version is None:
        return redirect("cases:apply_situation", case.pk)
    if request.POST.get("deed") == "leave":
        return redirect("cases:space")
    found, told = migration_of(case, version), ""
    actor = request.actor  # type: ignore[attr-defined]
    taking = request.POST if request.POST.get("deed") == "take" else None
    form = MovingForm(taking, options=found.options, seen=version.pk)
    if taking is not None and form.is_valid():
        try:
            move_draft_to_current(case, seen=form.cleaned_data["seen"], handling=form.option(), by=actor)
        except Refusal as refusal:
            form, told = MovingForm(options=found.options, seen=version.pk), refusal.sentence
        else:
            messages.success(request, _("Your draft follows the version in force now. Please go through it once more."))
            return redirect("cases:apply_situation", case.pk)
    context = {**migration.report(case, found), "form": form, "told": told, "acting": acting_words(request, case)}
    return render(request, "cases/apply_moved.html", context, status=422 if taking is not None else 200)
