"""Money at the desk: what is due, taken, worked out, given back."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core.refusal import Refusal
from identity.access import for_staff
from identity.actors import Actor
from identity.models import Role
from payments.forms import AmountsForm, CounterForm, RefundForm
from payments.models import Assessment, Charge, PaymentOrder, Refund, RefundState
from payments.pages import desk
from payments.queries import DESK_ROLES, live_order, of_own_body
from payments.services.charging import decide_amounts, propose_amounts
from payments.services.paying import take_at_counter
from payments.services.refunding import ask_refund, decide_refund

Do = Callable[[Charge, forms.Form, bool, Actor], object]


@dataclass(frozen=True, slots=True)
class Deed:
    """A page that asks once more: whose it is, what it says, what it does; `decides`: a second button says no."""

    roles: tuple[Role, ...]
    title: str | Promise
    lead: str | Promise
    submit: str | Promise
    said: str | Promise
    do: Do
    form: Callable[[Charge], type[forms.Form] | Callable[..., forms.Form]] = lambda charge: forms.Form
    decides: bool = False


@for_staff(*DESK_ROLES)
@require_GET
def charges(request: HttpRequest) -> HttpResponse:
    """What my body charges, by what has to be done."""
    return render(request, "payments/desk.html", desk.charges(request.actor, request.GET))  # type: ignore[attr-defined]


@for_staff(*DESK_ROLES)
@require_GET
def charge(request: HttpRequest, charge_id: int) -> HttpResponse:
    """One charge of my body with all that happened."""
    found = get_object_or_404(of_own_body(request.actor).select_related("department"), pk=charge_id)  # type: ignore[attr-defined]
    return render(request, "payments/desk_charge.html", desk.charge(found, request.actor))  # type: ignore[attr-defined]


@for_staff(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, charge_id: int, name: str) -> HttpResponse:
    """One deed on a charge, with what it needs."""
    actor, wanted = request.actor, DEEDS.get(name)  # type: ignore[attr-defined]
    if wanted is None or not actor.has_role(*wanted.roles):
        raise Http404
    found = get_object_or_404(of_own_body(actor).select_related("department"), pk=charge_id)
    form = wanted.form(found)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            wanted.do(found, form, request.POST.get("verdict") != "no", actor)
            messages.success(request, str(wanted.said))
            return redirect("payments:desk_charge", found.pk)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {**desk.charge(found, actor), "wanted": wanted, "form": form}
    return render(request, "payments/desk_deed.html", context, status=422 if request.method == "POST" else 200)


def _order(charge: Charge) -> PaymentOrder:
    order = live_order(charge)
    if order is None:
        raise Refusal("not_due", _("Nothing has to be paid any more."), conflict=True)
    return order


def _propose(charge: Charge, form: forms.Form, yes: bool, actor: Actor) -> object:
    if not isinstance(form, AmountsForm):
        raise TypeError("amounts come from their own form")
    return propose_amounts(charge, amounts=form.amounts(), reason=form.cleaned_data["reason"], by=actor)


def _decide_amounts(charge: Charge, form: forms.Form, yes: bool, actor: Actor) -> object:
    found = Assessment.objects.filter(charge=charge, decided_at=None).first()
    if found is None:
        raise Refusal("decided", _("This was decided by now."), conflict=True)
    return decide_amounts(found, approve=yes, by=actor)


def _decide_refund(charge: Charge, form: forms.Form, yes: bool, actor: Actor) -> object:
    found = Refund.objects.filter(order__charge=charge, state=RefundState.ASKED).first()
    if found is None:
        raise Refusal("decided", _("This was decided by now."), conflict=True)
    return decide_refund(found, approve=yes, by=actor)


def _amounts_form(charge: Charge) -> Callable[..., forms.Form]:
    return lambda data: AmountsForm(data, tariff=charge.tariff_lines)


DEEDS = {
    "amounts": Deed(
        (Role.CLERK,), gettext_lazy("Work out the amount"),
        gettext_lazy("Leave a fee empty that does not apply. A leader has to approve it before anything is asked."),
        gettext_lazy("Propose"), gettext_lazy("The amount waits for approval."), _propose, _amounts_form,
    ),
    "approve_amounts": Deed(
        (Role.LEADER,), gettext_lazy("Decide on the amount"),
        gettext_lazy("With your approval the applicant is asked to pay exactly this."),
        gettext_lazy("Approve"), gettext_lazy("Decided."), _decide_amounts, decides=True,
    ),
    "counter": Deed(
        (Role.CLERK,), gettext_lazy("Take the money at the counter"),
        gettext_lazy("Write the receipt first: its number proves the payment."),
        gettext_lazy("The money was taken"), gettext_lazy("Paid. The applicant is told."),
        lambda charge, form, yes, actor: take_at_counter(_order(charge), **form.cleaned_data, by=actor),
        lambda charge: CounterForm,
    ),
    "refund": Deed(
        (Role.FINANCE, Role.CLERK), gettext_lazy("Ask for a refund"),
        gettext_lazy("A leader has to approve it; then the money goes back the way it came."),
        gettext_lazy("Ask for it"), gettext_lazy("The refund waits for approval."),
        lambda charge, form, yes, actor: ask_refund(_order(charge), **form.cleaned_data, by=actor),
        lambda charge: RefundForm,
    ),
    "approve_refund": Deed(
        (Role.LEADER,), gettext_lazy("Decide on the refund"),
        gettext_lazy("With your approval the money goes back the way it came."),
        gettext_lazy("Approve"), gettext_lazy("Decided."), _decide_refund, decides=True,
    ),
}  # fmt: skip
"""What may be done to a charge, by the name in its address."""
