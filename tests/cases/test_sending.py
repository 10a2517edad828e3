"""Results go by courier: signed for means delivered, what fails is seen to, nothing is lost (C-21, C-42, H71)."""

import pytest
from django.urls import reverse

from cases.models import Case, CaseState, DocumentKind
from cases.services.handing import choose_delivery, hand_over, keep_at_window
from cases.services.sending import send_result_again
from core.refusal import Refusal
from deliveries.models import DeliveryWay, Parcel
from deliveries.services.handing import code_of
from deliveries.services.tracking import ask
from identity.actors import SYSTEM, Actor
from notices.models import Message
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.results import before_clerk, follow, issued
from tests.client import signed_in
from tests.deliveries.carrier import HOME, TrialCarrier

pytestmark = [pytest.mark.usefixtures("time", "calendar")]


@pytest.fixture
def applicant() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def case(applicant: Actor, carrier: TrialCarrier) -> Case:
    """A case whose result a courier has the order to bring."""
    found = issued(applicant)
    wish(found)
    follow()
    return Case.objects.select_related("delivery", "applicant", "version__item__entry").get(pk=found.pk)


def wish(case: Case) -> None:
    """The applicant wants it by courier."""
    ends = {"recipient": HOME.name, "phone": HOME.phone, "address": HOME.address}
    choose_delivery(case, way=DeliveryWay.COURIER, **ends, by=SYSTEM)


def parcel_of(case: Case) -> Parcel:
    """The latest parcel of the case."""
    return Parcel.objects.filter(of_case__case=case).latest("pk")


def journey(carrier: TrialCarrier, case: Case, end: str) -> Parcel:
    """The latest parcel comes to this end and we hear of it."""
    carrier.behave(end=end)
    parcel = parcel_of(case)
    carrier.advance(parcel.waybill, 4)
    ask(parcel)
    follow()
    case.refresh_from_db()
    parcel.refresh_from_db()
    return parcel


def kinds_told(applicant: Actor) -> list[str]:
    found = Message.objects.filter(party_id=applicant.self_party_id, channel="inbox").order_by("pk")
    return list(found.values_list("kind", flat=True))


def test_h71_a_signed_parcel_delivers_the_result_and_closes_the_case(
    case: Case, carrier: TrialCarrier, applicant: Actor
) -> None:
    """C-21, H71, D-16: recipient, carrier, waybill and the carrier's moment are the proof."""
    assert case.state == CaseState.ISSUED and "cases.ResultSent" in kinds_told(applicant)
    parcel = journey(carrier, case, "signed")
    assert case.state == CaseState.CLOSED and case.delivery is not None
    assert case.delivery.way == DeliveryWay.COURIER
    assert case.delivery.delivered_at == parcel.track.get(state="signed").at
    text = words(case, DocumentKind.DELIVERY_RECEIPT)
    for expected in ("邮寄送达", "王秀英", f"试运行快递{parcel.waybill}", "张家港城区揽投站"):
        assert expected in text
    assert broken() == {}


def test_the_wish_may_come_before_the_result_and_the_courier_comes_when_it_is_issued(
    carrier: TrialCarrier, applicant: Actor
) -> None:
    case = issued(applicant)
    assert not case.parcels.exists()
    wish(case)
    follow()
    assert parcel_of(case).state == "ordered"
    with pytest.raises(Refusal) as refused:
        wish(case)
    assert refused.value.code == "under_way"


@pytest.mark.parametrize("end", ["returned", "lost"])
def test_h71_a_parcel_that_failed_is_sent_again_to_the_address_put_right(
    case: Case, carrier: TrialCarrier, applicant: Actor, end: str
) -> None:
    first = journey(carrier, case, end)
    assert case.state == CaseState.ISSUED and kinds_told(applicant)[-1] == "cases.ResultCameBack"
    clerk = signed_in(world.staff("窗口受理岗"))
    assert str(first.waybill) in clerk.get("/desk/parcels/").content.decode()
    address = reverse("cases:parcel", args=[first.pk])
    typed = {"send_again-name": "王秀英", "send_again-phone": HOME.phone, "send_again-address": "张家港市人民路1号"}
    assert clerk.post(address, {"deed": "send_again", **typed, "send_again-phone": "1"}).status_code == 422
    assert clerk.post(address, {"deed": "send_again", **typed}).status_code == 302
    follow()
    assert str(first.waybill) not in clerk.get("/desk/parcels/").content.decode()
    second = journey(carrier, case, "signed")
    assert second.replaces_id == first.pk and second.receiver_address == "张家港市人民路1号"
    assert case.state == CaseState.CLOSED and broken() == {}


def test_a_parcel_that_failed_can_be_kept_at_the_window(case: Case, carrier: TrialCarrier) -> None:
    parcel = journey(carrier, case, "returned")
    clerk = world.staff("窗口受理岗")
    with pytest.raises(Refusal) as refused:
        hand_over(case, before_clerk(case.applicant), by=clerk)
    assert refused.value.code == "under_way"
    keep_at_window(case, parcel, by=clerk)
    case.refresh_from_db()
    assert code_of(case.delivery)
    with pytest.raises(Refusal) as refused:
        send_result_again(case, parcel, receiver=HOME, by=clerk)
    assert refused.value.code == "seen_to"
    assert hand_over(case, before_clerk(case.applicant), by=clerk).state == CaseState.CLOSED
    assert broken() == {}


def test_what_comes_by_courier_is_delivered_by_its_signature_not_by_a_look_at_the_file(
    case: Case, applicant: Actor
) -> None:
    answer = signed_in(applicant).get(reverse("cases:licence_file", args=[case.licence_id]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    case.refresh_from_db()
    assert case.state == CaseState.ISSUED


def test_the_applicant_follows_his_parcel_on_his_case_and_a_stranger_does_not(
    case: Case, carrier: TrialCarrier, applicant: Actor
) -> None:
    """H71, Y33: the nodes of the track."""
    parcel = parcel_of(case)
    carrier.advance(parcel.waybill, 2)
    ask(parcel)
    page = signed_in(applicant).get(reverse("cases:space_case", args=[case.pk])).content.decode()
    for expected in (parcel.waybill, "试运行快递", "苏州处理中心", "运输途中"):
        assert str(expected) in page
    elsewhere = signed_in(world.staff("窗口受理岗", "住建局"))
    assert elsewhere.get(reverse("cases:parcel", args=[parcel.pk])).status_code == 404


def test_the_applicant_chooses_on_his_page_and_is_told_what_is_missing(carrier: TrialCarrier, applicant: Actor) -> None:
    case, client = issued(applicant), signed_in(applicant)
    address = reverse("cases:choose_delivery", args=[case.pk])
    answer = client.post(address, {"way": "courier", "name": "王秀英"})
    assert answer.status_code == 422
    typed = {"name": "王秀英", "phone": HOME.phone, "address": HOME.address}
    assert client.post(address, {"way": "courier", **typed}).status_code == 302
    follow()
    assert parcel_of(case).receiver_address == HOME.address
    assert signed_in(world.citizen(name="周敏")).get(address).status_code == 404


def test_a_hall_without_carriers_offers_none(applicant: Actor, settings: object) -> None:
    settings.CARRIERS = {}  # type: ignore[attr-defined]
    case = issued(applicant)
    page = signed_in(applicant).get(reverse("cases:choose_delivery", args=[case.pk])).content.decode()
    assert 'value="window"' in page and 'value="courier"' not in page
    with pytest.raises(Refusal) as refused:
        wish(case)
    assert refused.value.code == "no_carrier"
