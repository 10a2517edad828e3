"""Papers go from the body that took a case in to the one that handles it, with a voucher (2.8.1)."""

import pytest
from django.urls import reverse

from cases.models import Case, DocumentKind, PaperTransfer, TransferWay
from cases.services.transfers import hand_on, other_body, take_over
from core.refusal import Refusal
from identity.actors import Actor
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.walks import filed
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")


@pytest.fixture
def village() -> Actor:
    return world.staff("窗口受理岗", "塘桥镇")


@pytest.fixture
def clerk() -> Actor:
    return world.staff("窗口受理岗")


@pytest.fixture
def applicant() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def case(applicant: Actor, village: Actor) -> Case:
    """A case a town took in and the county body handles."""
    found = filed(applicant).case
    Case.objects.filter(pk=found.pk).update(intake_department=village.department_id)
    return Case.objects.select_related("department", "intake_department").get(pk=found.pk)


def test_papers_go_to_the_handling_body_with_a_voucher_and_are_signed_for(
    case: Case, village: Actor, clerk: Actor
) -> None:
    sent = hand_on(case, contents=["申请书", "平面图"], way=TransferWay.COURIER, courier="邮政 EMS1", by=village)
    text = words(case, DocumentKind.TRANSFER_VOUCHER)
    for expected in ("物料流转凭证", "申请书", "平面图", "邮政EMS1", village.name, "张家港市塘桥镇", "张家港市市监局"):
        assert expected in text
    with pytest.raises(Refusal) as refused:
        take_over(sent, by=village)
    assert refused.value.code == "forbidden"
    assert take_over(sent, remark="缺平面图", by=clerk).received_by == clerk.label
    with pytest.raises(Refusal) as refused:
        take_over(sent, by=clerk)
    assert refused.value.code == "taken_over" and broken() == {}


def test_they_come_back_the_same_way_and_never_both_ways_at_once(case: Case, village: Actor, clerk: Actor) -> None:
    there = hand_on(case, contents=["申请书"], way=TransferWay.MESSENGER, by=village)
    with pytest.raises(Refusal) as refused:
        hand_on(case, contents=["申请书"], way=TransferWay.MESSENGER, by=clerk)
    assert refused.value.code == "under_way"
    take_over(there, by=clerk)
    back = hand_on(case, contents=["申请书"], way=TransferWay.MESSENGER, by=clerk)
    assert (back.sender_id, back.receiver_id) == (there.receiver_id, there.sender_id)


@pytest.mark.parametrize(
    ("given", "code"),
    [({"contents": []}, "contents"), ({"way": TransferWay.COURIER, "courier": " "}, "courier")],
)
def test_a_hand_over_says_what_goes_and_how(case: Case, village: Actor, given: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        hand_on(case, **{"contents": ["申请书"], "way": TransferWay.MESSENGER, **given}, by=village)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_a_case_of_one_body_goes_nowhere(clerk: Actor) -> None:
    case = filed().case
    assert other_body(case, clerk) is None
    assert signed_in(clerk).get(reverse("cases:hand_on", args=[case.pk])).status_code == 404


def test_the_pages_hand_on_and_sign_for_and_show_nobody_else_what_goes(
    case: Case, village: Actor, clerk: Actor
) -> None:
    address = reverse("cases:hand_on", args=[case.pk])
    sender = signed_in(village)
    assert address in sender.get(reverse("cases:desk_case", args=[case.pk])).content.decode()
    assert sender.post(address, {"way": "messenger"}).status_code == 422
    assert sender.post(address, {"way": "messenger", "contents": ["申请书"]}).status_code == 302
    transfer, receiver = PaperTransfer.objects.get(), signed_in(clerk)
    sign = reverse("cases:take_over", args=[transfer.pk])
    assert sign in receiver.get("/desk/transfers/").content.decode()
    assert sign not in sender.get("/desk/transfers/?tab=out").content.decode()
    stranger = signed_in(world.staff("窗口受理岗", "住建局"))
    assert "王秀英" not in stranger.get("/desk/transfers/").content.decode()
    assert stranger.post(sign).status_code == 404 and sender.post(sign).status_code == 404
    receiver.post(sign, {"remark": "缺一页"})
    transfer.refresh_from_db()
    assert transfer.received_at and transfer.remark == "缺一页"


def test_the_applicant_is_not_given_papers_of_staff_among_themselves(
    case: Case, village: Actor, applicant: Actor
) -> None:
    hand_on(case, contents=["申请书"], way=TransferWay.MESSENGER, by=village)
    words(case, DocumentKind.TRANSFER_VOUCHER)
    client, voucher = signed_in(applicant), case.documents.get(kind=DocumentKind.TRANSFER_VOUCHER)
    address = reverse("cases:document_file", args=[case.pk, voucher.pk])
    assert address not in client.get(reverse("cases:space_case", args=[case.pk])).content.decode()
    assert client.get(address).status_code == 404
