"""Forms in a real browser: the page works out what the server works out, and everything typed reaches the paper."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, Channel
from cases.pages.formlogic import coded
from cases.queries.filling import filling_of
from cases.services.drafts import start_draft
from core import clock
from core.conditions import holds
from core.outbox import drain
from identity.models import Region
from items.rules.formulas import Moment, read, value_of
from tests import world
from tests.browser.chromium import AXE, DESKTOP, PHONE
from tests.browser.town import QUEUES, accept, decided
from tests.browser.visits import opened
from tests.items.test_form_logic import ROWS

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.usefixtures("calendar"),
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]
CONTINUE = "#step-form button[value=continue]:visible, .gp-stickybar button[value=continue]:visible"
IN_GROUP = ("g1", "meals")
ONE_PAGE = [row for row in ROWS if row["type"] != "page" and row["key"] not in IN_GROUP]
ONE_PAGE += [row for row in ROWS if row["key"] in IN_GROUP]
"""The group stands last, for what follows it would belong to it."""
FORMULAS = [
    *("a + b", "a - b * c", "a / b", "a / 0", "-(a + 0.1) * 3", "round(a / 3, 2)", "round(-a, 1)", "floor(a)"),
    *("ceil(a)", "abs(a - b)", "min(a, b, c)", "max(day, today())", "today() - day", "day + c", "day - day"),
    *("age(day)", "age(day, day + 400)", "days(day, today())", "sum(goods.price * goods.count)", "count(goods)"),
    *("count(goods.price > a)", "sum(goods.count / b)", "if(a > b, text, text + text)", "a >= b and not(truth)"),
    *('has(many, "x") or truth', "given(missing)", "missing + 1", "a = b", "a <> b", "text <> missing"),
    *("day < today()", "a * 999999999999999 * a * 999999999999999", "min(missing)", "round(a, 9)"),
    *('text = "食堂"', "truth = true"),
]
CONDITIONS: list[dict[str, Any]] = [
    *({"fact": "answer.a", "op": op, "value": 2.5} for op in ("eq", "ne", "lt", "le", "gt", "ge")),
    *({"fact": "answer.day", "op": op, "value": "2025-03-01"} for op in ("eq", "lt", "ge")),
    *({"fact": f"answer.{name}", "op": "in", "value": ["食堂", "店"]} for name in ("text", "missing")),
    *({"fact": "answer.many", "op": "contains", "value": value} for value in ("x", "z")),
    {"fact": "answer.truth", "op": "eq", "value": True},
    {"not": {"fact": "answer.missing", "op": "ne", "value": "a"}},
    {"all": [{"fact": "answer.b", "op": "gt", "value": 0}, {"any": [{"fact": "answer.c", "op": "le", "value": 3}]}]},
]
WORTH = """([trees, conditions, facts, today]) => {
  const known = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, gpForms.decoded(fact)]));
  const words = (v) => v !== null && typeof v === "object" && !Array.isArray(v)
    ? ("day" in v ? gpForms.dayText(v) : `${v.n}/${v.d}`) : v;
  return [
    trees.map((tree) => words(gpForms.valueOf(tree, known, gpForms.day(today)))),
    conditions.map((condition) => gpForms.holds(condition, known)),
  ];
}"""
TYPE = """(typed) => {
  const form = document.getElementById("step-form");
  for (const input of form.elements) {
    if (!input.name || input.name === "csrfmiddlewaretoken") continue;
    if (input.type === "radio") input.checked = typed[input.name] === input.value;
    else if (input.type !== "submit") input.value = typed[input.name] ?? "";
  }
  form.dispatchEvent(new Event("change"));
  const { visible, required, readonly } = form.gpLogic;
  const total = form.querySelector("[data-computed=total] .gp-num")?.textContent ?? "";
  return { visible: [...visible], required: [...required], readonly: [...readonly], total };
}"""


def facts_of(dice: Random) -> dict[str, Any]:
    """Facts of every kind, some of them missing."""
    number = lambda: Decimal(dice.randint(-5000, 5000)).scaleb(-dice.randint(0, 3))  # noqa: E731
    rows = [{"price": number(), "count": dice.choice([None, dice.randint(0, 9)])} for _row in range(dice.randint(0, 3))]
    facts: dict[str, Any] = {
        **{"answer.a": number(), "answer.b": number(), "answer.c": dice.randint(0, 5), "answer.goods": rows},
        "answer.day": date(2000, 2, 29) + timedelta(days=dice.randint(0, 9000)),
        "answer.truth": dice.random() < 0.5,
        "answer.text": dice.choice(["食堂", "店", "👩‍🍳"]),
        "answer.many": dice.sample(["x", "y"], dice.randint(1, 2)),
    }
    return {name: fact for name, fact in facts.items() if dice.random() < 0.9}


def words_of(value: Any) -> Any:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def test_page_and_server_agree_on_every_formula_and_condition(browser: Browser, live_server: LiveServer) -> None:
    owner, dice, today = world.citizen(), Random(7), date(2025, 11, 28)
    case = start_draft(world.item(form=ONE_PAGE), by=owner, channel=Channel.WEB)
    trees = [read(formula) for formula in FORMULAS]
    with opened(browser, live_server.url, owner, DESKTOP) as page:
        page.goto(reverse("cases:apply_form", args=[case.pk]))
        for _turn in range(40):
            facts = facts_of(dice)
            sent = {name: coded(fact) for name, fact in facts.items()}
            values, truths = page.evaluate(WORTH, [trees, CONDITIONS, sent, today.isoformat()])
            wanted = [words_of(value_of(tree, facts, Moment(today))) for tree in trees]
            assert dict(zip(FORMULAS, values, strict=True)) == dict(zip(FORMULAS, wanted, strict=True)), facts
            assert truths == [holds(condition, facts) for condition in CONDITIONS], facts


def test_page_and_server_agree_on_what_applies_whatever_is_typed(browser: Browser, live_server: LiveServer) -> None:
    owner, dice = world.citizen(), Random(11)
    case = start_draft(world.item(form=ONE_PAGE), by=owner, channel=Channel.WEB)
    filling = filling_of(case)
    with opened(browser, live_server.url, owner, DESKTOP) as page:
        page.goto(reverse("cases:apply_form", args=[case.pk]))
        page.evaluate("document.getElementById('step-form').removeAttribute('data-autosave')")
        for _turn in range(60):
            typed, answers = some_answers(dice)
            seen, told = page.evaluate(TYPE, typed), filling.evaluate(answers)
            assert set(seen["visible"]) == told.visible, typed
            assert set(seen["required"]) == told.required, typed
            assert set(seen["readonly"]) == told.readonly, typed
            assert seen["total"].replace(",", "") == f"{Decimal(told.answers['total']).scaleb(-2):f}", typed


def some_answers(dice: Random) -> tuple[dict[str, str], dict[str, Any]]:
    """What is typed, and what it is stored as."""
    mode, online = dice.choice(["店", "食堂", "其他"]), dice.choice([None, True, False])
    price, count = dice.choice([0, 1050, 20_000, 150_000]), dice.randint(0, 3)
    typed = {"mode": mode, "online": {True: "yes", False: "no", None: ""}[online], "platform": "甲"}
    answers: dict[str, Any] = {"mode": mode, "online": online, "platform": "甲"}
    if dice.random() < 0.8:
        typed |= {"goods-0-price": f"{Decimal(price).scaleb(-2):,}", "goods-0-count": str(count)}
        answers["goods"] = [{"price": price, "count": count}]
    return typed, answers


ROAD: list[dict[str, Any]] = [
    {"key": "page_where", "label": "占用什么地方", "type": "page", "help": "请按示意图填写。"},
    {"key": "reason", "label": "占用事由", "type": "choice", "options": ["施工", "其他需要"], "required": True},
    {
        **{"key": "note", "label": "事由说明", "type": "textarea", "help": "请说明为什么。"},
        "required_if": {"fact": "answer.reason", "op": "eq", "value": "其他需要"},
    },
    {"key": "group_place", "label": "位置", "type": "group", "help": "占用的道路在哪里。"},
    {"key": "region", "label": "所在镇", "type": "region", "required": True},
    {"key": "point", "label": "坐标", "type": "map_point", "bounds": [120.3, 31.7, 120.9, 32.1]},
    {"key": "page_extent", "label": "占用多少", "type": "page"},
    {
        **{"key": "areas", "label": "占用区域", "type": "table", "required": True, "min_rows": 1},
        "columns": [
            {"key": "part", "label": "部位", "type": "choice", "options": ["人行道", "车行道"], "required": True},
            {"key": "length", "label": "长", "type": "decimal", "required": True, "unit": "米"},
            {"key": "width", "label": "宽", "type": "decimal", "required": True, "unit": "米"},
        ],
    },
    {
        **{"key": "area", "label": "占用面积", "type": "decimal", "unit": "平方米"},
        "formula": "sum(areas.length * areas.width)",
    },
    {"key": "start", "label": "开始日期", "type": "date", "required": True, "min": "today()"},
    {
        "key": "workdays",
        "label": "五日内工作日",
        "type": "integer",
        "formula": "workdays(start, start + 5)",
        "unit": "天",
    },
    {"key": "pledge", "label": "签名", "type": "signature", "required": True},
]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_form_of_pages_goes_from_the_draft_to_the_paper(
    browser: Browser, live_server: LiveServer, size: dict[str, Any]
) -> None:
    owner, clerk = world.citizen(), world.staff("窗口受理岗")
    version = world.item(form=ROAD)
    for number, name in enumerate(("杨舍镇", "塘桥镇")):
        parent = Region.objects.get(code="320582")
        Region.objects.create(code=f"32058210{number}", name=name, level="town", parent=parent)
    case = world.draft(version, owner, answered=False)
    with opened(browser, live_server.url, owner, size) as page:
        page.goto(reverse("cases:apply_form", args=[case.pk]))
        first_page(page)
        second_page(page)
        page.wait_for_url("**/materials/")
        page.goto(reverse("cases:apply_check", args=[case.pk]))
        words = page.locator("main").inner_text()
        assert "占用什么地方 · 位置" in words and "张家港市塘桥镇" in words and "33.00 平方米" in words
    case.refresh_from_db()
    assert case.answers["area"] == "33.00" and set(case.answers["pledge"]) == {"file", "name"}
    accepted = accept(case, owner, clerk)
    with opened(browser, live_server.url, clerk, DESKTOP) as desk:
        desk.goto(reverse("cases:desk_case", args=[case.pk]))
        desk.get_by_role("link", name="填写内容").click()
        expect(desk.locator("main")).to_contain_text("部位 人行道，长 11 米，宽 3 米")
        expect(desk.locator("main")).to_contain_text("张家港市塘桥镇")
    granted = decided(accepted, world.staff("科室审查岗"), world.staff("分管领导岗"))
    with ThreadPoolExecutor(1) as thread:
        thread.submit(papers_made).result()
    paper = Case.objects.get(pk=granted.pk).documents.exclude(file=None).latest("pk")
    assert ["占用面积", "33.00 平方米"] in paper.content["particulars"]


def papers_made() -> None:
    """In a thread of its own, for sealing runs an event loop too."""
    try:
        drain(QUEUES)
    finally:
        connections.close_all()


def first_page(page: Page) -> None:
    """Regions level by level, a point on the plane, a note that another answer makes required."""
    expect(page.locator("[data-row=note] small")).to_be_visible()
    page.get_by_label("其他需要").check()
    expect(page.locator("[data-row=note] small")).to_be_hidden()
    page.locator(CONTINUE).first.click()
    expect(page.get_by_role("alert")).to_contain_text("事由说明")
    page.get_by_label("事由说明").fill("没有其他场地")
    page.locator(".gp-region__levels select").last.select_option(label="塘桥镇")
    page.locator("[data-plane]").click(position={"x": 40, "y": 40})
    expect(page.locator("[name=point-lng]")).to_have_value(re.compile(r"120\.\d{6}"))
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"已自动保存 \d\d:\d\d$"))
    page.locator(CONTINUE).first.click()
    page.wait_for_url("**page=page_extent")


def second_page(page: Page) -> None:
    """Rows are summed up as they are typed; what only the server counts comes with the saving; the name is drawn."""
    assert not page.locator("[data-refilled]").first.is_visible(), "the first page was not typed here"
    page.locator("[name=areas-0-part]").select_option("人行道")
    page.locator("[name=areas-0-length]").fill("11")
    page.locator("[name=areas-0-width]").fill("3")
    expect(page.locator("[data-computed=area]")).to_have_text("33.00 平方米")
    page.get_by_label("开始日期").fill(clock.today().isoformat())
    expect(page.locator("[data-computed=workdays]")).to_have_text(re.compile(r"^[345] 天$"))
    pad = page.locator("[data-pad] canvas")
    pad.scroll_into_view_if_needed()
    edge = pad.bounding_box()
    assert edge is not None
    page.mouse.move(edge["x"] + 20, edge["y"] + 20)
    page.mouse.down()
    page.mouse.move(edge["x"] + 120, edge["y"] + 60, steps=8)
    with page.expect_response("**/save/**"):
        page.mouse.up()
    page.locator(CONTINUE).first.click()
