"""Routes that can be walked to their end within the promise (1.8 flow link, I-15; P- rules of parallel stages)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.conditions import problems as condition_problems
from items.rules.checks.finding import Finding, Surroundings

Shape = Mapping[str, Any]


def stage_days(stage: Shape) -> int:
    """Working days one stage may take: the longest of its parallel seats."""
    return max((seat["days"] or 0 for seat in stage["seats"]), default=0)


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """What keeps a case from coming to its end in time."""
    routes: Sequence[Shape] = shape["routes"]
    kinds_done: set[str] = set()
    for number, route in enumerate(routes, start=1):
        place = f"routes.{number}"
        if route["kind"] in kinds_done:
            yield Finding("route_unreachable", place, words={"number": number})
        if route["when"] is None:
            kinds_done.add(route["kind"])
        yield from _condition(route, place, around)
        yield from _route(route, place, shape)
        for order, stage in enumerate(route["stages"], start=1):
            yield from _stage(stage, f"{place}.stages.{order}", around)
    if routes and "normal" not in kinds_done:
        yield Finding("no_ordinary_route", "routes")
    if any(route["kind"] == "pledge" for route in routes) and not shape["pledge_allowed"]:
        yield Finding("pledge_route_in_vain", "pledge_allowed")


def _route(route: Shape, place: str, shape: Shape) -> Iterator[Finding]:
    stages: Sequence[Shape] = route["stages"]
    total, days = sum(map(stage_days, stages)), shape["promised_days"] or 0
    if shape["kind"] != "instant" and total > days:
        yield Finding("stages_too_long", f"{place}.stages", "T-03", {"total": total, "days": days})
    duties = [stage["duty"] for stage in stages]
    if "issue" in duties:
        for order in range(duties.index("issue") + 2, len(stages) + 1):
            words = {"stage": stages[order - 1]["title"]}
            yield Finding("stage_unreachable", f"{place}.stages.{order}", words=words)
    for order, duty in enumerate(duties, start=1):
        if duty == "accept" and order > 1:
            yield Finding(
                "accept_not_first", f"{place}.stages.{order}.duty", words={"stage": stages[order - 1]["title"]}
            )
    if not _decides(stages):
        yield Finding("dead_end", f"{place}.stages")


def _decides(stages: Sequence[Shape]) -> bool:
    """Whether some review of the route happens whatever the facts are, so that a verdict always comes; an item decided
    at the window decides on accepting.
    """
    reviews = [stage for stage in stages if stage["duty"] in ("review", "decide")]
    return not reviews or any(stage["when"] is None and _sits(stage) for stage in reviews)


def _sits(stage: Shape) -> bool:
    return any(seat["when"] is None for seat in stage["seats"])


def _stage(stage: Shape, place: str, around: Surroundings) -> Iterator[Finding]:
    words = {"stage": stage["title"]}
    yield from _condition(stage, place, around)
    if stage["seats"] and not _sits(stage) and stage["when"] is None:
        yield Finding("nobody_sits", f"{place}.seats", words=words, grave=False)
    if stage["rule"] == "AT_LEAST":
        sure = sum(seat["when"] is None for seat in stage["seats"])
        if not stage["at_least"] or stage["at_least"] > sure:
            yield Finding("never_complete", f"{place}.at_least", "P-01", words)
    seen: set[tuple[str, str]] = set()
    for number, seat in enumerate(stage["seats"], start=1):
        here = f"{place}.seats.{number}"
        who = (seat["department"], seat["post_name"])
        if who in seen:
            yield Finding("seat_twice", f"{here}.post_name", words={**words, "post": seat["post_name"]})
        seen.add(who)
        yield from _condition(seat, here, around)
        if around.posts and seat["department"] not in around.posts:
            yield Finding("body_unknown", f"{here}.department", words={"name": seat["department"]})
        elif around.posts and seat["post_name"] not in around.posts[seat["department"]]:
            yield Finding("post_unknown", f"{here}.post_name", words={"post": seat["post_name"]})


def _condition(row: Shape, place: str, around: Surroundings) -> Iterator[Finding]:
    """A condition may only name facts somebody declares; one that asks the same fact for two values never holds."""
    if row["when"] is None:
        return
    if around.facts is not None:
        for sentence in condition_problems(row["when"], around.facts):
            yield Finding("bad_condition", f"{place}.when", words={"sentence": sentence})
    if _contradicts(row["when"]):
        yield Finding("never_holds", f"{place}.when")


def _contradicts(condition: Any) -> bool:
    parts = condition.get("all") if isinstance(condition, Mapping) else None
    if not isinstance(parts, list):
        return False
    wanted: dict[str, Any] = {}
    for part in parts:
        if (
            isinstance(part, Mapping)
            and part.get("op") == "eq"
            and wanted.setdefault(part["fact"], part["value"]) != part["value"]
        ):
            return True
    return any(_contradicts(part) for part in parts)
