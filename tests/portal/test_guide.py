"""The guide tells everything one must know before applying (1.5), from the version in force (I-17)."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from identity.actors import SYSTEM
from items.models import ItemVersion
from items.services.importing import import_item
from items.services.publishing import publish_version
from tests import world

pytestmark = pytest.mark.django_db


def guide(version: ItemVersion, **asked: Any) -> str:
    """The guide's words in Chinese, without tags and with single spaces."""
    address = reverse("portal:guide", args=[version.item.implementing_code])
    answer = Client(headers={"accept-language": "zh-CN"}).get(address, asked)
    assert answer.status_code == 200
    text = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_the_facts_of_the_item_are_told() -> None:
    words = guide(world.item())
    for fact in (
        *("5个工作日", "法定10个工作日", "不收费", "食品经营许可证", "5年", "已取得营业执照", "申请书", "平面图"),
        *("《食品安全法》第三十五条", "市政务服务中心", "2 楼 A区 A12", "现场核查", "5 个工作日内", "60日", "6个月"),
        *("窗口受理岗", "科室审查岗", "分管领导岗"),
    ):
        assert fact.replace(" ", "") in words.replace(" ", ""), fact


def test_an_item_on_the_spot_promises_no_days_and_a_fee_is_told_in_yuan() -> None:
    fees = [{"name": "工本费", "standard": "每本十元", "amount_fen": 1000, "basis": "收费标准"}]
    words = guide(
        world.item(kind="instant", promised={"days": 0, "unit": "working"}, statutory=None, route=ROUTE, fees=fees)
    )
    assert "当场" in words and "10.00" in words and "工本费" in words


ROUTE = [world.stage("受理", "窗口受理岗", 0)]


def test_a_fee_that_is_computed_case_by_case_names_no_amount() -> None:
    fees = [{"name": "占用费", "standard": "按面积", "amount_fen": None, "basis": "收费标准"}]
    words = guide(world.item(fees=fees))
    assert "占用费" in words and "不收费" not in words and "0.00" not in words


def test_answers_shorten_the_list_and_the_way_to_apply_carries_them() -> None:
    """I-18: only what this person needs, with the reason."""
    materials = [world.material("申请书"), world.material("租赁合同", required=False)]
    options = [{"label": "自有", "adds": []}, {"label": "租赁", "adds": ["租赁合同"]}]
    version = world.item(materials=materials, situations=[{"ask": "场所来源？", "options": options}])
    situation = version.situation_set.get()
    own, lease = situation.options.all()
    assert "租赁合同" in guide(version)
    assert "租赁合同" not in guide(version, **{f"situation-{situation.pk}": own.pk})
    assert "租赁合同" in guide(version, **{f"situation-{situation.pk}": lease.pk})
    assert "租赁合同" in guide(version, **{f"situation-{situation.pk}": 0}), "a made-up answer is none"


def test_a_new_version_is_shown_from_its_publishing_on() -> None:
    """I-12, I-17."""
    first = world.item()
    assert "第1版" in guide(first).replace(" ", "")
    shape = world.item_shape(name=first.name, base_code=first.item.entry.base_code, conditions=["已完成登记"])
    publish_version(import_item(shape, department=first.item.department), by=SYSTEM)
    words = guide(first)
    assert "第2版" in words.replace(" ", "") and "已完成登记" in words and "已取得营业执照" not in words


def test_an_item_by_authority_offers_no_application_and_a_public_service_no_remedies() -> None:
    by_authority = guide(world.item(initiated_by="authority", materials=[], route=[], type="02"))
    assert "不需要申请" in by_authority and "在线申请" not in by_authority
    assert "行政复议" in by_authority
    assert "行政复议" not in guide(world.item(type="20"))


def test_an_unknown_item_is_not_found() -> None:
    assert Client().get(reverse("portal:guide", args=["11320582W00001647U4000131065000"])).status_code == 404
