"""Cards about money and parcels: charged against the rule, unpaid, late on their way; each once (S-16, S-17, S-09)."""

from datetime import timedelta

import pytest

from cases.models import Case
from cases.services.handing import choose_delivery
from core import clock
from core.clock import SimulatedClock
from core.outbox import drain
from deliveries.models import DeliveryWay, Parcel
from deliveries.services.tracking import ask
from identity.actors import SYSTEM
from payments.models import PaymentOrder
from payments.rules.amounts import Line, TariffLine, charge_faults
from payments.services.charging import decide_amounts, propose_amounts
from payments.services.paying import settle
from supervision.models import Alarm
from supervision.money import look_at_order
from supervision.parcels import sweep_late_parcels
from supervision.rules import CHARGED
from tests import world
from tests.brokenness import damage
from tests.cases.archived import closed
from tests.cases.results import follow, issued
from tests.cases.walks import at, move
from tests.deliveries.carrier import HOME, TrialCarrier
from tests.deliveries.conftest import carrier, carrier_process
from tests.payments.dues import COMPUTED, FEE, REDUCIBLE, SERVICE, attempt, charge_of, charged, clerk, due, leader, took

__all__ = ["carrier", "carrier_process"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
FIXED = TariffLine("工本费", "每证20元", "法律", 2000, certain=True)
OPEN = TariffLine("占用费", "按面积", "条例", None)
FREE = TariffLine("登记费", "免收", "条例", 0, certain=True)


def cards(*rules: str) -> list[tuple[str, str]]:
    return list(Alarm.objects.filter(rule__in=rules).order_by("pk").values_list("rule", "level"))


@pytest.mark.parametrize(
    ("name", "fen", "approved", "codes"),
    [
        ("工本费", 2000, {}, []),
        ("工本费", 2001, {"工本费": [2001, "错"]}, ["above_standard"]),
        ("工本费", 1000, {}, ["not_by_rule"]),
        ("工本费", 1000, {"工本费": [1000, "低保减免"]}, []),
        ("工本费", 1000, {"工本费": [900, "低保减免"]}, ["not_by_rule"]),
        ("占用费", 96000, {}, ["not_by_rule"]),
        ("占用费", 96000, {"占用费": [96000, "30平方米"]}, []),
        ("登记费", 100, {}, ["not_charged"]),
        ("好处费", 100, {"好处费": [100, "无"]}, ["not_charged"]),
    ],
)
def test_s16_s17_what_is_wrong_with_a_line(
    name: str, fen: int, approved: dict[str, list[object]], codes: list[str]
) -> None:
    found = charge_faults([FIXED, OPEN, FREE], [Line(name, "", "", fen)], approved)
    assert [fault.code for fault in found] == codes and set(codes) <= set(CHARGED)


def test_s17_what_the_rule_or_two_persons_say_raises_nothing() -> None:
    order = due()
    settle(took(attempt(order)), code="trial")
    charge = charge_of(charged(COMPUTED))
    made = propose_amounts(charge, amounts={"占用费": (96000, "30平方米×8天")}, reason="现场核定", by=clerk())
    decide_amounts(made, approve=True, by=leader())
    reduced = charge_of(charged(REDUCIBLE))
    made = propose_amounts(reduced, amounts={"工本费": (0, "低保家庭")}, reason="低保", by=clerk())
    decide_amounts(made, approve=True, by=leader())
    drain(["interactive"])
    assert cards("S-16", "S-17") == []


def test_s16_a_fee_the_item_does_not_charge_is_red_and_one_above_its_standard_too() -> None:
    """However it came about: services refuse it, so it is written past them."""
    for changed, expected in (('"name": "好处费"', ("S-16", "red")), ('"amount_fen": 9900', ("S-17", "red"))):
        order = due()
        line = f'{{"name": "工本费", "standard": "", "basis": "", "amount_fen": 2000, {changed}}}'
        damage(
            "ALTER TABLE payments_paymentorder DISABLE TRIGGER USER",
            f"UPDATE payments_paymentorder SET lines = '[{line}]' WHERE id = {order.pk}",
            "ALTER TABLE payments_paymentorder ENABLE TRIGGER USER",
        )
        for _twice in range(2):
            look_at_order(order.pk, at=clock.now())
        assert cards("S-16", "S-17").count(expected) == 1
    assert len(cards("S-16", "S-17")) == 2


def test_s17_a_gateway_that_took_another_sum_is_yellow_once() -> None:
    order = due()
    begun = attempt(order)
    settle(took(begun, 1999), code="trial")
    settle(took(begun, 1999), code="trial")
    drain(["interactive"])
    assert cards("S-17") == [("S-17", "yellow")] and PaymentOrder.objects.get().paid_at is None


def test_s17_a_result_handed_over_unpaid_is_yellow() -> None:
    """C-43: a fee for a service holds no result back; that nobody paid it is told."""
    closed(fees=[SERVICE])
    follow()
    assert cards("S-17") == [("S-17", "yellow")]


def test_s17_a_result_handed_over_when_it_was_paid_raises_nothing() -> None:
    case = issued(fees=[FEE])
    settle(took(attempt(PaymentOrder.objects.get())), code="trial")
    drain(["interactive"])
    assert cards("S-17") == [] and case.pk


def sent(name: str = "王秀英") -> tuple[Case, Parcel]:
    """A case whose result a courier has the order to bring."""
    case = issued(world.citizen(name=name))
    ends = {"recipient": HOME.name, "phone": HOME.phone, "address": HOME.address}
    choose_delivery(case, way=DeliveryWay.COURIER, **ends, by=SYSTEM)
    follow()
    return case, Parcel.objects.get(of_case__case=case)


def test_s09_a_parcel_nobody_collects_in_three_working_days_is_yellow_once(
    time: SimulatedClock, carrier: TrialCarrier
) -> None:
    """Ordered on Monday 2 March: Thursday the 5th is its last day."""
    case, _parcel = sent()
    for day, number in ((5, 0), (6, 1), (7, 0), (20, 0)):
        move(time, at(2026, 3, day, 11))
        assert sweep_late_parcels() == number
    alarm = Alarm.objects.get(rule="S-09", clock=None)
    assert (alarm.case_id, alarm.level) == (case.pk, "yellow")


def test_s09_a_collected_parcel_has_seven_working_days_and_one_that_arrived_none(
    time: SimulatedClock, carrier: TrialCarrier
) -> None:
    first, slow = sent()
    _second, fast = sent("周敏")
    carrier.behave(end="signed")
    carrier.advance(slow.waybill, 2)
    carrier.advance(fast.waybill, 4)
    for parcel in (slow, fast):
        ask(parcel)
    follow()
    move(time, at(2026, 3, 11, 11))
    assert sweep_late_parcels() == 0
    move(time, at(2026, 3, 12, 11) + timedelta(minutes=1))
    assert sweep_late_parcels() == 1
    assert Alarm.objects.get(rule="S-09", clock=None).case_id == first.pk
