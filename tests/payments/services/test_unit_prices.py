"""Fees by unit prices: the form says how many, or the clerk does; the guide and the order tell it (C-40, S-17)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import Case, DocumentKind
from cases.services.drafts import save_draft
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from core.outbox import drain
from payments.models import Assessment, OrderState
from payments.queries import live_order
from payments.services.charging import Matter, decide_amounts, open_charge
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.client import signed_in
from tests.payments.dues import charge_of, charged, clerk, leader

pytestmark = pytest.mark.usefixtures("time", "calendar")
BASIS = "城市道路管理条例第三十七条"
FEE = {
    **{"name": "占用费", "standard": "按占用面积计收", "amount_fen": None, "basis": BASIS, "unit": "平方米"},
    **{"tiers": ["100:500", "以上:300"], "least_fen": 5000},
}
FIELDS = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "area", "label": "面积", "type": "decimal", "places": 2, "required": False},
]


def accepted(area: str | None) -> Case:
    """An accepted case whose fee is by the square metres of its form."""
    owner = world.citizen(name="王秀英")
    case = world.draft(world.item(form=FIELDS, fees=[{**FEE, "quantity_field": "area"}]), owner)
    said = {"premises": "杨舍镇沙洲中路18号", "area": area}
    save_draft(case, by=owner, answers=said, contact={"contact_name": "林晓", "contact_phone": "13812345678"})
    return accept_case(submit_case(case, by=owner).case, by=world.staff("窗口受理岗"))


def test_c40_the_form_says_how_many_and_the_order_how_much() -> None:
    case = accepted("120.5")
    drain(["interactive", "pdf"])
    order = live_order(charge_of(case))
    assert order is not None and (order.amount_fen, order.state) == (56150, OrderState.PENDING)
    how = "100平方米×5.00元＋20.5平方米×3.00元"
    assert order.order_lines[0].how == how
    assert how in words(case, DocumentKind.PAYMENT_NOTICE)
    page = reverse("payments:space_charge", args=[order.charge_id])
    owner = world.actor_of(case.applicant.account)
    assert how in signed_in(owner).get(page).content.decode()
    assert not Alarm.objects.filter(rule__in=["S-16", "S-17"]).exists() and broken() == {}


def test_c40_without_an_answer_the_clerk_enters_how_many() -> None:
    """Two persons as ever; an amount that says otherwise than the units is refused and nothing is lost."""
    case, teller = accepted(None), clerk()
    charge, browser = charge_of(case), signed_in(teller)
    assert live_order(charge) is None
    deed = reverse("payments:desk_deed", args=[charge.pk, "amounts"])
    assert "最低50.00元" in browser.get(deed).content.decode()
    for typed in ({"quantity_0": "很多"}, {"quantity_0": "-3"}, {"quantity_0": "30", "amount_0": "1.00"}):
        answer = browser.post(deed, {**typed, "reason": "现场丈量"})
        assert answer.status_code == 422 and typed["quantity_0"] in answer.content.decode()
    assert not Assessment.objects.exists()
    assert browser.post(deed, {"quantity_0": "30", "reason": "现场丈量"}).status_code == 302
    made = Assessment.objects.get()
    assert made.amounts == {"占用费": [15000, "30平方米×5.00元"]}
    decide_amounts(made, approve=True, by=leader())
    drain(["interactive"])
    order = live_order(charge)
    assert order is not None and order.amount_fen == 15000 and order.order_lines[0].ground == "30平方米×5.00元"
    assert not Alarm.objects.filter(rule="S-17").exists()


def test_the_guide_tells_the_unit_prices() -> None:
    version = world.item(form=FIELDS, fees=[{**FEE, "quantity_field": "area"}])
    shown = signed_in(world.citizen()).get(reverse("portal:guide", args=[version.item.implementing_code]))
    assert "100平方米以内每平方米5.00元，超过100平方米的部分每平方米3.00元，最低50.00元" in shown.content.decode()


def test_s17_an_amount_no_unit_price_makes_is_refused() -> None:
    """A quantity with another amount than it costs comes from no rule of the item."""
    case = charged(FEE)
    fees = [{"name": "占用费", "amount_fen": 1, "why": "", "quantity": str(Decimal(30)), "how": ""}]
    matter = Matter("test:1", case.version, case.department, case.applicant, "王秀英", "占用", fees)
    with pytest.raises(ValueError, match="S-17"):
        open_charge(matter, by=clerk())
