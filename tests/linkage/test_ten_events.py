"""Our history in the ten events of the older provincial interface (2.12)."""

import json
from typing import Any

import pytest

from cases.models import Case
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.issuing import deliver_result, issue_result, withdraw_case
from cases.services.supplementing import ask_supplement, hand_in_supplement
from core.events import Record
from core.models import EventRow
from deliveries.models import DeliveryWay
from linkage.exchange.tenevents import TELLINGS, TenEvent, ten_event
from linkage.models import Verdict
from tests import world
from tests.cases.walks import PHONE, accepted, decided, declined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]


def told(case: Case) -> list[dict[str, Any]]:
    """What the interface is told of a case, in order."""
    types = {event_type.name(): event_type for event_type in TELLINGS}
    rows = EventRow.objects.filter(stream="case", stream_id=case.pk, name__in=types).order_by("sequence")
    records = (
        Record(row.pk, types[row.name](**row.data), row.stream_id, row.sequence, row.at, row.actor_kind, None, "经办人")
        for row in rows
    )
    return [row for record in records if (row := ten_event(record))]


def whole_life() -> Case:
    case = accepted()
    reviewer, certifier = world.staff("科室审查岗"), world.staff("制证岗")
    begin_procedure(case, title="现场核查", days=3, basis="行政许可法 第四十五条", reason="核对现场", by=reviewer)
    end_procedure(case, outcome="符合", by=reviewer)
    issue_result(decided(case, Verdict.APPROVE), by=certifier)
    return deliver_result(case, way=DeliveryWay.WINDOW, recipient="王秀英", by=certifier)


def test_a_supplement_after_acceptance_is_told_as_a_correction() -> None:
    case, owner = accepted(), world.citizen(name="王秀英")
    plan = case.materials.get(spec__name="平面图")
    reviewer, fault = world.staff("科室审查岗"), "平面图未标明出入口"
    ask_supplement(case, faults={plan.pk: fault}, days=5, basis="审查通则 第十八条", by=reviewer)
    hand_in_supplement(plan, [world.pdf()], by=owner)
    rows = told(case)[-2:]
    assert [row["SJ"] for row in rows] == [TenEvent.CORRECTION_ASKED, TenEvent.CORRECTION_CAME]
    assert rows[0]["BZQD"] == "平面图"


def test_a_whole_life_is_told_in_their_order_with_their_columns() -> None:
    case = whole_life()
    rows = told(case)
    assert [row["SJ"] for row in rows] == [0, 2, 5, 6, 3, 3, 9, 4]
    assert {row["SBLSH"] for row in rows} == {case.receipt_no}
    assert [row["SPHJDM"] for row in rows if row["SJ"] == TenEvent.REVIEWED] == ["1", "3"]
    acceptance, closing = rows[1], rows[-1]
    assert (acceptance["SLHZH"], acceptance["GDBLSX"], acceptance["GDBLSXDW"]) == (case.case_no, 10, "工作日")
    assert closing["BJJGDM"] == "0" and closing["ZJBH"] == case.licence.number  # type: ignore[union-attr]
    assert rows[2]["TBCXSX"] == 3 and rows[3]["TBCXJG"] == "符合"
    assert rows[6]["LQRXM"] == "王秀英"


def test_an_application_that_is_not_accepted_says_why() -> None:
    row = told(declined())[-1]
    assert row["SJ"] == TenEvent.ACCEPTED and row["SLZTDM"] == "0"
    assert "不属于本机关职权范围" in row["BSLYY"]


def test_a_withdrawn_one_is_closed_as_given_back() -> None:
    case = withdraw_case(accepted(), reason="不再开店", by=world.citizen(name="王秀英"))
    row = told(case)[-1]
    assert (row["SJ"], row["BJJGDM"], row["ZFHTHYY"]) == (TenEvent.CLOSED, "1", "不再开店")


def test_no_row_carries_personal_codes() -> None:
    """C-34: numbers of persons and phones stay here."""
    case = whole_life()
    text = json.dumps(told(case), ensure_ascii=False)
    assert PHONE not in text and case.applicant.code not in text


def test_all_ten_events_are_told_of() -> None:
    assert {telling.number for telling in TELLINGS.values()} == set(TenEvent)
