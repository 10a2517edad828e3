"""The receipt of what a visitor handed in at a window (C-03, D-01, XKF 32)."""

import re

import pytest

from cases.models import Case, CaseState, Document, DocumentKind, Material
from cases.services.gathering import take_in_files, take_in_paper
from cases.services.intake import accept_case, decline_case, request_correction
from cases.services.progress import open_progress
from cases.services.receipts import hand_receipt
from cases.services.sweeping import sweep_clocks
from cases.services.window import open_at_window
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from tests import world
from tests.cases.walks import at, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]


@pytest.fixture
def clerk() -> Actor:
    return world.staff("窗口受理岗")


@pytest.fixture
def case(clerk: Actor) -> Case:
    visitor = Party.objects.get(pk=world.citizen(name="王秀英").self_party_id)
    return open_at_window(world.item(form=[]), applicant=visitor, by=clerk)


def row(case: Case, name: str) -> Material:
    return Material.objects.select_related("spec", "case").get(case=case, spec__name=name)


def receipts(case: Case) -> list[Document]:
    return list(case.documents.filter(kind=DocumentKind.INTAKE_RECEIPT).order_by("serial"))


def names(receipt: Document) -> list[str]:
    return [one["name"] for one in receipt.content["materials"]]


def test_d01_lists_what_is_in_hand_and_is_given_anew_when_more_comes(case: Case, clerk: Actor) -> None:
    assert receipts(case) == []
    take_in_paper(row(case, "申请书"), by=clerk)
    first = hand_receipt(case, by=clerk)
    assert names(first) == ["申请书"] and len(first.content["query_code"]) == 6
    assert hand_receipt(case, by=clerk) == first, "pressed twice it is one"
    take_in_files(row(case, "平面图"), [world.pdf()], by=clerk)
    second = hand_receipt(case, by=clerk)
    assert names(second) == ["申请书", "平面图"] and second.content["query_code"] == ""
    assert [one.serial for one in receipts(case)] == [1, 2]


def test_c32_the_query_code_on_the_receipt_opens_the_case(case: Case, clerk: Actor) -> None:
    take_in_paper(row(case, "申请书"), by=clerk)
    code = hand_receipt(case, by=clerk).content["query_code"]
    assert open_progress(case.receipt_no or "", code) == case


def test_nothing_in_hand_gives_no_receipt(case: Case, clerk: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        hand_receipt(case, by=clerk)
    assert refused.value.code == "nothing_in_hand"
    page = signed_in(clerk).post(f"/desk/cases/{case.pk}/decide/", {"deed": "receipt"}, follow=True)
    assert "尚未收到任何材料" in page.content.decode() and receipts(case) == []


def test_d01_precedes_every_answer_of_the_window(case: Case, clerk: Actor) -> None:
    """Whatever becomes of it, what was handed in was received (C-04, C-05, C-06)."""
    for name in ("申请书", "平面图"):
        take_in_paper(row(case, name), by=clerk)
    accept_case(case, by=clerk)
    kinds = list(case.documents.order_by("pk").values_list("kind", flat=True))
    assert kinds[:2] == [DocumentKind.INTAKE_RECEIPT, DocumentKind.ACCEPTANCE_NOTICE]
    with pytest.raises(Refusal) as refused:
        hand_receipt(case, by=clerk)
    assert refused.value.code == "wrong_state"


def test_c07_silence_accepts_what_was_received(case: Case, clerk: Actor, time: SimulatedClock) -> None:
    take_in_paper(row(case, "申请书"), by=clerk)
    move(time, at(2026, 3, 10, 9))
    sweep_clocks()
    drain(["interactive"])
    case.refresh_from_db()
    assert case.accepted_at is not None and names(receipts(case)[0]) == ["申请书"]


@pytest.mark.parametrize("deed", ["correct", "decline"])
def test_a_correction_and_a_refusal_to_accept_come_after_the_receipt(case: Case, clerk: Actor, deed: str) -> None:
    material = row(case, "申请书")
    take_in_paper(material, by=clerk)
    if deed == "correct":
        request_correction(case, faults={material.pk: "没有盖章，请补盖"}, by=clerk)
    else:
        decline_case(case, reason="依法不需要取得行政许可", by=clerk)
    assert names(receipts(case)[0]) == ["申请书"]


def test_every_key_of_the_desk_means_one_deed(case: Case, clerk: Actor) -> None:
    client, address = signed_in(clerk), f"/desk/cases/{case.pk}/"
    for state in CaseState:
        if state != CaseState.DRAFT:
            Case.objects.filter(pk=case.pk).update(state=state)
            keys = re.findall(r'data-key="(Alt\+\w)"', client.get(address).content.decode())
            assert sorted(keys) == sorted(set(keys)), state


def test_the_deed_is_on_the_desk_page(case: Case, clerk: Actor) -> None:
    take_in_paper(row(case, "申请书"), by=clerk)
    client = signed_in(clerk)
    assert "材料接收凭证" in client.get(f"/desk/cases/{case.pk}/").content.decode()
    page = client.post(f"/desk/cases/{case.pk}/decide/", {"deed": "receipt"}, follow=True).content.decode()
    assert "接收凭证已生成" in page
    case.refresh_from_db()
    assert case.state == CaseState.RECEIVED and len(receipts(case)) == 1
