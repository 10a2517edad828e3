"""I-12: what becomes of a draft's answers, materials and choices when its item changed; nothing that fits is lost."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.migration import (
    AnswerFate,
    Fate,
    Paper,
    Question,
    migrate_answers,
    migrate_choices,
    migrate_papers,
)
from items.rules import answers as rules
from items.rules.forms import EMPTY, Evaluated, Form, Row, evaluate
from items.rules.formulas import Moment

MOMENT = Moment(date(2026, 3, 2), lambda after, until: (until - after).days)
Shapes = Sequence[Mapping[str, Any]]


def moved(old: Shapes, new: Shapes, answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[AnswerFate]]:
    """The answers of a draft between two forms, and what became of each."""
    before, after = (Form.of(Row.of(shape) for shape in shapes) for shapes in (old, new))

    def work_out(given_: Mapping[str, Any], form: Form = after) -> Evaluated:
        return evaluate(form, given_, facts={}, moment=MOMENT)

    return migrate_answers(
        before,
        after,
        answers,
        before=work_out(answers, before),
        work_out=work_out,
        faults_in=lambda evaluated: rules.faults(after, evaluated, MOMENT),
    )


def fate_of(was: Mapping[str, Any], now: Mapping[str, Any], answer: Any) -> tuple[Fate, Any]:
    """What becomes of the answer to one question that changed, and what is taken over of it."""
    kept, (told,) = moved([{"key": "q", "label": "面积", **was}], [{"key": "q", "label": "面积", **now}], {"q": answer})
    assert told.fate.taken_over == ("q" in kept)
    return told.fate, kept.get("q")


COLUMNS = [{"key": "name", "label": "姓名", "type": "text"}, {"key": "age", "label": "年龄", "type": "integer"}]


@pytest.mark.parametrize(
    ("was", "now", "answer", "fate", "left"),
    [
        ({"type": "text"}, {"type": "text"}, "甲", Fate.KEPT, "甲"),
        ({"type": "text"}, {"type": "textarea"}, "甲", Fate.KEPT, "甲"),
        ({"type": "text"}, {"type": "choice", "options": ["甲", "乙"]}, "甲", Fate.KEPT, "甲"),
        ({"type": "text"}, {"type": "choice", "options": ["乙"]}, "甲", Fate.AGAIN, None),
        ({"type": "choice", "options": ["甲"]}, {"type": "choice", "options": ["乙"]}, "甲", Fate.AGAIN, None),
        ({"type": "integer"}, {"type": "money"}, 5, Fate.AGAIN, None),
        ({"type": "money"}, {"type": "integer"}, 500, Fate.AGAIN, None),
        ({"type": "integer", "unit": "亩"}, {"type": "integer", "unit": "平方米"}, 5, Fate.AGAIN, None),
        ({"type": "text"}, {"type": "text", "max_length": 2}, "沙洲中路", Fate.MEND, "沙洲中路"),
        ({"type": "integer"}, {"type": "integer", "min": 10}, 5, Fate.MEND, 5),
        ({"type": "decimal"}, {"type": "decimal", "places": 1}, "1.25", Fate.AGAIN, None),
        ({"type": "text"}, {"type": "text", "label": "经办人"}, "甲", Fate.REWORDED, "甲"),
        ({"type": "text"}, {"type": "text", "formula": '"甲"'}, "乙", Fate.COMPUTED, None),
        ({"type": "multichoice", "options": ["甲", "乙"]}, {"type": "multichoice", "options": ["乙"]},
         ["甲", "乙"], Fate.PARTLY, ["乙"]),
        ({"type": "multichoice", "options": ["甲"]}, {"type": "multichoice", "options": ["乙"]},
         ["甲"], Fate.AGAIN, None),
        ({"type": "table", "columns": COLUMNS}, {"type": "table", "columns": COLUMNS[:1]},
         [{"name": "王", "age": 3}], Fate.PARTLY, [{"name": "王"}]),
        ({"type": "table", "columns": COLUMNS[1:]}, {"type": "table", "columns": COLUMNS[:1]},
         [{"age": 3}], Fate.AGAIN, None),
        ({"type": "boolean"}, {"type": "boolean"}, False, Fate.KEPT, False),
    ],
)  # fmt: skip
def test_what_becomes_of_an_answer_whose_question_changed(
    was: Mapping[str, Any], now: Mapping[str, Any], answer: Any, fate: Fate, left: Any
) -> None:
    assert fate_of(was, now, answer) == (fate, left)


def text(key: str, label: str = "", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": label or key, "type": "text", **more}


def test_a_question_that_is_gone_takes_its_answer_along_and_a_new_one_is_told() -> None:
    kept, told = moved([text("old", "旧")], [text("new", "新", required=True)], {"old": "甲"})
    assert kept == {} and [(one.fate, one.answer) for one in told] == [(Fate.GONE, "甲"), (Fate.ASKED, None)]


def test_a_question_under_a_new_key_keeps_its_answer_when_no_other_reads_alike() -> None:
    assert moved([text("a", "姓名")], [text("b", "姓名")], {"a": "王"})[0] == {"b": "王"}
    assert moved([text("a", "姓名")], [text("b", "姓名"), text("c", "姓名")], {"a": "王"})[0] == {}
    assert moved([text("a", "姓名"), text("d", "姓名")], [text("b", "姓名")], {"a": "王", "d": "李"})[0] == {}


def test_what_does_not_apply_at_present_waits_and_is_not_lost() -> None:
    now = text("q", visible_if={"fact": "situation.1", "op": "eq", "value": "是"})
    kept, (told,) = moved([text("q")], [now], {"q": "甲"})
    assert (kept, told.fate) == ({"q": "甲"}, Fate.HIDDEN)


def test_a_question_that_must_be_answered_now_is_told_as_new_and_one_left_open_before_is_not() -> None:
    old = [text("may"), text("must", required=True)]
    _kept, told = moved(old, [text("may", required=True), text("must", required=True)], {})
    assert [(one.fate, one.row.key) for one in told if one.row] == [(Fate.ASKED, "may")]


SHAPE = st.fixed_dictionaries(
    {
        "label": st.sampled_from(["姓名", "面积"]),
        "type": st.sampled_from(["text", "textarea", "integer", "money", "boolean", "choice", "multichoice", "date"]),
        "options": st.lists(st.sampled_from(["甲", "乙", "丙"]), min_size=1, unique=True),
        "required": st.booleans(),
        "max_length": st.sampled_from([None, 1, 3]),
        "unit": st.sampled_from(["", "亩"]),
        "visible_if": st.sampled_from([None, {"fact": "answer.a", "op": "eq", "value": "甲"}]),
    }
)
FORMS = st.dictionaries(st.sampled_from("abcd"), SHAPE, max_size=4).map(
    lambda rows: [
        {**shape, "key": key, **({"visible_if": None} if key == "a" else {})} for key, shape in sorted(rows.items())
    ]
)
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(["text", "textarea"], st.sampled_from(["甲", "乙乙", "丁丁丁丁"])),
    **dict.fromkeys(["integer", "money"], st.integers(0, 20)),
    **{"boolean": st.booleans(), "date": st.just("2026-03-02")},
}


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Shapes, Shapes, dict[str, Any]]:
    old, new = draw(FORMS), draw(FORMS)
    answers = {}
    for shape in old:
        chosen = st.sampled_from(shape["options"])
        more = {"choice": chosen, "multichoice": st.lists(chosen, min_size=1, unique=True)}
        answers[shape["key"]] = draw({**ANSWERS, **more}[shape["type"]])
    return old, new, answers


@given(drafts())
def test_nothing_that_still_fits_is_lost_and_every_answer_is_told_once(
    draft: tuple[Shapes, Shapes, dict[str, Any]],
) -> None:
    old, new, answers = draft
    kept, told = moved(old, new, answers)
    assert [one.was.key for one in told if one.was] == [shape["key"] for shape in old]
    rows = {shape["key"]: Row.of(shape) for shape in new}
    for shape in old:
        now = rows.get(shape["key"])
        if now and (now.type, now.unit) == (shape["type"], shape["unit"]) and set(shape["options"]) <= set(now.options):
            assert (
                set(kept[now.key]) == set(answers[now.key])
                if now.type == "multichoice"
                else (kept[now.key] == answers[now.key])
            )
    assert all(rules.normal(rows[key], answer) == answer for key, answer in kept.items())
    assert not any(answer in EMPTY for answer in kept.values())


@given(drafts())
def test_moving_twice_changes_nothing_more(draft: tuple[Shapes, Shapes, dict[str, Any]]) -> None:
    old, new, answers = draft
    kept, _told = moved(old, new, answers)
    again, told = moved(new, new, kept)
    assert again == kept
    assert {one.fate for one in told} <= {Fate.KEPT, Fate.MEND, Fate.HIDDEN}


PAPERS = st.lists(st.tuples(st.sampled_from(["申请书", "平面图", "章程"]), st.sampled_from(["", "1", "2"])), max_size=5)


@given(PAPERS, PAPERS)
def test_every_material_has_one_fate_and_no_two_take_the_same_place(old: Any, new: Any) -> None:
    had = [Paper(place, name, True, code) for place, (name, code) in enumerate(old)]
    needed = [Paper(100 + place, name, True, code) for place, (name, code) in enumerate(new)]
    fates = migrate_papers(had, needed)
    assert [one.was for one in fates if one.was] == had
    assert sorted(one.paper.id for one in fates if one.paper) == [one.id for one in needed]
    for one in fates:
        assert (one.fate is Fate.KEPT) == bool(one.was and one.paper)
    gone = {one.was.name for one in fates if one.was and one.fate is Fate.GONE}
    assert not gone & {one.paper.name for one in fates if one.paper and one.fate is Fate.ASKED}


def test_a_paper_under_a_new_name_is_the_same_by_its_standard_code() -> None:
    """I-22."""
    (fate,) = migrate_papers([Paper(1, "身份证", True, "CTID")], [Paper(9, "居民身份证", True, "CTID")])
    assert fate.fate is Fate.KEPT and fate.paper and fate.paper.id == 9


def test_situation_answers_stay_by_wording_and_are_asked_again_otherwise() -> None:
    """I-18."""
    old = [
        Question(1, "来源？", {"租赁": 11, "自有": 12}),
        Question(2, "业态？", {"餐饮": 21}),
        Question(3, "旧？", {"是": 31}),
    ]
    new = [Question(5, "业态？", {"外卖": 51}), Question(6, "来源？", {"租赁": 61}), Question(7, "新？", {"是": 71})]
    kept, told = migrate_choices(old, new, {11, 21, 31})
    assert kept == {"6": 61}
    assert [(one.fate, one.ask, one.said) for one in told] == [
        (Fate.KEPT, "来源？", "租赁"),
        (Fate.AGAIN, "业态？", "餐饮"),
        (Fate.GONE, "旧？", "是"),
        (Fate.ASKED, "新？", ""),
    ]
