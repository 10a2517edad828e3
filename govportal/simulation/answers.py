"""Plausible answers to any item's form."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.conf import settings

from cases.forms import is_visible
from core.identifiers import fictional_id_number, fictional_uscc
from govportal.demo.people import name
from govportal.simulation.words import PHRASES, STREETS, TOWNS
from items.models import FieldType, FormField
from spaces.queries import Known

T = FieldType


def answers_to(
    questions: Sequence[FormField], known: Mapping[str, Known], dice: Random, *, today: date
) -> dict[str, Any]:
    """Values by key as the form would store them: known ones first, required ones always, optional ones sometimes."""
    answers: dict[str, Any] = {}
    for question in questions:
        if not is_visible(question, answers):
            continue
        held = known.get(question.prefill)
        if held is not None and question.type in {T.TEXT, T.ADDRESS, T.USCC, T.ID_NUMBER, T.PHONE}:
            answers[question.key] = held.value
        elif question.required or dice.random() < 0.6:
            answers[question.key] = _value(question, dice, today)
    return answers


def _value(question: FormField, dice: Random, today: date) -> Any:
    if question.type == T.CHOICE:
        return dice.choice(question.options)
    if question.type == T.MULTICHOICE:
        count = dice.randint(1, min(3, len(question.options)))
        return sorted(dice.sample(question.options, count), key=question.options.index)
    if question.type == T.TABLE:
        rows = range(dice.randint(1, 2))
        return [
            {column["key"]: _plain(column["type"], column["label"], dice, today) for column in question.columns}
            for _row in rows
        ]
    return _plain(question.type, question.label, dice, today)


def _plain(kind: str, label: str, dice: Random, today: date) -> Any:
    makers: dict[str, Callable[[], Any]] = {
        T.TEXT: lambda: _text(label, dice),
        T.TEXTAREA: lambda: f"{label}：{dice.choice(PHRASES)}。",
        T.INTEGER: lambda: dice.randint(1, 60),
        T.DECIMAL: lambda: f"{dice.randint(100, 90_000) / 100:.2f}",
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
