"""The guide asks only what is asked, and tells what follows: materials, copies, charges, the way, or why not (I-18)."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from identity.actors import SYSTEM
from items.models import GuidePaperKind, ItemVersion
from items.rules.situations import option_ids
from items.services.guide_papers import make_guide_paper, order_guide_paper
from tests import world
from tests.cases import roadworks
from tests.cases.roadworks import choices, sent
from tests.items.test_guide_papers import words_of
from tests.portal.test_guide import guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]


@pytest.fixture
def version() -> ItemVersion:
    return roadworks.item()


def words(version: ItemVersion, *labels: str) -> str:
    return guide(version, **sent(version, *labels)).replace(" ", "")


def test_only_what_is_asked_with_these_answers_is_asked(version: ItemVersion) -> None:
    """I-20: what depends on an answer waits for it, what is jumped over is left out."""
    assert "因何占用" in words(version) and "消防通道" not in words(version)
    works = words(version, "工程", "否")
    assert "占用多久" in works and "谁申请" in works
    repair = words(version, "抢修", "是")
    assert "消防通道" not in repair and "谁申请" in repair and roadworks.REJECTION not in repair


def test_before_any_answer_every_material_is_told_with_its_usual_copies(version: ItemVersion) -> None:
    text = words(version)
    assert all(name in text for name in ("申请书", "交通方案", "规划许可证", "营业执照")) and "1份" in text


def test_copies_charges_and_the_way_follow_with_their_reason(version: ItemVersion) -> None:
    text = words(version, "工程", "否", "超过30日", "面积很小", "公益活动", "个人")
    assert "3份；超过30日" in text and "占用费：不收费（因：公益活动）" in text
    assert "简易程序，共2个工作日（因：面积很小）" in text and "科室审查岗" in text and "分管领导岗" not in text
    usual = words(version, "工程", "否", "30日以内", "都没有", "个人")
    assert "80.00" in usual and "一般程序，共4个工作日" in usual and "分管领导岗" in usual


def test_a_rejecting_answer_is_told_with_what_to_do_and_offers_no_application(version: ItemVersion) -> None:
    text = words(version, "工程", "是")
    assert roadworks.REJECTION in text and "0512-29990101" in text and "在线申请" not in text
    assert "交通方案" not in text and "占用多久" not in text


def test_several_answers_to_one_question_come_along(version: ItemVersion) -> None:
    href = reverse("portal:guide", args=[version.item.implementing_code])
    page = Client().get(href, sent(version, "其他", "否", "面积很小", "公益活动")).content.decode()
    begin = reverse("cases:begin", args=[version.pk])
    key = next(key for key, value in choices(version, "面积很小").items() if isinstance(value, list))
    assert page.count(f"situation-{key}=") >= 2 and f'href="{begin}?' in page


def test_a_page_with_answers_is_kept_whole_also_with_several_to_one_question(version: ItemVersion) -> None:
    """0 SQL on a hit."""
    href = reverse("portal:guide", args=[version.item.implementing_code])
    asked = sent(version, "其他", "否", "面积很小", "公益活动")
    first = Client().get(href, asked).content
    with CaptureQueriesContext(connection) as queries:
        again = Client().get(href, asked).content
    assert len(queries) == 0 and again == first


def test_the_one_time_notice_prints_answers_copies_charges_and_the_way(version: ItemVersion) -> None:
    """I-19."""
    printed = notice(version, "抢修", "个人", "是")
    assert "因何占用？" in printed and "抢修" in printed and "免收（抢修）" in printed and "简易程序" in printed
    assert "消防通道" not in printed, "what is not asked is not printed"
    assert roadworks.REJECTION in notice(version, "工程", "是")


def notice(version: ItemVersion, *labels: str) -> str:
    chosen = option_ids(choices(version, *labels))
    ordered = order_guide_paper(version, GuidePaperKind.NOTICE, chosen, by=SYSTEM, address="a")
    return words_of(make_guide_paper(ordered.pk))


def test_the_api_tells_the_same(version: ItemVersion) -> None:
    address = reverse("catalogue:api_materials", args=[version.item.implementing_code])
    asked: dict[str, Any] = {"situation": ["工程", "是"]}
    assert Client().get(address, asked).json()["rejected"] == roadworks.REJECTION
    answer = Client().get(address, {"situation": ["抢修", "超过30日", "个人"]}).json()
    assert answer["route"] == {"kind": "simplified", "days": 2}
    assert [(fee["amount_fen"], fee["why"]) for fee in answer["fees"]] == [(0, "抢修")]
    assert {row["name"]: row["copies"] for row in answer["materials"]} == {"申请书": 0, "交通方案": 1}
    assert [question["key"] for question in answer["questions"] if question["asked"]] == ["reason", "who"]


def test_nothing_is_asked_where_nothing_is_to_ask() -> None:
    assert "先选您的情况" not in guide(world.item())
