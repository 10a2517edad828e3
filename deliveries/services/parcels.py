"""Sending parcels: ordering, sending again, seeing to what came back."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from deliveries.carriers import Address, CarrierOrder, OrderRejected, Placed, carrier, terms_of
from deliveries.events import ParcelMoved, ParcelOrdered, ParcelSettled
from deliveries.models import Direction, Parcel
from deliveries.rules.tracks import FAILED, ParcelState
from identity.actors import SYSTEM


def order_parcel(
    carrier_code: str,
    direction: Direction,
    *,
    sender: Address,
    receiver: Address,
    contents: Sequence[str],
    replaces: Parcel | None = None,
    by: Doer,
) -> Parcel:
    """Have a parcel sent; a worker asks the carrier. `contents` names what is in it (C-36, C-42).

    Refuses `carrier` for one that is not configured. Publishes ParcelOrdered.
    """
    _check_carrier(carrier_code)
    with transaction.atomic():
        parcel = _new(carrier_code, direction, sender, receiver, contents, replaces)
        publish(ParcelOrdered(parcel_id=parcel.pk), by=by)
    return parcel


def register_parcel(
    carrier_code: str, waybill: str, *, sender: Address, receiver: Address, contents: Sequence[str], by: Doer
) -> Parcel:
    """Follow a parcel somebody sent to us on his own, by the number on its waybill (C-36).

    Refuses `carrier`, and `waybill_taken` (a conflict) for a number that belongs to another parcel. Publishes
    ParcelMoved.
    """
    _check_carrier(carrier_code)
    with transaction.atomic():
        if Parcel.objects.filter(carrier=carrier_code, waybill=waybill).exists():
            sentence = _("This waybill number belongs to another parcel.")
            raise Refusal("waybill_taken", sentence, field="waybill", conflict=True)
        parcel = _new(carrier_code, Direction.IN, sender, receiver, contents, None)
        parcel.waybill, parcel.state = waybill, ParcelState.ORDERED
        parcel.ordered_at = parcel.ask_at = parcel.created_at
        parcel.save(update_fields=["waybill", "state", "ordered_at", "ask_at"])
        publish(ParcelMoved(parcel_id=parcel.pk, state=parcel.state), by=by)
    return parcel


def place_order(parcel_id: int) -> Parcel:
    """Ask the carrier to take an ordered parcel; one that has its answer stays as it is.

    Raises CarrierAway while the carrier does not answer. Publishes ParcelMoved: ordered, or rejected by the carrier.
    """
    parcel = Parcel.objects.get(pk=parcel_id)
    if parcel.state != ParcelState.ORDERING:
        return parcel
    placed: Placed | None = None
    with suppress(OrderRejected):  # the parcel says it, and somebody sees to it
        placed = carrier(parcel.carrier).order(_order_of(parcel))
    with transaction.atomic():
        parcel = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel_id)
        if parcel.state != ParcelState.ORDERING:
            return parcel
        _answered(parcel, placed)
        publish(ParcelMoved(parcel_id=parcel.pk, state=parcel.state), by=SYSTEM)
    return parcel


def send_again(parcel: Parcel, *, receiver: Address, by: Doer) -> Parcel:
    """Send what came back, was lost or was not taken once more, with the address put right; each only once.

    Refuses `not_failed` and `seen_to` (conflicts). Publishes ParcelSettled and ParcelOrdered.
    """
    with transaction.atomic():
        parcel = settle(parcel, by=by)
        return order_parcel(
            parcel.carrier,
            Direction(parcel.direction),
            sender=Address(parcel.sender_name, parcel.sender_phone, parcel.sender_address),
            receiver=receiver,
            contents=parcel.contents,
            replaces=parcel,
            by=by,
        )


def settle(parcel: Parcel, *, by: Doer) -> Parcel:
    """Somebody sees to a parcel that failed. Refuses `not_failed` and `seen_to` (conflicts).

    Publishes ParcelSettled.
    """
    with transaction.atomic():
        parcel = Parcel.objects.select_for_update(of=("self",), no_key=True).get(pk=parcel.pk)
        if parcel.state not in FAILED:
            raise Refusal("not_failed", _("This parcel is on its way or has arrived."), conflict=True)
        if parcel.settled_at is not None:
            raise Refusal("seen_to", _("Somebody saw to this parcel already."), conflict=True)
        parcel.settled_at = clock.now()
        parcel.save(update_fields=["settled_at"])
        publish(ParcelSettled(parcel_id=parcel.pk), by=by)
    return parcel


def silence_of(parcel: Parcel) -> timedelta:
    """After how long without a word the carrier of this parcel is asked."""
    terms = terms_of(parcel.carrier)
    return timedelta(seconds=terms.silence if terms else 6 * 3600)


def _new(
    code: str, direction: Direction, sender: Address, receiver: Address, contents: Sequence[str], before: Parcel | None
) -> Parcel:
    return Parcel.objects.create(
        key=secrets.token_hex(12),
        direction=direction,
        carrier=code,
        sender_name=sender.name[:60],
        sender_phone=sender.phone,
        sender_address=sender.address,
        receiver_name=receiver.name[:60],
        receiver_phone=receiver.phone,
        receiver_address=receiver.address,
        contents=list(contents),
        created_at=clock.now(),
        replaces=before,
    )


def _answered(parcel: Parcel, placed: Placed | None) -> None:
    now = clock.now()
    if placed is None:
        parcel.state, parcel.ended_at = ParcelState.REJECTED, now
    else:
        parcel.state, parcel.waybill, parcel.price = ParcelState.ORDERED, placed.waybill, placed.price
        parcel.ordered_at, parcel.ask_at = now, now + silence_of(parcel)
    parcel.save(update_fields=["state", "waybill", "price", "ordered_at", "ask_at", "ended_at"])


def _order_of(parcel: Parcel) -> CarrierOrder:
    return CarrierOrder(
        parcel.key,
        Address(parcel.sender_name, parcel.sender_phone, parcel.sender_address),
        Address(parcel.receiver_name, parcel.receiver_phone, parcel.receiver_address),
        tuple(parcel.contents),
    )


def _check_carrier(code: str) -> None:
    if terms_of(code) is None:
        raise Refusal("carrier", _("This hall has no such carrier."), field="carrier")
