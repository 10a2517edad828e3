"""Invariants of hand-overs and parcels notice when they are broken."""

import pytest

from core.clock import SimulatedClock
from deliveries.models import Direction, Parcel
from deliveries.rules.proofs import Proof
from deliveries.services.handing import complete_delivery
from deliveries.services.parcels import order_parcel
from deliveries.services.tracking import ask
from identity.actors import SYSTEM
from tests.brokenness import broken, damage
from tests.deliveries.carrier import HALL, HOME, TrialCarrier, ordered

pytestmark = pytest.mark.django_db


@pytest.fixture
def parcel(carrier: TrialCarrier, time: SimulatedClock) -> Parcel:
    """A parcel in transit that belongs to no case, which 21.5 says."""
    found = ordered()
    carrier.advance(found.waybill, 2)
    ask(found)
    assert list(broken()) == ["21.5"]
    return found


def test_21_a_hand_over_at_the_window_that_nobody_signed(time: SimulatedClock) -> None:
    proof = Proof("window", "王秀英", relation="self", identity_check="card", signed_on_paper=True)
    done = complete_delivery(None, proof, at=time.now())
    assert broken() == {}
    damage("UPDATE deliveries_resultdelivery SET signed_on_paper = false WHERE id = %(id)s", id=done.pk)
    assert "21" in broken()


def test_21_1_a_parcel_that_is_elsewhere_than_its_track_says(parcel: Parcel) -> None:
    damage("UPDATE deliveries_parcel SET state = 'collected' WHERE id = %(id)s", id=parcel.pk)
    assert {"21.1", "21.3"} <= set(broken())


def test_21_2_a_parcel_nobody_asks_for(parcel: Parcel) -> None:
    damage("UPDATE deliveries_parcel SET ask_at = NULL WHERE id = %(id)s", id=parcel.pk)
    assert "21.2" in broken()


def test_21_2_an_order_that_is_not_under_way(carrier: TrialCarrier) -> None:
    order_parcel("trial", Direction.OUT, sender=HALL, receiver=HOME, contents=["许可证"], by=SYSTEM)
    assert "21.2" not in broken()
    damage("UPDATE core_delivery SET state = 'done'")
    assert "21.2" in broken()
