"""Every paper says what its rule demands (2.8), is sealed by its body, and shows no personal number in full."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from cases.models import Case, Document, DocumentKind
from cases.queries.papers import licence_context, paper_context
from cases.services.decisions import begin_procedure, extend_decision
from cases.services.intake import accept_case, decline_case, receive_case, request_correction, return_at_precheck
from cases.services.issuing import deliver_result, draw_licence, issue_result
from cases.services.papers import draw_document, make_document
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock, running_at
from core.models import Delivery
from core.outbox import claim, deliver, drain
from core.papers import render_pdf
from core.sealing import seal_provider
from deliveries.models import DeliveryWay
from linkage.models import Verdict
from tests import world
from tests.cases.paperwork import content_of, paper, words, words_of
from tests.cases.walks import PHONE, accepted, decided, filed
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")
Kind = DocumentKind
MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def time() -> Iterator[SimulatedClock]:
    """Monday 2 March 2026, half past nine in the morning."""
    with running_at(SimulatedClock(MONDAY)) as clock:
        yield clock


def granted(**item: object) -> Case:
    return decided(accepted(**item), Verdict.APPROVE)


def test_d23_the_receipt_lists_numbers_materials_and_the_digest_of_every_file() -> None:
    """D-23, C-30."""
    receipt = filed()
    text = words(receipt.case, Kind.RECEIPT)
    assert receipt.case.receipt_no in text
    assert receipt.query_code in text
    files = [attached.file for material in receipt.case.materials.all() for attached in material.files.all()]
    assert len(files) == 2
    for stored in files:
        assert stored.digest in text
    assert "申请书" in text
    assert "平面图" in text
    assert "2026年3月2日9时30分" in text
    assert "收件不等于受理" in text


def test_t03_the_receipt_says_the_day_by_which_it_is_answered() -> None:
    """T-03."""
    assert "2个工作日内，即2026年3月4日前" in words(filed().case, Kind.RECEIPT)


def test_d01_materials_in_hand_are_listed_and_the_query_code_is_not_shown_again() -> None:
    """D-01."""
    receipt = filed()
    receive_case(receipt.case, by=world.staff("窗口受理岗"))
    text = words(receipt.case, Kind.INTAKE_RECEIPT)
    assert "收件不等于受理" in text
    assert "5个工作日内，即2026年3月9日前" in text
    assert "查询密码见提交申请回执" in text
    assert receipt.query_code not in text


def test_d02_the_correction_notice_lists_everything_at_once_with_place_deadline_and_consequence() -> None:
    """D-02, C-05, I-19."""
    case = filed(
        situations=[{"ask": "是否自有房产？", "options": [{"label": "是"}, {"label": "否", "reject": "须有固定场所"}]}]
    ).case
    (situation,) = case.version.situation_set.all()
    Case.objects.filter(pk=case.pk).update(choices={str(situation.pk): situation.options.get(label="是").pk})
    first, second = case.materials.order_by("pk")
    faults = {first.pk: "未加盖公章，请补盖", second.pk: "缺少比例尺，请重画"}
    request_correction(case, faults=faults, by=world.staff("窗口受理岗"))
    text = words(case, Kind.CORRECTION_NOTICE)
    for expected in ("未加盖公章，请补盖", "缺少比例尺，请重画", "2026年4月1日前", "逾期未补正的，本机关将退回申请"):
        assert expected in text
    assert "市政务服务中心2楼A区A12窗口" in text
    assert "是否自有房产？是" in text
    assert "0512-29990101" in text
    assert "签收时间" in text


def test_d03_the_acceptance_notice_names_the_day_of_the_decision_and_what_is_not_counted() -> None:
    """D-03, T-09."""
    case = accepted()
    text = words(case, Kind.ACCEPTANCE_NOTICE)
    assert "自2026年3月2日起予以受理" in text
    assert "5个工作日内，即2026年3月9日前作出决定" in text
    assert "法定期限至2026年3月16日届满" in text
    assert "现场核查（不超过5个工作日）" in text
    assert "《中华人民共和国行政许可法》第三十二条第一款第五项" in text
    assert case.case_no in text
    assert "以国务院公布的节假日安排为准" not in text


def test_t36_a_day_of_a_year_without_a_notice_is_marked_as_provisional(time: SimulatedClock) -> None:
    """T-36."""
    time.advance_to(datetime(2026, 12, 30, 2, tzinfo=UTC))
    assert "2027年1月6日前作出决定" in (text := words(accepted(), Kind.ACCEPTANCE_NOTICE))
    assert "以国务院公布的节假日安排为准" in text


def test_c07_the_notice_of_a_deemed_acceptance_says_why(time: SimulatedClock) -> None:
    case = filed().case
    time.advance(timedelta(days=8))
    sweep_clocks()
    drain(["interactive"])
    assert "自收到申请材料之日，即2026年3月2日起视为受理" in words(case, Kind.ACCEPTANCE_NOTICE)


def test_d04_the_notice_of_non_acceptance_gives_reason_right_body_and_remedies() -> None:
    """D-04, C-06, T-21."""
    case = filed().case
    decline_case(
        case,
        reason="销售食用农产品不需要取得许可",
        competent_body="张家港市农业农村局",
        by=world.staff("窗口受理岗"),
    )
    text = words(case, Kind.DECLINE_NOTICE)
    assert "销售食用农产品不需要取得许可" in text
    assert "请向张家港市农业农村局提出申请" in text
    assert "60日内向张家港市人民政府申请行政复议" in text
    assert "6个月内依法向张家港市人民法院提起行政诉讼" in text


def test_d08_the_notice_of_a_special_procedure_says_how_long_it_takes_and_by_which_law() -> None:
    """D-08, C-12."""
    case = accepted()
    begin_procedure(
        case, title="现场核查", days=5, basis="《审查通则》第十六条", reason="核查布局", by=world.staff("科室审查岗")
    )
    text = words(case, Kind.SPECIAL_NOTICE)
    for expected in ("现场核查", "《审查通则》第十六条", "5个工作日", "2026年3月9日", "不计算在办理期限内"):
        assert expected in text


def test_d09_the_notice_of_extension_names_approver_days_reason_and_new_day() -> None:
    """D-09, C-14."""
    leader, case = world.staff("分管领导岗"), accepted()
    extend_decision(case, days=5, reason="案情复杂", by=leader)
    text = words(case, Kind.EXTENSION_NOTICE)
    assert f"本机关负责人（{leader.name}分管领导岗）批准" in text
    assert "因案情复杂" in text
    assert "延长5个工作日，将于2026年3月16日前" in text
    assert "原定于2026年3月9日前" in text


def test_d12_the_decision_says_what_is_permitted_by_which_law_and_for_how_long() -> None:
    """D-12."""
    text = words(granted(), Kind.GRANT_DECISION)
    assert "准予行政许可决定书" in text
    assert "《食品安全法》第三十五条、《中华人民共和国行政许可法》第三十八条第一款" in text
    assert "杨舍镇沙洲中路18号" in text
    assert "有效期为5年" in text


def test_a_public_service_is_not_called_a_licence_and_names_its_own_law() -> None:
    text = words(granted(type="20"), Kind.GRANT_DECISION)
    assert "准予办理决定书" in text
    assert "行政许可" not in text
    assert "《食品安全法》第三十五条" in text


def test_d13_the_refusal_gives_reasons_and_remedies_with_their_bodies() -> None:
    """D-13, C-17, T-21."""
    case = decided(accepted(), Verdict.OBJECT, "选址距离公共厕所不足二十五米")
    text = words(case, Kind.REFUSAL_DECISION)
    assert "不予行政许可决定书" in text
    assert "选址距离公共厕所不足二十五米" in text
    assert "60日内向张家港市人民政府申请行政复议" in text
    assert "6个月内依法向张家港市人民法院提起行政诉讼" in text


def test_d16_the_proof_of_delivery_names_documents_recipient_way_and_time() -> None:
    """D-16, C-21."""
    case = granted()
    issue_result(case, by=world.staff("制证岗"))
    decision = paper(case, Kind.GRANT_DECISION)
    clerk = world.staff("窗口受理岗")
    case = deliver_result(case, way=DeliveryWay.WINDOW, recipient="李明", by=clerk)
    text = words(case, Kind.DELIVERY_RECEIPT)
    for expected in ("食品经营许可证", case.licence.number, "准予行政许可决定书", "李明（代王秀英签收）", "窗口"):
        assert expected in text
    assert "".join(str(decision.number).split()) in text
    assert "2026年3月2日9时30分" in text
    assert f"送达人{clerk.name}窗口受理岗" in text


def test_l01_the_licence_shows_identifier_holder_issuer_and_validity() -> None:
    """L-01, L-15: the sheet says what the register says."""
    case = issue_result(granted(), by=world.staff("制证岗"))
    pdf = content_of(draw_licence(case.licence_id).file)
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert page.mediabox.width > page.mediabox.height
    text = words_of(pdf)
    licence = case.licence
    for expected in ("食品经营许可证", licence.identifier, licence.number, "王秀英", "张家港市市监局"):
        assert expected in text
    assert "2026年3月2日至2031年3月1日" in text
    assert "杨舍镇沙洲中路18号" in text


def test_a_licence_without_an_end_is_valid_without_limit() -> None:
    case = granted(result={"name": "排水许可", "kind": "approval", "validity_years": None})
    case = issue_result(case, by=world.staff("制证岗"))
    assert "起长期有效" in words_of(content_of(draw_licence(case.licence_id).file))


def test_every_paper_and_the_licence_carry_a_valid_seal_of_their_body() -> None:
    case = issue_result(granted(), by=world.staff("制证岗"))
    case = deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=world.citizen())
    files = [make_document(document.pk).file for document in case.documents.all()]
    assert len(files) == 4
    for stored in [*files, draw_licence(case.licence_id).file]:
        check = seal_provider().check(content_of(stored))
        assert check.valid
        assert check.signer == "张家港市市监局"
        assert check.sealed_at == MONDAY


def test_whoever_of_staff_opens_a_paper_is_written_down() -> None:
    """Every look of staff at a case can be seen by its applicant."""
    case, clerk = accepted(), world.staff("窗口受理岗")
    made = make_document(case.documents.get(kind=DocumentKind.ACCEPTANCE_NOTICE).pk)
    answer = signed_in(clerk).get(reverse("cases:desk_paper", args=[case.pk, made.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert [(read.who, read.what) for read in case.reads.all()] == [(clerk.label, "受理通知书")]


def test_papers_mask_personal_numbers_and_phones() -> None:
    applicant = world.citizen(name="王秀英")
    case = decided(accept_case(filed(applicant).case, by=world.staff("窗口受理岗")), Verdict.APPROVE)
    case = issue_result(case, by=world.staff("制证岗"))
    number = case.applicant.code
    for document in case.documents.all():
        text = words(case, Kind(document.kind))
        assert number not in text
        assert PHONE not in text
        assert f"{number[:3]}***********{number[-4:]}" in text
        assert "138****5678" in text
    assert number not in words_of(content_of(draw_licence(case.licence_id).file))


def test_equal_content_gives_equal_bytes_before_sealing() -> None:
    case = issue_result(granted(), by=world.staff("制证岗"))
    document = paper(case, Kind.GRANT_DECISION)
    assert draw_document(document, case) == draw_document(document, case)
    context = licence_context(case.licence)
    assert render_pdf("papers/licence.html", context) == render_pdf("papers/licence.html", context)


def test_a_paper_made_twice_stays_the_first() -> None:
    case = filed().case
    first, again = paper(case, Kind.RECEIPT), paper(case, Kind.RECEIPT)
    assert (first.number, first.file_id) == (again.number, again.file_id)


def test_a_paper_is_numbered_before_it_is_drawn_and_drawing_holds_no_number() -> None:
    """2.8: papers of one body wait for each other only while one is numbered."""
    case = accepted()
    steps = Delivery.objects.filter(lane__startswith="document:", event__data__kind=Kind.ACCEPTANCE_NOTICE).order_by(
        "pk"
    )
    assert [step.reactor.rsplit(".")[-1] for step in steps] == ["number_ordered_document", "make_ordered_document"]
    assert claim("pdf", limit=50).count(steps[1].pk) == 0
    deliver(steps[0].pk)
    document = Document.objects.get(case=case, kind=Kind.ACCEPTANCE_NOTICE)
    assert document.number and document.file_id is None
    with CaptureQueriesContext(connection) as asked:
        made = make_document(document.pk)
    assert made.number == document.number and made.file_id
    assert not any("core_counter" in query["sql"] for query in asked)


def test_numbers_of_papers_run_per_body_kind_and_year() -> None:
    version = world.item()
    numbers = []
    for _place in range(2):
        applicant = world.citizen()
        case = submit_case(world.draft(version, applicant), by=applicant).case
        numbers.append(paper(case, Kind.RECEIPT).number)
    assert numbers == ["市监局政申〔2026〕000001号", "市监局政申〔2026〕000002号"]


def test_a_paper_is_chinese_whoever_orders_it() -> None:
    with translation.override("en"):
        text = words(filed().case, Kind.RECEIPT)
    assert "通过网站提交" in text
    assert "居民身份证" in text


def test_the_qr_leads_to_the_public_page_of_the_paper() -> None:
    """L-14."""
    case = filed().case
    document = paper(case, Kind.RECEIPT)
    assert paper_context(document, case)["verify_url"].endswith(f"/verify/{document.verify_code}/")


def test_an_enterprise_is_named_with_its_code_its_representative_and_its_agent() -> None:
    agent = world.citizen(name="林晓")
    enterprise = world.enterprise(agent)
    text = words(filed(world.acting_for(agent, enterprise)).case, Kind.RECEIPT)
    assert enterprise.code in text
    assert "法定代表人林晓" in text


def test_an_application_filed_again_after_the_precheck_gets_a_further_receipt() -> None:
    applicant = world.citizen()
    case = submit_case(world.draft(world.item(), applicant), by=applicant).case
    material = case.materials.first()
    return_at_precheck(case, faults={material.pk: "看不清，请重新上传"}, by=world.staff("窗口受理岗"))
    world.fill(case, applicant)
    again = submit_case(case, by=applicant)
    assert again.query_code == ""
    assert again.case.documents.filter(kind=Kind.RECEIPT).count() == 2
