"""What the answers of a case to the situation questions lead to (I-18, I-19)."""

from collections.abc import Mapping
from typing import Any

from cases.models import Case
from items.frozen import outcome_of, routes_of, situations_of
from items.models import Route
from items.rules.pricing import priced, quantity_of
from items.rules.routes import route_taken
from items.rules.situations import Choices, Fee, Outcome, Path, option_ids, path_of, routes_to_choose


def path_of_case(case: Case, choices: Choices | None = None) -> Path:
    """The questions a case is asked, with its own answers or with `choices`."""
    chosen = option_ids(case.choices if choices is None else choices)
    return path_of(situations_of(case.version_id), chosen)


def outcome_of_case(case: Case) -> Outcome:
    """What its answers lead to."""
    return outcome_of(case.version_id, option_ids(case.choices))


def route_for(case: Case, outcome: Outcome, facts: Mapping[str, Any]) -> Route | None:
    """The route of the pinned version a case with these facts takes, or would take now."""
    to_choose = routes_to_choose(situations_of(case.version_id))
    ways, pledged = routes_of(case.version_id), bool(facts.get("pledge"))
    return route_taken(ways, facts, chosen=outcome.route, to_choose=to_choose, pledged=pledged)


def fee_lines(outcome: Outcome, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The charges as a case keeps them: `name`, `standard`, `amount_fen` (null when somebody works it out), `why` (the
    answer that set it); where an answer says how many units, that `quantity` and `how` it makes the amount (C-40)."""
    return [_line(fee, answers) for fee in outcome.fees]


def _line(fee: Fee, answers: Mapping[str, Any]) -> dict[str, Any]:
    line = {"name": fee.name, "standard": fee.standard, "amount_fen": fee.amount_fen, "why": fee.why}
    quantity = quantity_of(answers.get(fee.pricing.field)) if fee.pricing and fee.pricing.field else None
    if fee.pricing is None or quantity is None:
        return line
    worked_out = priced(fee.pricing, quantity)
    return line | {"amount_fen": worked_out.amount_fen, "quantity": str(quantity), "how": worked_out.how}
