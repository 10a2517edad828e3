"""The route as a picture and the plan of the hall, both with the same in words."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from identity.models import Hall, Region, Window, Zone
from items.models import ItemVersion
from items.situations import outcome_for
from portal.pages.routes import route
from tests import world

pytestmark = pytest.mark.django_db


def guide(version: ItemVersion) -> str:
    return Client().get(reverse("portal:guide", args=[version.item.implementing_code])).content.decode()


def test_what_goes_side_by_side_is_drawn_side_by_side() -> None:
    stages = [
        world.stage("受理", "窗口受理岗", 1),
        world.panel("会签", "ALL", "住建局", "消防队", days=3),
        world.stage("决定", "分管领导岗", 1),
    ]
    version = world.item(route=stages)
    picture = route(version, outcome_for(version, ()))["days"]
    begun = [(bar["x"], bar["y"]) for bar in picture["bars"]]
    assert begun == [(0, 0), (200, 0), (200, 14), (800, 0)]
    assert picture["words"] == "受理 1 天，会签 3 天，决定 1 天"
    text = guide(version)
    side = re.search(r'class="gp-route__side".*?</ul>', text, re.S)
    assert side is not None and "住建局" in side.group() and "消防队" in side.group()
    assert "受理 1 天，会签 3 天" in text


def test_an_item_on_the_spot_has_no_days_to_draw() -> None:
    version = world.item(kind="instant", promised=None, statutory=None, route=[world.stage("受理", "窗口受理岗", 0)])
    assert route(version, outcome_for(version, ()))["days"] == {} and "gp-days" not in guide(version)


def test_the_plan_marks_the_zone_and_its_windows() -> None:
    version = world.item()
    assert "gp-floor" not in guide(version)
    region = Region.objects.get(code="320582")
    hall = Hall.objects.create(
        name="市政务服务中心", region=region, address="华昌路", phone="1", hours="上午", floors=3
    )
    for floor, name in ((2, "A区"), (2, "B区"), (3, "C区")):
        zone = Zone.objects.create(hall=hall, floor=floor, name=name, purpose=f"用途{name}")
        Window.objects.bulk_create(Window(zone=zone, number=f"{name[0]}{number}") for number in (11, 12))
    other = guide(world.item())
    plan = re.search(r'class="gp-floor".*?</figure>', other, re.S)
    assert plan is not None
    assert "A区" in plan.group() and "B区" in plan.group() and "C区" not in plan.group()
    assert plan.group().count("data-mine") == 2 and "A12" in plan.group() and "A11" not in plan.group()
    assert 'aria-label="2 楼' in plan.group()
