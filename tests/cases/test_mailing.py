"""Originals that come by courier beside the files of an application (C-36, H70)."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from cases.models import Case, CaseState, DocumentKind, MailedPapers, Settlement
from cases.services.intake import pass_precheck
from cases.services.mailing import (
    SCANS,
    compare_papers,
    count_papers,
    hand_in_scans,
    mail_papers,
    return_scans,
    settle_difference,
)
from core.refusal import Refusal
from deliveries.services.tracking import ask
from identity.actors import Actor
from notices.models import Message
from tests import world
from tests.brokenness import broken
from tests.cases.results import follow
from tests.cases.walks import filed
from tests.client import signed_in
from tests.deliveries.carrier import HOME, TrialCarrier

pytestmark = [pytest.mark.usefixtures("time", "calendar")]


@pytest.fixture
def applicant() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def clerk() -> Actor:
    return world.staff("窗口受理岗")


@pytest.fixture
def papers(carrier: TrialCarrier, applicant: Actor, clerk: Actor) -> MailedPapers:
    """Originals of a prechecked application that the carrier has the order to fetch."""
    case = pass_precheck(filed(applicant, visits=1).case, by=clerk)
    mailed = mail_papers(case, sender=HOME, contents=["申请书", "平面图"], by=applicant)
    follow()
    return MailedPapers.objects.select_related("case", "parcel").get(pk=mailed.pk)


def arrive(carrier: TrialCarrier, papers: MailedPapers, end: str = "signed") -> None:
    """The parcel comes to this end and we hear of it."""
    carrier.behave(end=end)
    carrier.advance(papers.parcel.waybill, 4)
    ask(papers.parcel)
    follow()
    papers.refresh_from_db()
    papers.case.refresh_from_db()


def scans() -> dict[str, object]:
    return {name: world.pdf() for name in SCANS}


def told(applicant: Actor) -> set[str]:
    found = Message.objects.filter(party_id=applicant.self_party_id, channel="inbox")
    return set(found.values_list("kind", flat=True))


def test_h70_a_pickup_is_ordered_from_the_application_and_both_sides_see_the_track(
    papers: MailedPapers, carrier: TrialCarrier, applicant: Actor, clerk: Actor
) -> None:
    carrier.advance(papers.parcel.waybill, 2)
    ask(papers.parcel)
    for actor, address in (
        (applicant, reverse("cases:space_case", args=[papers.case_id])),
        (clerk, reverse("cases:parcel", args=[papers.parcel_id])),
    ):
        page = signed_in(actor).get(address).content.decode()
        assert str(papers.parcel.waybill) in page and "苏州处理中心" in page and "申请书、平面图" in page


def test_c36_papers_that_arrive_and_agree_are_received_with_a_receipt(
    papers: MailedPapers, carrier: TrialCarrier, clerk: Actor
) -> None:
    arrive(carrier, papers)
    assert papers.arrived_at and papers.case.state == CaseState.PRECHECKED
    assert str(papers.parcel.waybill) in signed_in(clerk).get("/desk/parcels/?tab=papers").content.decode()
    compare_papers(papers, agrees=True, by=clerk)
    papers.case.refresh_from_db()
    assert papers.case.state == CaseState.RECEIVED
    assert papers.case.documents.filter(kind=DocumentKind.INTAKE_RECEIPT).exists() and broken() == {}


def test_c36_three_scans_in_order_count_as_delivery_before_the_paper_comes(
    papers: MailedPapers, applicant: Actor, clerk: Actor
) -> None:
    """C-36: e-receipt and message; processing starts."""
    hand_in_scans(papers, scans(), by=applicant)  # type: ignore[arg-type]
    count_papers(papers, by=clerk)
    follow()
    papers.refresh_from_db()
    papers.case.refresh_from_db()
    assert papers.counted_at and papers.arrived_at is None and papers.case.state == CaseState.RECEIVED
    assert {"cases.PapersCounted", "cases.CaseReceived"} <= told(applicant)
    assert papers.case.documents.get(kind=DocumentKind.INTAKE_RECEIPT).file is not None
    assert broken() == {}


@pytest.mark.parametrize("missing", SCANS)
def test_c36_two_scans_are_not_enough(papers: MailedPapers, applicant: Actor, missing: str) -> None:
    given = {name: scan for name, scan in scans().items() if name != missing}
    with pytest.raises(Refusal) as refused:
        hand_in_scans(papers, given, by=applicant)  # type: ignore[arg-type]
    assert list(refused.value.faults) == [missing]


def test_c36_scans_that_are_not_in_order_are_given_back_with_the_reason(
    papers: MailedPapers, applicant: Actor, clerk: Actor
) -> None:
    with pytest.raises(Refusal):
        count_papers(papers, by=clerk)
    hand_in_scans(papers, scans(), by=applicant)  # type: ignore[arg-type]
    return_scans(papers, remark="承诺书没有签名", by=clerk)
    follow()
    papers.case.refresh_from_db()
    assert papers.case.state == CaseState.PRECHECKED and "cases.ScansReturned" in told(applicant)
    client, address = signed_in(applicant), reverse("cases:hand_in_scans", args=[papers.case_id])
    page = client.get(reverse("cases:space_case", args=[papers.case_id])).content.decode()
    assert "承诺书没有签名" in page and address in page
    assert client.post(address, scans()).status_code == 302
    count_papers(papers, by=clerk)


@pytest.mark.parametrize("settlement", Settlement)
def test_c36_a_mismatch_on_arrival_is_recorded_the_applicant_warned_and_the_handler_decides(
    papers: MailedPapers, carrier: TrialCarrier, applicant: Actor, clerk: Actor, settlement: Settlement
) -> None:
    arrive(carrier, papers)
    compare_papers(papers, agrees=False, mismatch="平面图与上传文件不是同一版本", by=clerk)
    follow()
    assert "cases.PapersDiffer" in told(applicant)
    client = signed_in(clerk)
    assert str(papers.parcel.waybill) in client.get("/desk/parcels/?tab=papers").content.decode()
    screen = client.get(f"/desk/cases/{papers.case_id}/").content.decode()
    assert "平面图与上传文件不是同一版本" in screen and f"/desk/parcels/{papers.parcel_id}/" in screen
    settle_difference(papers, settlement=settlement, note="已与申请人核实", by=clerk)
    papers.case.refresh_from_db()
    received = settlement == Settlement.GO_ON
    assert papers.case.state == (CaseState.RECEIVED if received else CaseState.PRECHECKED)
    assert str(papers.parcel.waybill) not in client.get("/desk/parcels/?tab=papers").content.decode()
    with pytest.raises(Refusal):
        settle_difference(papers, settlement=settlement, note="再决定一次", by=clerk)
    page = signed_in(applicant).get(reverse("cases:space_case", args=[papers.case_id])).content.decode()
    assert "平面图与上传文件不是同一版本" in page and broken() == {}


def test_c36_what_counted_before_and_differs_on_arrival_stays_received_until_its_handler_decides(
    papers: MailedPapers, carrier: TrialCarrier, applicant: Actor, clerk: Actor
) -> None:
    hand_in_scans(papers, scans(), by=applicant)  # type: ignore[arg-type]
    count_papers(papers, by=clerk)
    arrive(carrier, papers)
    compare_papers(papers, agrees=False, mismatch="少一份申请书", by=clerk)
    papers.case.refresh_from_db()
    papers.refresh_from_db()
    assert papers.case.state == CaseState.RECEIVED and papers.differs and broken() == {}


def test_a_parcel_that_never_arrived_may_be_sent_anew(
    papers: MailedPapers, carrier: TrialCarrier, applicant: Actor
) -> None:
    with pytest.raises(Refusal) as refused:
        mail_papers(papers.case, sender=HOME, contents=["申请书"], by=applicant)
    assert refused.value.code == "under_way"
    arrive(carrier, papers, "lost")
    assert "cases.PapersLost" in told(applicant)
    again = mail_papers(papers.case, sender=HOME, contents=["申请书"], waybill="EMS-9001", by=applicant)
    assert again.parcel.waybill == "EMS-9001" and broken() == {}


def test_the_applicant_registers_a_parcel_on_his_page(carrier: TrialCarrier, applicant: Actor, clerk: Actor) -> None:
    case = pass_precheck(filed(applicant, visits=1).case, by=clerk)
    client, address = signed_in(applicant), reverse("cases:mail_papers", args=[case.pk])
    assert address in client.get(reverse("cases:space_case", args=[case.pk])).content.decode()
    ends = {"name": "王秀英", "phone": HOME.phone, "address": HOME.address}
    assert client.post(address, ends).status_code == 422
    assert client.post(address, {**ends, "contents": ["申请书"], "waybill": "ems-8001"}).status_code == 302
    assert MailedPapers.objects.get(case=case).parcel.waybill == "EMS-8001"
    assert address not in client.get(reverse("cases:space_case", args=[case.pk])).content.decode()


DEEDS: list[tuple[str, dict[str, str]]] = [
    ("count", {}),
    ("give_back", {"give_back-remark": "扫描件看不清楚"}),
    ("agree", {}),
    ("differ", {"differ-remark": "少一份申请书"}),
]


@pytest.mark.parametrize(("deed", "typed"), DEEDS)
def test_the_clerk_does_it_on_the_page_of_the_parcel(
    papers: MailedPapers, applicant: Actor, clerk: Actor, deed: str, typed: dict[str, str]
) -> None:
    hand_in_scans(papers, scans(), by=applicant)  # type: ignore[arg-type]
    client, address = signed_in(clerk), reverse("cases:parcel", args=[papers.parcel_id])
    answer = client.get(reverse("cases:papers_scan", args=[papers.parcel_id, "waybill_scan"]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client.post(address, {"deed": deed, **dict.fromkeys(typed, "")}).status_code == (422 if typed else 302)
    if typed:
        assert client.post(address, {"deed": deed, **typed}).status_code == 302
    assert client.post(address, {"deed": "made_up"}).status_code == 404
    changed: dict[str, Callable[[MailedPapers], object]] = {
        "count": lambda row: row.counted_at,
        "give_back": lambda row: row.returned_at,
        "agree": lambda row: row.agrees,
        "differ": lambda row: row.differs,
    }
    papers.refresh_from_db()
    assert changed[deed](papers)


def test_a_case_of_another_state_takes_no_originals(carrier: TrialCarrier, applicant: Actor) -> None:
    case: Case = filed(applicant).case
    Case.objects.filter(pk=case.pk).update(state=CaseState.IN_REVIEW)
    with pytest.raises(Refusal) as refused:
        mail_papers(case, sender=HOME, contents=["申请书"], by=applicant)
    assert refused.value.code == "wrong_state"
