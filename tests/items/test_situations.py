"""Situations: which questions are asked, which answers count, what follows from them (I-18 to I-20)."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.conditions import holds
from items.rules.forms import Row
from items.rules.materials import Copies, Spec
from items.rules.materials import Effect as Touch
from items.rules.situations import (
    Effect,
    Fee,
    Option,
    Outcome,
    Path,
    Question,
    in_general,
    option_ids,
    outcome_of,
    path_of,
    routes_to_choose,
    shown_by_answers,
)

KEYS = ["q1", "q2", "q3", "q4", "q5", "q9", ""]
LABELS = ["甲", "乙", "丙"]
FEE, RENT = Fee("工本费", "每本十元", 1000), Fee("占用费", "按面积", None)


def question(number: int, *options: Option, kind: str = "single", after: str = "", when: str = "") -> Question:
    return Question(number, number, f"q{number}", f"问题{number}？", kind, options, after, when)


effects = st.lists(
    st.one_of(
        st.builds(Effect, st.just("fee"), st.sampled_from(["工本费", "检测费"]), st.integers(0, 500)),
        st.builds(Effect, st.just("route"), st.sampled_from(["normal", "simplified"])),
        st.builds(Effect, st.just("form"), st.sampled_from(["group_a", "group_b"])),
    ),
    max_size=2,
).map(tuple)


@st.composite
def guides(draw: st.DrawFn) -> list[Question]:
    """Any questions at all, also wrong ones: jumps back and into the dark, unknown questions, no options."""
    found = []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        options = tuple(
            Option(
                number * 10 + place,
                LABELS[place],
                draw(st.sampled_from(KEYS)),
                draw(st.sampled_from(["", "", "不予受理"])),
                draw(effects),
            )
            for place in range(draw(st.integers(0, 3)))
        )
        kind = draw(st.sampled_from(["single", "single", "multi", "info"]))
        after, when = draw(st.sampled_from(["", "", *KEYS])), draw(st.sampled_from(["", *LABELS]))
        found.append(question(number, *options, kind=kind, after=after, when=when))
    return found


chosen_ids = st.sets(st.integers(10, 53))
specs = st.lists(
    st.builds(
        Spec,
        st.integers(1, 5),
        st.booleans(),
        st.just(""),
        st.lists(st.builds(Touch, st.integers(10, 53), st.sampled_from(LABELS), st.booleans()), max_size=3).map(tuple),
        st.integers(0, 2),
        st.lists(st.builds(Copies, st.integers(10, 53), st.sampled_from(LABELS), st.integers(1, 9)), max_size=3).map(
            tuple
        ),
    ),
    max_size=5,
    unique_by=lambda spec: spec.id,
)


def outcome(questions: list[Question], rules: list[Spec], chosen: set[int]) -> Outcome:
    return outcome_of(questions, rules, [FEE, RENT], chosen)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(guides(), chosen_ids)
def test_every_path_ends_and_asks_nothing_twice_or_backwards(questions: list[Question], chosen: set[int]) -> None:
    """I-20."""
    orders = [asked.order for asked in path_of(questions, chosen).asked]
    assert orders == sorted(set(orders))


@given(guides(), specs, chosen_ids, st.sets(st.integers(1000, 1005)))
def test_answers_nobody_offers_change_nothing(
    questions: list[Question], rules: list[Spec], chosen: set[int], unknown: set[int]
) -> None:
    assert outcome(questions, rules, chosen | unknown) == outcome(questions, rules, chosen)


@given(guides(), specs, chosen_ids)
def test_answers_to_questions_that_are_not_asked_change_nothing(
    questions: list[Question], rules: list[Spec], chosen: set[int]
) -> None:
    found = outcome(questions, rules, chosen)
    asked = found.path.asked
    idle = {option.id for one in questions if one not in asked for option in one.options}
    assert outcome(questions, rules, chosen - idle) == found
    assert outcome(questions, rules, chosen | idle) == found


@given(guides(), chosen_ids)
def test_what_a_case_stores_of_its_answers_leads_along_the_same_path(
    questions: list[Question], chosen: set[int]
) -> None:
    path = path_of(questions, chosen)
    assert path_of(questions, option_ids(path.choices())) == path


@given(guides(), chosen_ids)
def test_nothing_is_open_behind_a_rejection_and_facts_are_told_of_what_counts_only(
    questions: list[Question], chosen: set[int]
) -> None:
    path = path_of(questions, chosen)
    if path.rejection:
        assert any(option.reject for option in path.steps[-1].given)
    answered = {f"situation.{step.question.order}" for step in path.steps if step.given}
    assert path.facts().keys() == answered


@given(guides(), chosen_ids)
def test_one_more_answer_never_takes_an_earlier_question_away(questions: list[Question], chosen: set[int]) -> None:
    """Who answers from above to below never sees a question vanish that he has passed."""
    path = path_of(questions, chosen)
    for asked in path.open:
        for option in asked.options:
            again = path_of(questions, path.chosen | {option.id})
            place = path.asked.index(asked)
            assert again.asked[: place + 1] == path.asked[: place + 1]


@given(guides(), specs, chosen_ids)
def test_copies_are_the_highest_number_a_given_answer_sets(
    questions: list[Question], rules: list[Spec], chosen: set[int]
) -> None:
    found = outcome(questions, rules, chosen)
    by_id = {spec.id: spec for spec in rules}
    for need in found.materials:
        sets = [one.number for one in by_id[need.spec_id].sets if one.option_id in found.path.chosen]
        assert need.copies == (max(sets) if sets else by_id[need.spec_id].copies)


REASON = question(1, Option(11, "工程"), Option(12, "抢修", "q4"), Option(13, "其他"))
BLOCKED = question(2, Option(21, "是", reject="消防通道不得占用。"), Option(22, "否"))
TERM = question(3, Option(31, "短"), Option(32, "长"), after="q1", when="工程")
WHO = question(4, Option(41, "企业"), Option(42, "个人"))
ROAD = [REASON, BLOCKED, TERM, WHO]


def asked(chosen: set[int]) -> list[int]:
    return [one.id for one in path_of(ROAD, chosen).asked]


def test_an_open_question_that_may_jump_is_waited_for() -> None:
    assert asked(set()) == [1]
    assert asked({11}) == [1, 2, 3, 4]
    assert asked({13}) == [1, 2, 4]


def test_a_jump_leads_to_its_question_and_what_lies_between_is_not_asked() -> None:
    assert asked({12, 21, 31}) == [1, 4]
    assert path_of(ROAD, {12, 21}).rejection == ""


def test_a_rejecting_answer_ends_the_path_with_its_words() -> None:
    path = path_of(ROAD, {11, 21, 41})
    assert [one.id for one in path.asked] == [1, 2]
    assert path.rejection == "消防通道不得占用。" and path.open == ()


def test_of_several_answers_that_jump_the_nearest_question_follows() -> None:
    several = question(1, Option(11, "甲", "q4"), Option(12, "乙", "q3"), Option(13, "丙"), kind="multi")
    rest = [question(2), question(3, Option(31, "是")), question(4, Option(41, "是"))]

    def follows(chosen: set[int]) -> int:
        return path_of([several, *rest], chosen).asked[1].id

    assert follows({11}) == 4
    assert follows({11, 12}) == 3
    assert follows({11, 12, 13}) == 2, "who gave one answer that does not jump is asked what it leads to"


def test_a_question_for_information_stands_there_and_takes_no_answer() -> None:
    info = question(1, Option(11, "知道了", "q3", "不予受理"), kind="info")
    path = path_of([info, WHO, question(3)], {11})
    assert path.asked[:2] == (info, WHO) and not path.rejection and info not in path.open


def test_fee_and_route_are_as_the_last_answer_in_order_says() -> None:
    """Whoever writes the questions puts the exception last."""
    dear = Option(11, "加急", effects=(Effect("fee", "工本费", 5000), Effect("route", "simplified")))
    free = Option(21, "残疾人", effects=(Effect("fee", "工本费", 0), Effect("fee", "没有的费", 9)))
    questions = [question(1, dear), question(2, free, Option(22, "其他", effects=(Effect("route", "normal"),)))]
    found = outcome_of(questions, [], [FEE, RENT], {11, 21})
    assert found.fees == (Fee("工本费", "每本十元", 0, "残疾人"), RENT)
    assert (found.route, found.route_why) == ("simplified", "加急")
    assert outcome_of(questions, [], [FEE], {11, 22}).route == "normal"
    assert routes_to_choose(questions) == {"simplified", "normal"}


def test_in_general_every_material_is_told_also_those_an_answer_drops() -> None:
    rules = [
        Spec(1, True, "", (Touch(11, "租赁", False),), 1),
        Spec(2, False, "", (Touch(11, "租赁", True),)),
        Spec(3, False, "有外籍人员的"),
    ]
    found = in_general([question(1, Option(11, "租赁"))], rules, [FEE])
    assert [(need.spec_id, need.required, need.why, need.copies) for need in found.materials] == [
        (1, True, "", 1),
        (2, True, "租赁", 0),
        (3, False, "有外籍人员的", 0),
    ]


def test_a_group_waits_for_one_of_the_answers_that_show_it_and_keeps_its_own_condition() -> None:
    """I-19: the effect is one more condition."""
    shows = (Effect("form", "site"),)
    questions = [
        question(1, Option(11, "工程", effects=shows), Option(12, "其他")),
        question(2, Option(21, "夜间", effects=shows), kind="multi"),
    ]
    rows = [
        Row("site", "施工", "group", visible_if={"field": "mode", "equals": "店"}),
        Row("builder", "施工单位", "text"),
        Row("mode", "业态", "choice", options=("店",)),
    ]
    group, *rest = shown_by_answers(rows, questions)
    assert rest == rows[1:]

    def shown(path: Path, mode: str = "店") -> bool:
        return holds(group.visible_if, {**path.facts(), "answer.mode": mode})

    assert shown(path_of(questions, {11})) and shown(path_of(questions, {12, 21}))
    assert not shown(path_of(questions, {12})) and not shown(path_of(questions, set()))
    assert not shown(path_of(questions, {11}), mode="摊")
    assert shown_by_answers(rows, questions[:0]) == rows
