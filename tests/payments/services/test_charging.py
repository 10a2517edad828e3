"""What a case costs: by the item's rule, or by two persons (C-40, S-16, S-17, C-43)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases.models import Case, CaseCharge, Document, DocumentKind
from cases.services.charging import charge_case
from cases.services.issuing import deliver_result, issue_result, withdraw_case
from cases.services.papers import make_document
from core.outbox import drain
from core.refusal import Refusal
from deliveries.models import DeliveryWay
from identity.actors import SYSTEM, Actor
from linkage.models import Verdict
from notices.models import Message
from payments.models import Assessment, Charge, LedgerEntry, LedgerLine, OrderState, PaymentOrder
from payments.queries import live_order, visible_to
from payments.services.booking import book
from payments.services.charging import Matter, decide_amounts, open_charge, propose_amounts
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, decided
from tests.payments.dues import (
    CLERK,
    COMPUTED,
    FEE,
    LEADER,
    REDUCIBLE,
    SERVICE,
    again,
    charge_of,
    charged,
    clerk,
    due,
    leader,
    paid,
)

pytestmark = pytest.mark.usefixtures("time", "calendar")


def refused(code: str, deed: Callable[..., object], *arguments: object, **named: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        deed(*arguments, **named)
    assert refusal.value.code == code


def proposed(charge: Charge, fen: int = 96000, *, by: Actor | None = None, name: str = "占用费") -> Assessment:
    amounts = {name: (fen, "30平方米×8天×4元")}
    return propose_amounts(charge, amounts=amounts, reason="按现场核定", by=by or clerk())


def test_c_40_a_fixed_fee_is_asked_with_the_acceptance() -> None:
    order = due()
    assert (order.amount_fen, order.state) == (2000, OrderState.PENDING)
    assert order.number == f"P20260302{order.charge.department_id:05d}00001"
    (line,) = order.order_lines
    assert (line.name, line.amount_fen, line.statutory) == ("工本费", 2000, True)


def test_d_17_the_applicant_gets_it_in_writing_and_is_told() -> None:
    """D-17."""
    applicant = world.citizen(name="王秀英")
    case = charged(applicant=applicant)
    drain(["interactive"])
    notice = Document.objects.get(case=case, kind=DocumentKind.PAYMENT_NOTICE)
    assert notice.content["order"]["amount_fen"] == 2000
    assert make_document(notice.pk).file is not None
    assert "工本费" in str(notice.content)
    assert Message.objects.filter(party=case.applicant, kind="cases.FeeAsked", channel="inbox").count() == 1
    assert broken() == {}


def test_what_costs_nothing_has_no_charge() -> None:
    free = accepted(fees=[{**FEE, "amount_fen": 0}])
    assert not CaseCharge.objects.filter(case__in=[free, accepted()]).exists()


def test_a_case_is_charged_once() -> None:
    case = charged()
    again_ = charge_case(case, by=SYSTEM)
    assert again_ == charge_of(case)
    assert PaymentOrder.objects.count() == 1


def test_s_16_what_the_item_does_not_charge_cannot_be_asked() -> None:
    case = accepted()
    matter = Matter(
        f"case:{case.pk}", case.version, case.department, case.applicant, case.applicant_name, "x",
        [{"name": "加急费", "amount_fen": 10000, "why": ""}],
    )  # fmt: skip
    with pytest.raises(ValueError, match="S-16"):
        open_charge(matter, by=SYSTEM)
    assert not Charge.objects.exists()
    refused("not_charged", propose_amounts, charge_of(charged()), amounts={"加急费": (1, "x")}, reason="x", by=clerk())


def test_s_17_more_than_the_standard_and_reductions_the_item_does_not_allow_are_refused() -> None:
    charge, by = charge_of(charged()), clerk()
    refused("above_standard", propose_amounts, charge, amounts={"工本费": (2001, "x")}, reason="x", by=by)
    refused("not_reducible", propose_amounts, charge, amounts={"工本费": (100, "x")}, reason="x", by=by)
    refused("no_reason", propose_amounts, charge, amounts={"工本费": (2000, "")}, reason=" ", by=by)


def test_c_40_a_computed_fee_is_asked_after_two_persons_agreed() -> None:
    charge = charge_of(charged(COMPUTED))
    assert live_order(charge) is None
    found = proposed(charge)
    assert live_order(charge) is None
    decide_amounts(found, approve=True, by=leader())
    order = live_order(charge)
    assert order is not None
    assert order.amount_fen == 96000
    assert order.order_lines[0].ground == "30平方米×8天×4元"
    assert broken() == {}


def test_c_40_whoever_proposed_it_cannot_approve_it() -> None:
    body = world.department()
    body.posts.filter(name=CLERK).update(roles=["clerk", "leader"])
    both = world.staff(CLERK)
    found = proposed(charge_of(charged(COMPUTED)), by=both)
    refused("same_person", decide_amounts, found, approve=True, by=both)
    with pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.filter(pk=found.pk).update(
            decided_by=both.staff_id, decided_at=found.asked_at, approved=True
        )


def test_c_40_a_rejected_amount_is_not_asked_and_may_be_proposed_anew() -> None:
    charge = charge_of(charged(COMPUTED))
    found = proposed(charge)
    refused("proposed_already", proposed, charge)
    decide_amounts(found, approve=False, by=leader())
    refused("decided", decide_amounts, found, approve=True, by=leader())
    assert live_order(charge) is None
    assert proposed(charge, 50000).decided_at is None


def test_c_40_strangers_and_other_bodies_propose_and_approve_nothing() -> None:
    charge = charge_of(charged(COMPUTED))
    refused("not_yours", proposed, charge, by=world.staff(CLERK, "住建局"))
    refused("not_yours", proposed, charge, by=leader())
    found = proposed(charge)
    refused("not_yours", decide_amounts, found, approve=True, by=world.staff(LEADER, "住建局"))
    refused("not_yours", decide_amounts, found, approve=True, by=clerk())


def test_c_40_a_reduction_closes_the_order_and_asks_less() -> None:
    order = due(REDUCIBLE)
    found = propose_amounts(order.charge, amounts={"工本费": (1000, "低保证")}, reason="低保", by=clerk())
    decide_amounts(found, approve=True, by=leader())
    fewer = live_order(order.charge)
    assert fewer is not None
    assert (again(order).state, fewer.amount_fen, fewer.pk == order.pk) == (OrderState.CLOSED, 1000, False)
    assert broken() == {}


def test_c_40_an_exemption_leaves_nothing_to_pay() -> None:
    order = due(REDUCIBLE)
    found = propose_amounts(order.charge, amounts={"工本费": (0, "特困供养")}, reason="特困", by=clerk())
    decide_amounts(found, approve=True, by=leader())
    assert not PaymentOrder.objects.filter(charge=order.charge).exclude(state=OrderState.CLOSED).exists()


def test_what_was_paid_is_not_worked_out_anew() -> None:
    order = paid(REDUCIBLE)
    refused("paid_already", propose_amounts, order.charge, amounts={"工本费": (0, "x")}, reason="x", by=clerk())


def test_what_an_order_asks_never_changes() -> None:
    order = due()
    for change in ({"amount_fen": 1}, {"lines": []}, {"number": "P1"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PaymentOrder.objects.filter(pk=order.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Charge.objects.filter(pk=order.charge_id).update(tariff=[])


def test_the_ledger_is_never_changed_and_refuses_what_does_not_balance() -> None:
    order = due()
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.filter(entry__order=order).update(amount_fen=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.filter(order=order)._raw_delete("default")
    with pytest.raises(ValueError, match="zero"):
        book(order, "paid", {"gateway": 5, "receivable": -4}, key="x", at=order.opened_at)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry = LedgerEntry.objects.create(key="x", kind="paid", order=order, day="2026-03-02", at=order.opened_at)
        LedgerLine.objects.create(entry=entry, account="gateway", amount_fen=5)
        transaction.get_connection().check_constraints()


def test_an_application_that_is_withdrawn_is_not_paid_for() -> None:
    applicant = world.citizen(name="王秀英")
    case = charged(applicant=applicant)
    withdraw_case(case, by=applicant)
    drain(["interactive"])
    order = live_order(charge_of(case))
    assert order is not None
    assert order.state == OrderState.CLOSED
    assert broken() == {}


def granted(case: Case) -> Case:
    return issue_result(decided(case, Verdict.APPROVE), by=world.staff("制证岗"))


def handed_over(case: Case) -> Case:
    return deliver_result(case, way=DeliveryWay.WINDOW, recipient="王秀英", by=clerk())


def test_c_43_a_statutory_fee_may_be_asked_before_the_result_is_handed_over() -> None:
    case = granted(charged())
    refused("fee_due", handed_over, case)
    assert Case.objects.get(pk=case.pk).state == "issued"


def test_c_43_money_no_law_asks_for_holds_no_result_back() -> None:
    case = granted(charged(SERVICE))
    order = live_order(charge_of(case))
    assert order is not None
    assert order.state == OrderState.PENDING
    assert handed_over(case).state == "closed"


def test_c_43_no_fee_holds_a_decision_or_a_refusal_back() -> None:
    case = decided(charged(), Verdict.OBJECT, "选址不符合条件，不予通过")
    assert case.state == "refused"
    assert handed_over(issue_result(case, by=world.staff("制证岗"))).state == "closed"


def test_c_43_a_paid_case_is_handed_over() -> None:
    order = paid()
    case = CaseCharge.objects.get(charge=order.charge).case
    assert handed_over(granted(case)).state == "closed"


def test_charges_are_seen_by_payer_body_and_supervisor_alone() -> None:
    applicant = world.citizen(name="王秀英")
    charge = charge_of(charged(applicant=applicant))
    supervisor = world.staff("监察岗", "监委")
    for actor in (applicant, clerk(), leader(), supervisor):
        assert list(visible_to(actor)) == [charge]
    for actor in (world.citizen(), world.staff(CLERK, "住建局"), world.staff("科室审查岗"), world.keeper()):
        assert not visible_to(actor).exists()
