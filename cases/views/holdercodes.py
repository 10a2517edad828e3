"""The further codes of an applicant, written down at the window from their originals (6.3)."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.services.reads import record_read
from cases.views.clerk import case_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role
from spaces.models import HolderCodeType
from spaces.services.holders import add_holder_code


class HolderCodeForm(forms.Form):
    """One more code of the applicant, seen on its original."""

    type = forms.ChoiceField(label=gettext_lazy("Kind of document"), choices=HolderCodeType.choices)
    code = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    seen = forms.BooleanField(
        label=gettext_lazy("I have seen the original and it belongs to the applicant."),
        error_messages={"required": gettext_lazy("Without the original no code is written down.")},
    )


@for_staff(Role.CLERK)
@require_http_methods(["GET", "POST"])
def codes(request: HttpRequest, case_id: int) -> HttpResponse:
    """The codes the applicant is known by, masked, and one more."""
    case, actor = case_of(request, case_id), request.actor  # type: ignore[attr-defined]
    form = HolderCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        type_ = HolderCodeType(form.cleaned_data["type"])
        try:
            add_holder_code(case.applicant, type_, form.cleaned_data["code"], by=actor)
            messages.success(request, _("Written down; his licences are found by it from now on."))
            return redirect("cases:holder_codes", case.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    record_read(case, by=actor, what=_("Codes of the applicant"), why=_("Handling the case"))
    known = [{"label": case.applicant.get_code_type_display(), "value": case.applicant.masked_code, "number": True}]
    more = case.applicant.holder_codes.order_by("pk")
    known += [{"label": one.get_type_display(), "value": one.masked_code, "number": True} for one in more]
    context = {
        **{"case": case, "form": form, "pairs": known, "title": _("Codes of the applicant")},
        **{"submit_label": _("Write down"), "back_href": reverse("cases:desk_case", args=[case.pk])},
    }
    return render(request, "cases/desk_holder_codes.html", context, status=422 if form.errors else 200)
