"""Every path through the questions ends, and every answer leads somewhere (I-18 to I-20)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from items.rules.checks.finding import Finding, Surroundings
from items.rules.forms import STRUCTURE
from items.rules.routes import PLEDGE

RULE = "I-20"
UNKNOWN = {
    "add": "adds_unknown",
    "drop": "drops_unknown",
    "copies": "copies_unknown",
    "fee": "fee_unknown",
    "route": "route_unknown",
    "form": "form_unknown",
}
Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """What is wrong with the guide's questions."""
    questions: Sequence[Shape] = shape["situations"]
    places = {question["key"]: place for place, question in reversed(list(enumerate(questions)))}
    for number, question in enumerate(questions, start=1):
        place = f"situations.{number}"
        if places[question["key"]] != number - 1:
            yield Finding("question_key_twice", f"{place}.key", RULE, {"key": question["key"]})
        yield from _question(question, place, places, questions)
        yield from _effects(question, place, shape)
    yield from _paths(questions, places)


def _question(question: Shape, place: str, places: Mapping[str, int], questions: Sequence[Shape]) -> Iterator[Finding]:
    words = {"ask": question["ask"]}
    labels = [option["label"] for option in question["options"]]
    if len(set(labels)) < len(labels):
        yield Finding("option_twice", f"{place}.options", RULE, words)
    leads = any(map(_leads, question["options"])) or any(other["depends_on"] == question["key"] for other in questions)
    if question["kind"] != "info" and question["options"] and not leads:
        yield Finding("question_without_effect", f"{place}.options", RULE, words)
    if question["kind"] == "info" and any(map(_leads, question["options"])):
        yield Finding("information_leads", f"{place}.options", RULE, words)
    if question["depends_on"]:
        yield from _dependence(question, place, places, questions)
    for number, option in enumerate(question["options"], start=1):
        if option["jump_to"] and option["jump_to"] not in places:
            yield Finding("jump_to_unknown", f"{place}.options.{number}.jump_to", RULE, {"key": option["jump_to"]})


def _leads(option: Shape) -> bool:
    return bool(option["effects"] or option["jump_to"] or option["reject"])


def _dependence(
    question: Shape, place: str, places: Mapping[str, int], questions: Sequence[Shape]
) -> Iterator[Finding]:
    other = places.get(question["depends_on"])
    if other is None:
        yield Finding("depends_on_unknown", f"{place}.depends_on", RULE, {"key": question["depends_on"]})
        return
    labels = {option["label"] for option in questions[other]["options"]}
    if question["depends_option"] and question["depends_option"] not in labels:
        yield Finding("depends_on_no_option", f"{place}.depends_option", RULE, {"label": question["depends_option"]})


def _effects(question: Shape, place: str, shape: Shape) -> Iterator[Finding]:
    known = {
        **{kind: {row["name"] for row in shape["materials"]} for kind in ("add", "drop", "copies")},
        "fee": {row["name"] for row in shape["fees"]},
        "route": {row["kind"] for row in shape["routes"]} - {PLEDGE},
        "form": {row["key"] for row in shape["form"] if row["type"] in STRUCTURE},
    }
    for number, option in enumerate(question["options"], start=1):
        here = f"{place}.options.{number}.effects"
        done: dict[str, str] = {}
        for order, effect in enumerate(option["effects"], start=1):
            kind, target = effect["kind"], effect["target"]
            if kind in known and target not in known[kind]:
                yield Finding(UNKNOWN[kind], f"{here}.{order}.target", RULE, {"name": target})
            if kind in ("copies", "fee") and effect["amount"] is None:
                yield Finding("effect_without_number", f"{here}.{order}.amount", RULE, {"name": target})
            if kind in ("add", "drop") and done.setdefault(target, kind) != kind:
                yield Finding("adds_and_drops", f"{here}.{order}.target", RULE, {"name": target})


def _paths(questions: Sequence[Shape], places: Mapping[str, int]) -> Iterator[Finding]:
    """Jumps only lead onwards, so that every path ends; a question that every path leaps over is never asked."""
    for number, question in enumerate(questions):
        place = f"situations.{number + 1}"
        if places.get(question["depends_on"], -1) >= number:
            yield Finding("depends_backwards", f"{place}.depends_on", RULE, {"ask": question["ask"]})
        for order, option in enumerate(question["options"], start=1):
            if places.get(option["jump_to"], number + 1) <= number:
                yield Finding("jump_backwards", f"{place}.options.{order}.jump_to", RULE, {"ask": question["ask"]})
    reached = _reached(questions, places)
    for number, question in enumerate(questions):
        if number not in reached:
            yield Finding("question_unreachable", f"situations.{number + 1}", RULE, {"ask": question["ask"]})


def _reached(questions: Sequence[Shape], places: Mapping[str, int]) -> set[int]:
    """The questions that some sequence of answers comes to, by place."""
    reached, waiting = set(), [0] if questions else []
    while waiting:
        here = waiting.pop()
        if here in reached or here >= len(questions):
            continue
        reached.add(here)
        options = questions[here]["options"]
        leaps = {places[option["jump_to"]] for option in options if option["jump_to"] in places}
        goes_on = (
            not options
            or questions[here]["depends_on"]
            or any(not option["jump_to"] and not option["reject"] for option in options)
        )
        waiting += [*leaps, *([here + 1] if goes_on else [])]
    return reached
