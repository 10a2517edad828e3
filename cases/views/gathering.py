"""Gathering materials at the window: fetched, handed in on paper, compared with originals, demanded with a reason."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms import MORE_WORDS
from cases.models import Case, Material
from cases.rules.limits import DECLINE_REASON_MIN
from cases.services.gathering import REASON_MOST, demand_paper, fetch_everything, fetch_material, take_in_paper
from cases.services.trusting import compare_with_original
from cases.views.clerk import ask_on_screen, case_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role


class DemandForm(forms.Form):
    """Why a paper is demanded although it can be fetched (I-07)."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the paper needed all the same?"),
        help_text=gettext_lazy("Name, material and reason are counted and seen by your leader and by supervision."),
        min_length=DECLINE_REASON_MIN,
        max_length=REASON_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=MORE_WORDS,
    )


@for_staff(Role.CLERK)
@require_POST
def fetch(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """Take what is held for a material of this case out of the libraries (I-07, L-11)."""
    return _do(request, case_id, material_id, _fetched)


@for_staff(Role.CLERK)
@require_POST
def take_paper(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """The visitor hands in the paper itself."""
    return _do(request, case_id, material_id, _taken)


@for_staff(Role.CLERK)
@require_POST
def compare(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """An upload was compared with its original (L-05)."""
    return _do(request, case_id, material_id, _compared)


@for_staff(Role.CLERK)
@require_POST
def fetch_all(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything the case still needs and somebody holds, at once."""
    case = case_of(request, case_id)
    came, failed = fetch_everything(case, by=request.actor)  # type: ignore[attr-defined]
    if came:
        messages.success(request, _("Fetched: %(name)s.") % {"name": "、".join(came)})
    for sentence in failed:
        messages.error(request, sentence)
    return redirect("cases:desk_case", case.pk)


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def demand(request: HttpRequest, case_id: int, material_id: int) -> HttpResponse:
    """Ask for the paper of what can be fetched: the reason first."""
    case, material = _material(request, case_id, material_id)
    form = DemandForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            demand_paper(material, reason=form.cleaned_data["reason"], by=request.actor)  # type: ignore[attr-defined]
            messages.success(request, _("Written down; the paper may be taken in now."))
            return _back(case, material)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    title = _("Ask for the paper: %(name)s") % {"name": material.spec.name}
    lead = _("Government holds this material already; nobody has to bring what can be fetched.")
    return ask_on_screen(request, case, form, title, lead, _("Ask for the paper"), at=material.pk)


def _do(request: HttpRequest, case_id: int, material_id: int, deed: Callable[[Material, Actor], str]) -> HttpResponse:
    case, material = _material(request, case_id, material_id)
    try:
        messages.success(request, deed(material, request.actor))  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return _back(case, material)


def _fetched(material: Material, by: Actor) -> str:
    return _("Fetched: %(name)s.") % {"name": fetch_material(material, by=by).words}


def _taken(material: Material, by: Actor) -> str:
    take_in_paper(material, by=by)
    return _("Handed in on paper: %(name)s.") % {"name": material.spec.name}


def _compared(material: Material, by: Actor) -> str:
    compare_with_original(material, by=by)
    return _("Compared with the original; trusted at level B from now on.")


def _material(request: HttpRequest, case_id: int, material_id: int) -> tuple[Case, Material]:
    case = case_of(request, case_id)
    rows: Any = Material.objects.filter(case=case).select_related("spec", "case")
    return case, get_object_or_404(rows, pk=material_id)


def _back(case: Case, material: Material) -> HttpResponse:
    """To the screen, at the next material that still has to be got, or at this one."""
    open_rows = Material.objects.filter(case=case, required=True, state__in=["needed", "faulty"])
    later = open_rows.filter(spec__order__gte=material.spec.order).order_by("spec__order").first()
    place = (later or open_rows.order_by("spec__order").first() or material).pk
    return redirect(f"{reverse('cases:desk_case', args=[case.pk])}?at={place}")
