"""A form's logic as its page gets it: static/js/conditions.js works out the same as items.rules.forms."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cases.queries.filling import Filling
from items.rules.formpages import Page
from items.rules.forms import DEFAULT_PLACES, Form, condition_facts, fact_of
from items.rules.formulas import facts_in, needs_server


def logic_of(filling: Filling, page: Page, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Rows, order, conditions and formulas, and the facts that do not stand on the page: of the application, of other
    pages, and of what is locked. Facts nothing asks for stay with the server."""
    form, evaluated = filling.form, filling.evaluate(answers)
    asked, here = asked_facts(form), {row.key for row in page.questions}
    kept = {f"answer.{row.key}" for row in form.questions if row.key not in here or row.key in evaluated.readonly}
    known = {name: fact for name, fact in evaluated.facts.items() if name in asked}
    return {
        "rows": [_row(filling, key, key in here) for key in form.order],
        "facts": {name: coded(fact) for name, fact in known.items() if not name.startswith("answer.") or name in kept},
        "today": filling.moment.today.isoformat(),
    }


def computed_facts(filling: Filling, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by name that only the server can work out, for the page after each saving."""
    form, evaluated = filling.form, filling.evaluate(answers)
    names = [f"answer.{key}" for key, tree in form.trees.items() if needs_server(tree)]
    return {name: coded(evaluated.facts.get(name)) for name in names}


def asked_facts(form: Form) -> set[str]:
    """Names of the facts that conditions and formulas of a form ask for, and of what is computed."""
    asked = set().union(*(condition_facts(condition) for condition in form.conditions.values()))
    asked |= set().union(*(facts_in(tree) for tree in form.trees.values()))
    return asked | {f"answer.{key}" for key in form.trees}


def coded(fact: Any) -> Any:
    """A fact as JSON carries it: numbers and days say what they are."""
    if isinstance(fact, bool) or fact is None:
        return fact
    if isinstance(fact, int | Decimal):
        return {"number": f"{fact:f}" if isinstance(fact, Decimal) else str(fact)}
    if isinstance(fact, date):
        return {"day": fact.isoformat()}
    if isinstance(fact, Mapping):
        return {"row": {key: coded(part) for key, part in fact.items()}}
    return [coded(part) for part in fact] if isinstance(fact, list) else fact


def _row(filling: Filling, key: str, here: bool) -> dict[str, Any]:
    form, locked = filling.form, key in filling.locked
    row = form.row(key)
    tree = form.trees.get(key)
    facts: dict[str, Any] = {
        **{"key": key, "type": row.type, "here": here, "parents": form.parents[key], "required": row.required},
        **{"locked": locked, "tree": tree, "server": bool(tree and needs_server(tree)), "unit": row.unit},
        "places": int(row.limits.get("places", DEFAULT_PLACES)),
        "held": coded(fact_of(row, filling.held.get(key))) if row.readonly_if else None,
        "columns": [{"key": column.key, "type": column.type} for column in row.columns],
    }
    for name in ("visible_if", "required_if", "readonly_if"):
        facts[name] = form.conditions.get((key, name))
    return facts
