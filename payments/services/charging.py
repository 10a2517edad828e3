"""From the item's fees to an order: by rule where the item fixes the amount, by two persons where it does not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.counters import next_number
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Department, Party, Role
from items.models import EffectKind, FeeSpec, ItemVersion, SituationEffect
from payments.events import AmountDecided, AmountProposed, ChargeOpened, OrderClosed, OrderOpened
from payments.models import LIVE_STATES, Assessment, Charge, OrderState, PaymentOrder
from payments.rules.amounts import (
    PRICE_COLUMNS,
    Line,
    as_asked,
    assessment_faults,
    charged_by_rule,
    tariff,
    total,
)
from payments.rules.bookkeeping import asked, closed
from payments.services.booking import book, locked, require

Amounts = Mapping[str, tuple[int, str]]
SPEC_COLUMNS = ("name", "standard", "basis", "kind", "amount_fen", "reducible", "reduction", *PRICE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Matter:
    """What is charged for: `key` names it once for all, `fees` are the item's fees as answers resolved them (name,
    amount_fen, why)."""

    key: str
    version: ItemVersion
    department: Department
    payer: Party
    payer_name: str
    subject: str
    fees: Sequence[Mapping[str, Any]]


def open_charge(matter: Matter, *, by: Doer) -> Charge:
    """Begin to charge a matter, once per its key, and ask for the amount where the item fixes it (C-40).

    Raises ValueError for a fee no rule of the item gives (S-16). Publishes ChargeOpened, and OrderOpened.
    """
    specs = FeeSpec.objects.filter(version=matter.version).order_by("order").values(*SPEC_COLUMNS)
    lines = tariff(specs, matter.fees, _tiers(matter.version))
    with transaction.atomic():
        now = clock.now()
        charge, is_new = Charge.objects.get_or_create(
            key=matter.key,
            defaults={
                **{"version": matter.version, "department": matter.department, "payer": matter.payer},
                **{"payer_name": matter.payer_name, "subject": matter.subject[:200], "opened_at": now},
                "tariff": [line.as_data() for line in lines],
            },
        )
        if not is_new:
            return charge
        publish(ChargeOpened(charge_id=charge.pk), by=by, at=now)
        if by_rule := charged_by_rule(lines):
            _open_order(charge, by_rule, by=by, at=now)
    return charge


def propose_amounts(charge: Charge, *, amounts: Amounts, reason: str, by: Actor) -> Assessment:
    """A clerk works out what is due, or proposes another amount than the rule's, with the reason (C-40).

    `amounts` are fen and ground by name of the fee; fees left out do not apply. Nothing is asked until a second person
    approved it. Refuses `not_yours`, `no_reason`, `paid_already`, `proposed_already`, and by field what is wrong with
    an amount. Publishes AmountProposed.
    """
    with locked(charge.pk) as charge:
        person = require(charge, by, Role.CLERK)
        if not reason.strip():
            raise Refusal("no_reason", _("Write down the reason."), field="reason")
        _refuse_faults(charge, amounts)
        _refuse_paid(charge)
        if Assessment.objects.filter(charge=charge, decided_at=None).exists():
            sentence = _("An amount was proposed already and waits for approval.")
            raise Refusal("proposed_already", sentence, conflict=True)
        now = clock.now()
        assessment = Assessment.objects.create(
            charge=charge, reason=reason.strip(), asked_by_id=person, asked_at=now,
            amounts={name: [fen, ground.strip()] for name, (fen, ground) in amounts.items()},
        )  # fmt: skip
        publish(AmountProposed(charge_id=charge.pk, assessment_id=assessment.pk), by=by, at=now)
    return assessment


def decide_amounts(assessment: Assessment, *, approve: bool, by: Actor) -> Assessment:
    """A leader approves a proposed amount or rejects it; never who proposed it (C-40).

    With the approval an order that was not paid yet is closed, and another one asks for the amount; nothing is asked
    where nothing is due any more. Refuses `not_yours`, `same_person`, `decided`, `paid_already`. Publishes
    AmountDecided, OrderClosed, OrderOpened.
    """
    with locked(assessment.charge_id) as charge:
        person = require(charge, by, Role.LEADER)
        assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
        if assessment.decided_at is not None:
            raise Refusal("decided", _("This was decided by now."), conflict=True)
        if assessment.asked_by_id == person:
            raise Refusal("same_person", _("Whoever proposed it cannot approve it: ask a second person."))
        now = clock.now()
        if approve:
            _refuse_paid(charge)
        assessment.decided_by_id, assessment.decided_at, assessment.approved = person, now, approve
        assessment.save(update_fields=["decided_by", "decided_at", "approved"])
        event = AmountDecided(charge_id=charge.pk, assessment_id=assessment.pk, approved=approve)
        publish(event, by=by, at=now)
        if approve:
            _close_pending(charge, by=by, at=now)
            _open_order(charge, _lines(charge, assessment), by=by, at=now)
    return assessment


def let_go(charge: Charge, *, by: Doer) -> None:
    """Nothing is due any more: the matter ended before anybody paid. Publishes OrderClosed."""
    with locked(charge.pk) as charge:
        _close_pending(charge, by=by, at=clock.now())


def _tiers(version: ItemVersion) -> dict[str, set[int | None]]:
    """The amounts that answers of the item may set, by name of the fee (I-18)."""
    tiers: dict[str, set[int | None]] = {}
    effects = SituationEffect.objects.filter(option__situation__version=version, kind=EffectKind.FEE)
    for name, fen in effects.values_list("target", "amount"):
        tiers.setdefault(name, set()).add(fen)
    return tiers


def _lines(charge: Charge, assessment: Assessment) -> list[Line]:
    amounts = assessment.amounts
    return [as_asked(line, *amounts[line.name]) for line in charge.tariff_lines if amounts.get(line.name, [0])[0]]


def _open_order(charge: Charge, lines: Iterable[Line], *, by: Doer, at: datetime) -> PaymentOrder | None:
    lines = list(lines)
    if not lines:
        return None
    day = clock.local(at).date()
    made = PaymentOrder.objects.filter(charge=charge).count()
    order = PaymentOrder.objects.create(
        charge=charge,
        number=_number(charge, day),
        key=f"{charge.key}#{made + 1}",
        lines=[line.as_data() for line in lines],
        amount_fen=total(lines),
        opened_at=at,
    )
    book(order, "asked", asked(order.amount_fen), key=f"asked:{order.number}", at=at)
    publish(OrderOpened(charge_id=charge.pk, order_id=order.pk, amount_fen=order.amount_fen), by=by, at=at)
    return order


def _number(charge: Charge, day: date) -> str:
    """Letters and digits only, as every gateway takes them. Counted by body, so that bodies do not wait for each
    other."""
    body = charge.department_id
    return f"P{day:%Y%m%d}{body:05d}{next_number(f'payment:{body}:{day:%Y%m%d}'):05d}"


def _close_pending(charge: Charge, *, by: Doer, at: datetime) -> None:
    order = PaymentOrder.objects.filter(charge=charge, state=OrderState.PENDING).first()
    if order is None:
        return
    order.state, order.closed_at = OrderState.CLOSED, at
    order.save(update_fields=["state", "closed_at"])
    book(order, "closed", closed(order.amount_fen), key=f"closed:{order.number}", at=at)
    publish(OrderClosed(charge_id=charge.pk, order_id=order.pk), by=by, at=at)


def _refuse_paid(charge: Charge) -> None:
    live = PaymentOrder.objects.filter(charge=charge, state__in=LIVE_STATES).exclude(state=OrderState.PENDING)
    if live.exists():
        sentence = _("This was paid already; too much is given back as a refund.")
        raise Refusal("paid_already", sentence, conflict=True)


def _refuse_faults(charge: Charge, amounts: Amounts) -> None:
    sentences = {
        "not_charged": _("The item does not charge “%(name)s”."),
        "amount": _("“%(name)s”: this is no amount that can be charged."),
        "above_standard": _("“%(name)s”: more than the item charges."),
        "not_reducible": _("“%(name)s”: the item allows no reduction."),
        "no_ground": _("“%(name)s”: write down how it was worked out, or the ground of the reduction."),
    }
    for fault in assessment_faults(charge.tariff_lines, amounts):
        raise Refusal(fault.code, sentences[fault.code] % {"name": fault.name}, field="amounts")
