"""Parcels between ordering and their end, with the real trial carrier (C-42)."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.clock import SimulatedClock
from core.models import EventRow
from core.outbox import drain
from core.refusal import Refusal
from deliveries.carriers import Address, CarrierAway, Told
from deliveries.carriers import carrier as adapter
from deliveries.models import Direction, Heard, Parcel, ParcelEvent
from deliveries.rules.tracks import ParcelState
from deliveries.services.parcels import order_parcel, place_order, register_parcel, send_again
from deliveries.services.tracking import LATE_AFTER, ask, ask_silent_parcels, hear, watch_late_parcels
from identity.actors import SYSTEM
from tests.deliveries.carrier import HALL, HOME, TrialCarrier, ordered

pytestmark = pytest.mark.django_db
SIGNED = ["collected", "in_transit", "out", "signed"]


def told(carrier: TrialCarrier, parcel: Parcel, steps: int = 4) -> list[Told]:
    """What happened to a parcel that was moved on, as the hall reads it."""
    carrier.advance(parcel.waybill, steps)
    return list(adapter(parcel.carrier).track(parcel.waybill or ""))


def states(parcel: Parcel) -> list[str]:
    rows = EventRow.objects.filter(stream="parcel", stream_id=parcel.pk, name="deliveries.ParcelMoved")
    return list(rows.order_by("sequence").values_list("data__state", flat=True))


def test_h70_an_ordered_parcel_gets_its_waybill_and_price_from_the_carrier(carrier: TrialCarrier) -> None:
    parcel = order_parcel("trial", Direction.OUT, sender=HALL, receiver=HOME, contents=["许可证"], by=SYSTEM)
    assert (parcel.state, parcel.waybill) == (ParcelState.ORDERING, None)
    drain(["exchange"])
    parcel.refresh_from_db()
    assert (parcel.state, parcel.price) == (ParcelState.ORDERED, 1200)
    assert parcel.waybill and parcel.ask_at


def test_an_order_that_is_sent_twice_is_one_order(carrier: TrialCarrier) -> None:
    parcel = ordered()
    Parcel.objects.filter(pk=parcel.pk).update(state=ParcelState.ORDERING, waybill=None, price=None)
    assert place_order(parcel.pk).waybill == parcel.waybill


def test_a_carrier_that_is_down_gets_the_order_when_it_is_back(carrier: TrialCarrier, time: SimulatedClock) -> None:
    carrier.behave(mode="down")
    parcel = order_parcel("trial", Direction.OUT, sender=HALL, receiver=HOME, contents=["许可证"], by=SYSTEM)
    with pytest.raises(CarrierAway):
        place_order(parcel.pk)
    for _turn in range(20):
        drain(["exchange"])
        time.advance(timedelta(minutes=1))
    parcel.refresh_from_db()
    assert parcel.state == ParcelState.ORDERING
    carrier.behave(mode="well")
    drain(["exchange"])
    parcel.refresh_from_db()
    assert parcel.state == ParcelState.ORDERED


def test_an_address_the_carrier_does_not_serve_waits_for_somebody(carrier: TrialCarrier) -> None:
    parcel = ordered(Address("王秀英", "13812345678", "无法投递的地方"))
    assert parcel.state == ParcelState.REJECTED and parcel.ended_at
    again = send_again(parcel, receiver=HOME, by=SYSTEM)
    assert place_order(again.pk).state == ParcelState.ORDERED
    with pytest.raises(Refusal) as refused:
        send_again(parcel, receiver=HOME, by=SYSTEM)
    assert refused.value.code == "seen_to"


@pytest.mark.parametrize("seed", range(6))
def test_c42_words_late_doubled_and_in_any_order_lead_to_the_same_end(carrier: TrialCarrier, seed: int) -> None:
    parcel, dice = ordered(), random.Random(seed)
    words = told(carrier, parcel)
    heard = [*words, *dice.choices(words, k=4)]
    dice.shuffle(heard)
    fresh = sum(hear(parcel, [word], heard=Heard.TOLD) for word in heard)
    parcel.refresh_from_db()
    assert (fresh, parcel.state, parcel.ask_at) == (4, ParcelState.SIGNED, None)
    assert [event.state for event in parcel.track.all()] == SIGNED
    assert states(parcel)[-1] == "signed" and states(parcel).count("signed") == 1


def test_a_word_that_never_comes_is_asked_for(carrier: TrialCarrier, time: SimulatedClock) -> None:
    parcel = ordered()
    words = told(carrier, parcel)
    hear(parcel, words[3:], heard=Heard.TOLD)
    parcel.refresh_from_db()
    assert parcel.state == ParcelState.ORDERED
    assert ask_silent_parcels() == 0
    time.advance(timedelta(seconds=61))
    assert ask_silent_parcels() == 1
    parcel.refresh_from_db()
    assert parcel.state == ParcelState.SIGNED
    assert set(parcel.track.values_list("heard", flat=True)) == {"told", "asked"}


def test_a_silent_parcel_is_asked_for_after_its_carriers_silence(carrier: TrialCarrier, time: SimulatedClock) -> None:
    parcel = ordered()
    carrier.advance(parcel.waybill, 2)
    time.advance(timedelta(minutes=59))
    assert ask_silent_parcels() == 0
    time.advance(timedelta(minutes=2))
    assert ask_silent_parcels() == 1
    parcel.refresh_from_db()
    assert parcel.state == ParcelState.IN_TRANSIT and ask_silent_parcels() == 0


def test_a_carrier_that_is_away_costs_the_sweep_one_call(carrier: TrialCarrier, time: SimulatedClock) -> None:
    parcels = [ordered(), ordered()]
    carrier.behave(mode="down")
    time.advance(timedelta(hours=2))
    assert ask_silent_parcels() == 0
    carrier.behave(mode="well")
    assert ask_silent_parcels() == len(parcels)


def test_another_word_under_a_known_number_is_refused_and_changes_nothing(carrier: TrialCarrier) -> None:
    parcel = ordered()
    (first,) = told(carrier, parcel, 1)
    hear(parcel, [first], heard=Heard.TOLD)
    with pytest.raises(Refusal) as refused:
        hear(parcel, [Told(2, "out", first.at), Told(1, "lost", first.at)], heard=Heard.TOLD)
    assert refused.value.code == "contradiction"
    assert parcel.track.count() == 1


def test_what_was_said_is_never_changed_or_deleted(carrier: TrialCarrier) -> None:
    parcel = ordered()
    hear(parcel, told(carrier, parcel, 1), heard=Heard.TOLD)
    with pytest.raises(IntegrityError), transaction.atomic():
        ParcelEvent.objects.update(state="signed")
    with pytest.raises(IntegrityError), transaction.atomic():
        ParcelEvent.objects.all().delete()


def test_numbers_of_people_in_a_carriers_words_are_blotted_out(carrier: TrialCarrier, time: SimulatedClock) -> None:
    parcel = ordered()
    hear(parcel, [Told(1, "collected", time.now(), note="联系13812345678")], heard=Heard.TOLD)
    assert parcel.track.get().note == "联系***"


def test_a_parcel_somebody_brought_himself_is_followed_by_its_number(
    carrier: TrialCarrier, time: SimulatedClock
) -> None:
    """C-36."""
    parcel = register_parcel("trial", "EMS20260302", sender=HOME, receiver=HALL, contents=["平面图"], by=SYSTEM)
    assert ask(parcel) == 0
    carrier.bring("EMS20260302")
    carrier.advance("EMS20260302", 4)
    time.advance(timedelta(hours=2))
    ask_silent_parcels()
    parcel.refresh_from_db()
    assert parcel.state == ParcelState.SIGNED
    with pytest.raises(Refusal) as refused:
        register_parcel("trial", "EMS20260302", sender=HOME, receiver=HALL, contents=["平面图"], by=SYSTEM)
    assert refused.value.code == "waybill_taken"


def test_h72_parcels_under_way_for_too_long_raise_an_alarm(carrier: TrialCarrier, time: SimulatedClock) -> None:
    parcel, ended = ordered(), ordered()
    hear(ended, told(carrier, ended), heard=Heard.TOLD)
    time.advance(LATE_AFTER - timedelta(minutes=1))
    assert watch_late_parcels() == []
    time.advance(timedelta(minutes=2))
    assert watch_late_parcels() == [parcel.pk]
