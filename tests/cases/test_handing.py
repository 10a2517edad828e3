"""Results are handed to the right person, by code or identity, and D-16 proves it (C-21, D-16, D-18)."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cases.models import Case, CaseState, DocumentKind
from cases.services.handing import choose_delivery, deliver_otherwise, hand_over
from core.clock import SimulatedClock
from core.refusal import Refusal
from deliveries.models import DeliveryWay, Relation
from deliveries.rules.proofs import Proof
from deliveries.services.handing import code_of
from identity.models import Party
from notices.models import TrialSms
from tests import world
from tests.brokenness import broken
from tests.cases.paperwork import words
from tests.cases.results import before_clerk, follow, issued
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("time", "calendar")


def party_of(actor: object) -> Party:
    return Party.objects.get(pk=actor.self_party_id)  # type: ignore[attr-defined]


def picture() -> SimpleUploadedFile:
    held = BytesIO()
    Image.new("RGB", (40, 20), "white").save(held, "PNG")
    return SimpleUploadedFile("signature.png", held.getvalue(), content_type="image/png")


def fetched(case: Case) -> Case:
    """The case, whose result is to be fetched at the window."""
    choose_delivery(case, way=DeliveryWay.WINDOW, by=world.citizen())
    follow()
    return Case.objects.select_related("delivery", "applicant", "version__item__entry").get(pk=case.pk)


def test_c21_the_applicant_fetches_his_result_with_his_card_alone() -> None:
    """C-21, D-16: name, number, way, time, place, deliverer, signature."""
    case, clerk = issued(), world.staff("窗口受理岗")
    case = hand_over(case, before_clerk(case.applicant), by=clerk)
    delivery = case.delivery
    assert delivery is not None and case.state == CaseState.CLOSED
    assert (delivery.way, delivery.relation, delivery.identity_check) == ("window", Relation.SELF, "card")
    text = words(case, DocumentKind.DELIVERY_RECEIPT)
    number = case.applicant.code
    for expected in ("直接送达（窗口领取）", "王秀英", f"{number[:3]}***********{number[-4:]}", clerk.name):
        assert expected in text
    assert number not in text and broken() == {}


def test_somebody_else_needs_the_pickup_code_and_says_what_he_is() -> None:
    case, clerk, son = fetched(issued()), world.staff("窗口受理岗"), party_of(world.citizen(name="王小明"))
    code = code_of(case.delivery)
    for brought, wrong in (({}, "code_needed"), ({"code": code}, "relation")):
        with pytest.raises(Refusal) as refused:
            hand_over(case, before_clerk(son, **brought), by=clerk)
        assert refused.value.code == wrong
    case = hand_over(case, before_clerk(son, code=code, relation="household"), by=clerk)
    text = words(case, DocumentKind.DELIVERY_RECEIPT)
    assert "王小明（代王秀英签收，同住成年家属）" in text


def test_wrong_codes_are_counted_although_they_are_refused() -> None:
    case, clerk, other = fetched(issued()), world.staff("窗口受理岗"), party_of(world.citizen(name="张三"))
    code = code_of(case.delivery)
    guess = before_clerk(other, code=f"{(int(code) + 1) % 10**8:08d}", relation="other")
    for _try in range(5):
        with pytest.raises(Refusal):
            hand_over(case, guess, by=clerk)
    with pytest.raises(Refusal) as refused:
        hand_over(case, before_clerk(other, code=code, relation="other"), by=clerk)
    assert refused.value.code == "code_locked"


def test_an_agent_with_a_mandate_needs_no_code_and_one_for_another_item_does() -> None:
    """A-04."""
    boss, agent, clerk = world.citizen(name="李明"), world.citizen(name="许敏"), world.staff("窗口受理岗")
    firm = world.enterprise(boss, agent)
    mandate = firm.mandates_given.get(agent_id=agent.self_party_id)
    case = issued(world.acting_for(boss, firm))
    mandate.item_codes = ["000000000000"]
    mandate.save()
    with pytest.raises(Refusal) as refused:
        hand_over(case, before_clerk(party_of(agent)), by=clerk)
    assert refused.value.code == "code_needed"
    mandate.item_codes = [case.version.item.entry.base_code]
    mandate.save()
    case = hand_over(case, before_clerk(party_of(agent)), by=clerk)
    assert case.delivery is not None and case.delivery.relation == Relation.AGENT


def test_a_known_number_under_another_name_is_refused() -> None:
    case = issued()
    with pytest.raises(Refusal) as refused:
        hand_over(case, before_clerk(case.applicant, name="王秀兰"), by=world.staff("窗口受理岗"))
    assert refused.value.code == "other_name"


def test_d16_without_a_signature_nothing_is_handed_over_and_a_picture_is_one() -> None:
    case, clerk = issued(), world.staff("窗口受理岗")
    with pytest.raises(Refusal) as refused:
        hand_over(case, before_clerk(case.applicant, signed_on_paper=False), by=clerk)
    assert list(refused.value.faults) == ["signature"]
    signed = before_clerk(case.applicant, signed_on_paper=False, signature=picture())
    case = hand_over(case, signed, by=clerk)
    assert case.delivery is not None and case.delivery.signature is not None
    assert case.delivery.signature.digest[:16] in words(case, DocumentKind.DELIVERY_RECEIPT)


def test_d16_what_the_recipient_will_not_take_is_left_before_a_witness() -> None:
    case, clerk = issued(), world.staff("窗口受理岗")
    left = Proof("left", place="沙洲中路18号", refusal="当事人拒绝签收", witness="居委会 赵强")
    with pytest.raises(Refusal):
        deliver_otherwise(case, Proof("left", place="沙洲中路18号"), by=clerk)
    with pytest.raises(Refusal):
        deliver_otherwise(case, Proof("window", place="沙洲中路18号"), by=clerk)
    case = deliver_otherwise(case, left, by=clerk)
    text = words(case, DocumentKind.DELIVERY_RECEIPT)
    for expected in ("留置送达", "沙洲中路18号", "当事人拒绝签收", "见证人：居委会赵强"):
        assert expected in text
    assert broken() == {}


def test_d18_the_applicant_is_told_where_with_what_and_by_which_code() -> None:
    """D-18, C-35: by message, and on the page of his case."""
    applicant = world.citizen(name="王秀英")
    case = fetched(issued(applicant))
    code = code_of(case.delivery)
    sent = [message.text for message in TrialSms.objects.all() if code in message.text]
    assert len(sent) == 1 and "市政务服务中心2楼A区A12窗口" in sent[0]
    page = signed_in(applicant).get(reverse("cases:space_case", args=[case.pk])).content.decode()
    assert code in page and "市政务服务中心2楼A区A12窗口" in page
    assert (
        code
        not in signed_in(world.staff("窗口受理岗")).get(reverse("cases:desk_case", args=[case.pk])).content.decode()
    )


class TestTheDesk:
    """The pages of the clerk."""

    LIST = "/desk/handing-out/"

    def test_ready_results_are_found_by_code_number_and_name(self) -> None:
        case, other = fetched(issued()), issued(world.citizen(name="陈刚"))
        client = signed_in(world.staff("窗口受理岗"))
        page = client.get(self.LIST).content.decode()
        assert "王秀英" in page and "陈刚" in page
        for query in (code_of(case.delivery), case.receipt_no, case.case_no, case.applicant.code, "王秀"):
            page = client.get(self.LIST, {"q": query}).content.decode()
            assert "王秀英" in page and "陈刚" not in page
        elsewhere = signed_in(world.staff("窗口受理岗", "住建局"))
        assert "王秀英" not in elsewhere.get(self.LIST, {"q": code_of(case.delivery)}).content.decode()
        assert elsewhere.get(reverse("cases:hand_over", args=[other.pk])).status_code == 404

    def test_nobody_finds_a_result_by_trying_codes(self) -> None:
        case, client = fetched(issued()), signed_in(world.staff("窗口受理岗"))
        for number in range(10):
            client.get(self.LIST, {"q": f"{number:08d}"})
        page = client.get(self.LIST, {"q": code_of(case.delivery)}).content.decode()
        assert "王秀英" not in page

    def test_the_form_hands_over_and_says_what_is_missing(self, time: SimulatedClock) -> None:
        case, client = issued(), signed_in(world.staff("窗口受理岗"))
        address = reverse("cases:hand_over", args=[case.pk])
        typed = {"name": "王秀英", "id_number": case.applicant.code, "identity_check": "number"}
        answer = client.post(address, typed)
        assert answer.status_code == 422 and "送达回证" in answer.content.decode()
        answer = client.post(address, {**typed, "signed_on_paper": "on"})
        assert answer.headers["Location"] == reverse("cases:desk_case", args=[case.pk])
        case.refresh_from_db()
        assert case.state == CaseState.CLOSED
        assert client.get(address).status_code == 404

    def test_another_way_is_recorded_by_the_form(self) -> None:
        case, client = issued(), signed_in(world.staff("窗口受理岗"))
        address = reverse("cases:deliver_otherwise", args=[case.pk])
        assert client.get(address).status_code == 200
        typed = {"way": "announced", "recipient": "王秀英", "place": "市政府网站", "deliverer": "市监局"}
        assert client.post(address, typed).status_code == 422
        client.post(address, {**typed, "refusal": "受送达人下落不明"})
        case.refresh_from_db()
        assert case.state == CaseState.CLOSED and "公告送达" in words(case, DocumentKind.DELIVERY_RECEIPT)
