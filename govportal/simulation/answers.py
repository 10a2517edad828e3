"""Plausible answers to any item's form."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.conf import settings

from cases.queries.filling import Filling
from core.identifiers import fictional_id_number, fictional_uscc
from govportal.demo.people import name
from govportal.simulation.words import PHRASES, STREETS, TOWNS
from identity.queries import places
from items.models import FieldType
from items.rules.answers import faults_of
from items.rules.forms import EMPTY, Row
from items.rules.situations import Choices, Question, path_of

T = FieldType
TRIES = 20
CITY = (120.3, 31.7, 120.9, 32.1)
"""West, south, east and north of the demonstration city in degrees."""


def choices_for(questions: Sequence[Question], dice: Random) -> Choices:
    """Answers to the situation questions, one after the other as they are asked; none that rules an application out."""
    path = path_of(questions, ())
    while path.open:
        possible = [option for option in path.open[0].options if not option.reject]
        path = path_of(questions, path.chosen | {dice.choice(possible).id})
    return path.choices()


def answers_to(filling: Filling, dice: Random, *, today: date) -> dict[str, Any]:
    """Values by key as the form would store them: known ones first, required ones always, optional ones sometimes."""
    answers: dict[str, Any] = {}
    for key in filling.form.order:
        row, now = filling.form.row(key), filling.evaluate(answers)
        if not row.is_question or key not in now.visible or key in now.readonly:
            continue
        held = filling.held.get(key)
        if held not in EMPTY and row.prefill:
            answers[key] = held
        elif key in now.required or dice.random() < 0.6:
            answers[key] = _fitting(row, filling, now.facts, dice, today)
    return {key: answer for key, answer in answers.items() if answer not in EMPTY}


def _fitting(row: Row, filling: Filling, facts: Mapping[str, Any], dice: Random, today: date) -> Any:
    """A value within the limits of its row, else its example; an optional one may stay away."""
    for _try in range(TRIES):
        value = _value(row, dice, today)
        if value not in EMPTY and not faults_of(row, value, facts, filling.moment):
            return value
    return row.example


def _value(question: Row, dice: Random, today: date) -> Any:
    if question.type == T.TABLE:
        rows = range(max(dice.randint(1, 2), int(question.limits.get("min_rows", 1))))
        return [{column.key: _value(column, dice, today) for column in question.columns} for _row in rows]
    if question.type == T.CHOICE:
        return dice.choice(question.options)
    if question.type == T.MULTICHOICE:
        count = dice.randint(1, min(3, len(question.options)))
        return sorted(dice.sample(question.options, count), key=question.options.index)
    if question.type == T.REGION:
        found = places(root=question.limits.get("root", ""), level=question.limits.get("level", ""))
        place = dice.choice([place for place in found if place.ends])
        return {"code": place.code, "name": place.path}
    if question.type == T.MAP_POINT:
        west, south, east, north = question.limits.get("bounds", CITY)
        lng, lat = dice.uniform(west, east), dice.uniform(south, north)
        return {"lng": round(lng, 6), "lat": round(lat, 6), "address": _plain(T.ADDRESS, question.label, dice, today)}
    if question.type == T.SIGNATURE:
        return {"typed": name(dice)}
    if question.type in {T.INTEGER, T.MONEY} and {"min", "max"} <= question.limits.keys():
        scale = 100 if question.type == T.MONEY else 1
        return dice.randint(int(question.limits["min"]), int(question.limits["max"])) * scale
    return _plain(question.type, question.label, dice, today)


def _plain(kind: str, label: str, dice: Random, today: date) -> Any:
    makers: dict[str, Callable[[], Any]] = {
        T.TEXT: lambda: _text(label, dice),
        T.TEXTAREA: lambda: f"{label}：{dice.choice(PHRASES)}。",
        T.INTEGER: lambda: dice.randint(1, 60),
        T.DECIMAL: lambda: f"{dice.randint(100, 90_000) / 100:.2f}",
        T.PERCENTAGE: lambda: f"{dice.randint(1, 100)}",
        T.TIME: lambda: f"{dice.randint(6, 20):02d}:30",
        T.EMAIL: lambda: f"user{dice.randrange(10**6)}@example.com",
        T.FILE: lambda: None,
        T.MONEY: lambda: dice.randint(1, 5000) * 10_000,
        T.DATE: lambda: (today + timedelta(days=dice.randint(1, 120))).isoformat(),
        T.BOOLEAN: lambda: dice.random() < 0.5,
        T.ID_NUMBER: lambda: _id_number(dice),
        T.PHONE: lambda: f"139{dice.randrange(10**8):08d}",
        T.USCC: lambda: fictional_uscc(settings.REGION_CODE, dice.randint(5000, 9_000_000)),
        T.ADDRESS: lambda: f"张家港市{dice.choice(TOWNS)}{dice.choice(STREETS)}{dice.randint(1, 288)}号",
    }
    return makers.get(kind, lambda: dice.choice(PHRASES))()


def _text(label: str, dice: Random) -> str:
    if any(word in label for word in ("姓名", "负责人", "法定代表人", "经营者", "人员", "联系人", "管理员")):
        return name(dice)
    if any(word in label for word in ("代码", "编号", "号码", "证号", "户号", "账号")):
        return f"{dice.randrange(10**10):010d}"
    if "名称" in label:
        return f"{dice.choice(STREETS)[:2]}{label.removesuffix('名称')}{dice.randint(1, 9)}号"
    return dice.choice(PHRASES)


def _id_number(dice: Random) -> str:
    born = date(1962, 1, 1) + timedelta(days=dice.randrange(14_000))
    return fictional_id_number(settings.REGION_CODE, born, dice.randrange(1000))
