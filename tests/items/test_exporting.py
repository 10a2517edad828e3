"""What was imported can be written back exactly: nothing of an item file is lost."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal.demo import CITY
from govportal.founding.catalogue import load_catalogue
from govportal.founding.organisation import load_departments, load_halls, load_regions
from items.exporting import shape_of
from items.inheriting import inherited
from items.models import ItemVersion, Theme
from items.rules.shapes import Shape, normal
from items.services.importing import import_item
from tests import world

pytestmark = pytest.mark.django_db

THEMES = ("准营准办", "设立变更", "医疗卫生")


def imported(**changes: Any) -> tuple[Shape, ItemVersion]:
    given, body = world.item_shape(**changes), world.department("市监局")
    return inherited(normal(given), body), import_item(given, department=body)


def test_an_ordinary_item_comes_back_as_it_went_in() -> None:
    shape, version = imported()
    assert shape_of(version) == shape


def test_stages_with_several_bodies_rules_and_conditions_come_back() -> None:
    for key in ("资规局", "住建局", "人防办"):
        world.department(key)
    panel = world.panel("会审", "AT_LEAST(2)", "资规局", "住建局", "人防办")
    route = [
        world.stage("受理", "窗口受理岗"),
        panel,
        {**world.panel("专家评审", "VETO", "资规局"), "when": "涉及历史建筑的"},
        world.stage("决定", "分管领导岗", when="投资额一千万元以上的"),
    ]
    shape, version = imported(route=route, promised={"days": 10, "unit": "working"})
    assert shape_of(version) == shape


def test_questions_that_add_and_drop_materials_come_back_in_order() -> None:
    names = ("申请书", "租赁合同", "产权证书", "平面图")
    materials = [world.material(name, required=name == "申请书") for name in names]
    options = [
        {"label": "自有", "adds": ["产权证书", "平面图"]},
        {"label": "租赁", "adds": ["租赁合同"], "drops": ["申请书"]},
        {"label": "其他", "adds": []},
    ]
    shape, version = imported(materials=materials, situations=[{"ask": "场所来源？", "options": options}])
    assert shape_of(version) == shape


def test_fields_keep_their_options_columns_conditions_and_sources() -> None:
    form = [
        {"key": "mode", "label": "业态", "type": "choice", "required": True, "options": ["餐饮", "零售"]},
        {
            **{"key": "staff", "label": "人员", "type": "table", "required": False},
            "columns": [{"key": "name", "label": "姓名", "type": "text"}],
        },
        {
            **{"key": "site", "label": "场所", "type": "address", "required": True, "prefill": "enterprise.address"},
            "visible_if": {"field": "mode", "equals": "餐饮"},
        },
    ]
    shape, version = imported(form=form)
    assert shape_of(version) == shape


def test_themes_keep_their_order_and_the_two_of_one_name_are_one() -> None:
    Theme.objects.bulk_create(
        Theme(audience=audience, name=name, order=order)
        for order, name in enumerate(reversed(THEMES))
        for audience in ("person", "enterprise")
    )
    shape, version = imported(themes=list(THEMES))
    assert shape_of(version) == shape
    assert version.themes.count() == 2 * len(THEMES)


@pytest.mark.parametrize(
    "changes",
    [
        {"statutory": None, "promised": {"days": 0, "unit": "working"}, "kind": "instant"},
        {"statutory": {"days": 60, "unit": "natural"}, "promised": {"days": 30, "unit": "natural"}},
        {"fees": [{"name": "工本费", "standard": "每本十元", "amount_fen": 1000, "basis": "收费标准"}]},
        {"fees": [{"name": "占用费", "standard": "按面积", "amount_fen": None, "basis": "收费标准"}]},
        {"result": None, "faq": [{"q": "多久？", "a": "五个工作日。"}]},
        {"initiated_by": "authority", "route": [], "materials": [], "special_procedures": [], "desk": None},
    ],
)
def test_what_may_be_missing_or_special_comes_back(changes: dict[str, Any]) -> None:
    shape, version = imported(**changes)
    assert shape_of(version) == shape


def test_importing_takes_no_more_statements_for_more_options_and_stages() -> None:
    def statements(count: int) -> int:
        names = [f"材料{number}" for number in range(count)]
        options = [{"label": name, "adds": [name]} for name in names]
        with CaptureQueriesContext(connection) as asked:
            imported(
                materials=[world.material(name) for name in names],
                situations=[{"ask": f"问题{name}", "options": options} for name in names],
                route=[world.stage(f"环节{name}", "科室审查岗") for name in names],
                promised={"days": 10, "unit": "working"},
            )
        return len(asked)

    statements(1)
    assert statements(1) == statements(8)


@pytest.mark.slow
def test_every_item_of_the_demonstration_city_comes_back_exactly() -> None:
    regions = load_regions(CITY)
    departments = load_departments(CITY, regions)
    load_halls(CITY, regions)
    loaded = load_catalogue(CITY, departments)
    versions = {
        version.item.implementing_code: version for version in ItemVersion.objects.select_related("item__entry")
    }
    assert loaded == len(versions) == 310
    by_place = {(version.item.department_id, version.item.entry.base_code): version for version in versions.values()}
    for file in CITY.item_files():
        for given in file["items"]:
            version = by_place[departments[file["department"]].pk, given["base_code"]]
            assert shape_of(version) == inherited(normal(given), version.item.department), given["name"]
