"""Filing over the API."""

import base64
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, CaseState
from core.identifiers import fictional_uscc
from identity.services.clients import issue_api_key
from items.models import ItemVersion
from tests import world
from tests.cases import roadworks

pytestmark = pytest.mark.usefixtures("calendar")


def body(version: ItemVersion, **changes: Any) -> dict[str, Any]:
    content = base64.b64encode(world.pdf().read()).decode()
    return {
        "item": version.item.implementing_code,
        "applicant": {"kind": "enterprise", "name": "张家港市测试餐饮有限公司", "code": fictional_uscc("320582", 77)},
        "answers": {"premises": "杨舍镇"},
        "files": [{"material": name, "name": "申请.pdf", "content": content} for name in ("申请书", "平面图")],
        **changes,
    }


def post(secret: str, key: str, data: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Key {secret}", "Idempotency-Key": key}
    return Client().post("/api/v1/cases/", data, content_type="application/json", headers=headers)


@pytest.fixture
def secret() -> str:
    return issue_api_key("开放平台", world.department())


def test_one_call_files_and_accepts_a_case(secret: str) -> None:
    answer = post(secret, "a-1", body(world.item()))
    assert answer.status_code == 201, answer.content
    case = Case.objects.get(receipt_no=answer.json()["receipt_no"])
    assert case.state == CaseState.IN_REVIEW and len(answer.json()["case_no"]) == 43
    assert answer.json()["due_on"]


def test_the_same_key_answers_the_same_case(secret: str) -> None:
    data = body(world.item())
    first, second = post(secret, "same", data), post(secret, "same", data)
    assert first.json() == second.json() | {"state": first.json()["state"]}
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code", "status"),
    [
        ({"item": "nowhere"}, "unknown_item", 422),
        ({"files": []}, "missing_materials", 422),
        ({"applicant": {"kind": "person", "name": "甲", "code": "110105194912310021"}}, None, 422),
        ({"files": [{"material": "别的", "name": "a.pdf", "content": "JVBERi0="}]}, "unknown_material", 422),
        ({"applicant": {"kind": "animal", "name": "甲", "code": "1"}}, None, 400),
        ({"files": [{"material": "申请书", "name": "a.pdf", "content": "§§"}]}, None, 400),
    ],
)
def test_bad_input_gets_a_clear_error_and_stores_nothing(
    secret: str, changes: dict[str, Any], code: str | None, status: int
) -> None:
    answer = post(secret, "bad", body(world.item(), **changes))
    assert answer.status_code == status, answer.content
    assert code is None or answer.json()["code"] == code
    assert Case.objects.count() == 0


def roadworks_body(version: ItemVersion, *situation: str, files: tuple[str, ...], **answers: str) -> dict[str, Any]:
    sent = [{**file, "material": name} for name in files for file in body(version)["files"][:1]]
    return body(version, situation=list(situation), files=sent, answers={"road": "人民路", **answers})


def test_situation_answers_decide_materials_form_fee_and_route(secret: str) -> None:
    """I-18, I-19: as on the pages."""
    version = roadworks.item()
    files = ("申请书", "交通方案", "规划许可证", "营业执照")
    answers = ("工程", "blocked:否", "超过30日", "公益活动", "who.1")
    answer = post(secret, "works", roadworks_body(version, *answers, files=files, builder="市政公司"))
    assert answer.status_code == 201, answer.content
    case = Case.objects.get()
    assert roadworks.names(case) == list(files) and case.choices == roadworks.choices(
        version, "工程", "否", "超过30日", "公益活动", "企业"
    )
    assert case.materials.get(spec__name="交通方案").copies == 3
    assert case.answers["builder"] == "市政公司" and case.fees[0]["amount_fen"] == 0
    assert case.route is not None and case.route.kind == "normal"
    urgent = post(secret, "urgent", roadworks_body(version, "抢修", "个人", files=("申请书", "交通方案")))
    assert urgent.status_code == 201, urgent.content
    case = Case.objects.get(receipt_no=urgent.json()["receipt_no"])
    assert case.route is not None and case.route.kind == "simplified" and case.fees[0]["why"] == "抢修"


@pytest.mark.parametrize(
    ("situation", "code", "words"),
    [
        ((), "situation", "因何占用"),
        (("抢修",), "situation", "谁申请"),
        (("其他", "是"), "not_eligible", roadworks.REJECTION),
        (("别的",), "situation", "别的"),
        (("抢修", "其他"), "situation", "因何占用"),
        (("抢修",) * 21, "situation", "20"),
    ],
)
def test_open_rejecting_and_unclear_situation_answers_store_nothing(
    secret: str, situation: tuple[str, ...], code: str, words: str
) -> None:
    answer = post(secret, "bad", roadworks_body(roadworks.item(), *situation, files=("申请书", "交通方案")))
    assert answer.status_code == 422 and answer.json()["code"] == code
    assert answer.json()["field"] == "situation" and words in answer.json()["detail"]
    assert not Case.objects.exists()


def test_a_disguised_file_is_refused(secret: str) -> None:
    content = base64.b64encode(b"MZ this is no pdf").decode()
    data = body(world.item(), files=[{"material": "申请书", "name": "a.pdf", "content": content}])
    answer = post(secret, "disguised", data)
    assert answer.status_code == 422 and Case.objects.count() == 0


def test_another_department_s_item_is_refused_and_its_cases_are_unseen(secret: str) -> None:
    other = issue_api_key("别的平台", world.department("住建局"))
    answer = post(secret, "mine", body(world.item()))
    assert post(other, "theirs", body(world.item())).json()["code"] == "other_department"
    address = f"/api/v1/cases/{answer.json()['receipt_no']}/"
    assert Client().get(address, headers={"Authorization": f"Key {other}"}).status_code == 404
    assert Client().get(address, headers={"Authorization": f"Key {secret}"}).status_code == 200
    assert Client().get(address, headers={"Authorization": "Key wrong"}).status_code == 401
