"""What payers, clerks and supervisors see and may do about money."""

import pytest
from django.urls import reverse

from cases.models import CaseCharge
from core import clock
from payments.models import Difference, OrderState
from payments.queries import live_order
from tests import world
from tests.client import signed_in
from tests.payments.dues import CLERK, COMPUTED, REDUCIBLE, again, charge_of, charged, clerk, due, leader, paid

pytestmark = pytest.mark.usefixtures("time", "calendar")


def test_the_payer_sees_what_is_due_why_and_how_to_pay() -> None:
    applicant = world.citizen(name="王秀英")
    order = due(applicant=applicant)
    browser = signed_in(applicant)
    page = browser.get(reverse("payments:space_charge", args=[order.charge_id])).content.decode()
    for words in ("工本费", "每证20元", "居民身份证法", "20.00", order.number, "试用支付"):
        assert words in page
    assert "20.00" in browser.get(reverse("payments:space")).content.decode()
    case = CaseCharge.objects.get(charge=order.charge).case
    pay_href = reverse("payments:space_charge", args=[order.charge_id])
    assert pay_href in browser.get(reverse("cases:space_case", args=[case.pk])).content.decode()
    assert pay_href in browser.get(reverse("cases:space")).content.decode()


def test_a_gateway_that_is_away_is_said_on_the_page() -> None:
    applicant = world.citizen(name="王秀英")
    order = due(applicant=applicant)
    answer = signed_in(applicant).post(reverse("payments:space_charge", args=[order.charge_id]), {"way": "trial"})
    assert answer.status_code == 422
    assert again(order).state == OrderState.PENDING


def test_what_has_no_amount_yet_says_why() -> None:
    applicant = world.citizen(name="王秀英")
    charge = charge_of(charged(COMPUTED, applicant=applicant))
    page = signed_in(applicant).get(reverse("payments:space_charge", args=[charge.pk]))
    assert page.status_code == 200
    assert live_order(charge) is None


def test_an_agent_limited_to_other_items_sees_no_money() -> None:
    person = world.citizen()
    firm = world.enterprise(person)
    boss = world.acting_for(person, firm)
    charge = charge_of(charged(applicant=boss))
    page = reverse("payments:space_charge", args=[charge.pk])
    assert signed_in(boss).get(page).status_code == 200
    mandate = firm.mandates_given.get()
    mandate.item_codes = ["000000000000"]
    mandate.save()
    assert signed_in(world.acting_for(person, firm)).get(page).status_code == 404


def test_c_40_a_clerk_works_an_amount_out_and_a_leader_approves_it() -> None:
    charge = charge_of(charged(COMPUTED))
    desk, boss = signed_in(clerk()), signed_in(leader())
    typed = {"amount_0": "960", "ground_0": "30平方米×8天×4元", "reason": "现场核定"}
    assert charge.subject in desk.get(f"{reverse('payments:desk')}?tab=amount").content.decode()
    assert desk.post(_deed(charge.pk, "amounts"), typed).status_code == 302
    assert charge.subject in boss.get(f"{reverse('payments:desk')}?tab=approve").content.decode()
    page = boss.get(_deed(charge.pk, "approve_amounts")).content.decode()
    assert "30平方米×8天×4元" in page
    assert boss.post(_deed(charge.pk, "approve_amounts")).status_code == 302
    order = live_order(charge)
    assert order is not None
    assert order.amount_fen == 96000


def test_a_leader_may_say_no() -> None:
    charge = charge_of(charged(COMPUTED))
    typed = {"amount_0": "960", "ground_0": "x", "reason": "现场核定"}
    signed_in(clerk()).post(_deed(charge.pk, "amounts"), typed)
    assert signed_in(leader()).post(_deed(charge.pk, "approve_amounts"), {"verdict": "no"}).status_code == 302
    assert live_order(charge) is None


@pytest.mark.parametrize("amount", ["20.01", "1e9", "-1", "1.005"])
def test_s_17_what_is_off_the_standard_is_said_at_the_form(amount: str) -> None:
    order = due(REDUCIBLE)
    typed = {"amount_0": amount, "ground_0": "x", "reason": "x"}
    answer = signed_in(clerk()).post(_deed(order.charge_id, "amounts"), typed)
    assert answer.status_code == 422
    assert again(order).state == OrderState.PENDING


def test_z_19_money_is_taken_at_the_counter_with_a_receipt_number() -> None:
    order = due()
    desk = signed_in(clerk())
    page = _deed(order.charge_id, "counter")
    assert desk.post(page, {"way": "cash", "receipt_no": ""}).status_code == 422
    assert desk.post(page, {"way": "cash", "receipt_no": "SK0001"}).status_code == 302
    assert again(order).receipt_no == "SK0001"
    assert desk.post(page, {"way": "cash", "receipt_no": "SK0002"}).status_code == 422


def test_the_page_of_a_case_shows_its_fee_to_the_clerk() -> None:
    order = paid()
    case = CaseCharge.objects.get(charge=order.charge).case
    page = signed_in(clerk()).get(reverse("cases:desk_case", args=[case.pk])).content.decode()
    assert reverse("payments:desk_charge", args=[order.charge_id]) in page
    assert signed_in(clerk()).get(reverse("payments:desk_charge", args=[order.charge_id])).status_code == 200


def test_other_bodies_and_unknown_deeds_find_nothing() -> None:
    order = due()
    assert signed_in(world.staff(CLERK, "住建局")).get(_deed(order.charge_id, "counter")).status_code == 404
    assert signed_in(clerk()).get(_deed(order.charge_id, "steal")).status_code == 404
    assert signed_in(leader()).get(_deed(order.charge_id, "counter")).status_code == 404


def test_h_72_a_supervisor_sees_and_explains_a_difference() -> None:
    found = Difference.objects.create(
        gateway="trial", day=clock.today(), number="X1", kind="missing_here", ours_fen=0, theirs_fen=777,
        found_at=clock.now(),
    )  # fmt: skip
    watching = signed_in(world.staff("监察岗", "监委"))
    listed = reverse("payments:reconciliation")
    assert "7.77" in watching.get(listed).content.decode()
    page = reverse("payments:difference", args=[found.pk])
    assert watching.post(page, {"note": ""}).status_code == 422
    assert watching.post(page, {"note": "演练"}).status_code == 302
    assert "7.77" not in watching.get(listed).content.decode()
    assert "演练" in watching.get(f"{listed}?ended=1").content.decode()
    assert watching.get(page).status_code == 200


def _deed(charge_id: int, name: str) -> str:
    return reverse("payments:desk_deed", args=[charge_id, name])
