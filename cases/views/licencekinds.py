"""Kinds of licences a body publishes, and the layouts they are printed in (L-04, H49, H54)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core.formfields import IntegerTextField
from core.refusal import Refusal
from identity.access import for_staff
from spaces.models import HolderKind, LicenceType, ValidityRule
from spaces.queries.licences import KEEPERS, kinds_kept_by
from spaces.services.kinds import lay_out_kind, set_kind_rules, set_stock_rules

REQUIRED = "*"


class LayoutForm(forms.Form):
    """Who may hold licences of a kind, how long, and what they say: a field a line."""

    holder_kind = forms.ChoiceField(label=gettext_lazy("Who may hold it"), choices=HolderKind.choices, required=False)
    validity = forms.ChoiceField(label=gettext_lazy("How long it holds"), choices=ValidityRule.choices)
    years = IntegerTextField(label=gettext_lazy("Years"), required=False, min_value=1, max_value=99)
    needs_stock = forms.BooleanField(label=gettext_lazy("Printed on numbered blanks only"), required=False)
    least_stock = IntegerTextField(
        label=gettext_lazy("Order more when fewer are left"), required=False, min_value=0, max_value=100_000
    )
    fields_text = forms.CharField(
        label=gettext_lazy("Fields, one a line"),
        max_length=2000,
        help_text=gettext_lazy("In the order they are printed. A star after the name: must be filled in."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def rows(self) -> list[dict[str, Any]]:
        """The fields as the layout keeps them."""
        lines = [line.strip() for line in self.cleaned_data["fields_text"].splitlines() if line.strip()]
        return [{"label": line.rstrip(REQUIRED).strip()[:60], "required": line.endswith(REQUIRED)} for line in lines]


@for_staff(*KEEPERS)
@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds my body publishes; a kind comes into being with its first licence."""
    found = kinds_kept_by(request.actor)  # type: ignore[attr-defined]
    return render(request, "cases/licence_kinds.html", {"kinds": [_line(kind) for kind in found]})


@for_staff(*KEEPERS)
@require_http_methods(["GET", "POST"])
def kind(request: HttpRequest, kind_id: int) -> HttpResponse:
    """Its rules, its newest layout to be changed into the next version, and the versions before."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(kinds_kept_by(actor), pk=kind_id)
    form = LayoutForm(request.POST if request.method == "POST" else None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        holder_kind, validity = HolderKind(typed["holder_kind"]), ValidityRule(typed["validity"])
        try:
            with transaction.atomic():
                set_kind_rules(found, holder_kind=holder_kind, validity=validity, years=typed["years"])
                set_stock_rules(found, needs_stock=typed["needs_stock"], least_stock=typed["least_stock"] or 0)
                lay_out_kind(found, form.rows(), by=actor)
            messages.success(request, _("Licences of this kind are issued like this from now on."))
            return redirect("cases:licence_kind", found.pk)
        except Refusal as refusal:
            form.add_error("fields_text" if refusal.field == "fields" else refusal.field, refusal.sentence)
    context = {"kind": _line(found), "form": form, "layouts": found.layouts.order_by("-version")}
    return render(request, "cases/licence_kind.html", context, status=422 if form.errors else 200)


def _line(found: LicenceType) -> dict[str, Any]:
    newest = max((layout.version for layout in found.layouts.all()), default=0)
    return {"pk": found.pk, "name": found.name, "code": found.code, "version": newest}


def _initial(found: LicenceType) -> dict[str, Any]:
    newest = found.layouts.order_by("-version").first()
    rows = newest.fields if newest else []
    words = "\n".join(f"{row['label']}{REQUIRED if row['required'] else ''}" for row in rows)
    return {
        **{"holder_kind": found.holder_kind, "validity": found.validity, "years": found.validity_years},
        **{"fields_text": words, "needs_stock": found.needs_stock, "least_stock": found.least_stock},
    }
