"""What follows from the situation answers besides materials: charges, and the way through the offices (I-19)."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.facts import case_facts
from cases.queries.outcomes import outcome_of_case, route_for
from items.frozen import days_of_route, routes_of
from items.notes import fee_words, route_words
from items.rules.situations import Fee


def following_pairs(case: Case) -> list[dict[str, Any]]:
    """Charges and, where the item has several routes, the one this case takes; as it was accepted, or as it would be
    now."""
    outcome = outcome_of_case(case)
    fees = [Fee(**line) for line in case.fees] if case.accepted_at else outcome.fees
    pairs = [{"label": _("Fee"), "value": "\n".join(fee_words(fee) for fee in fees)}] if fees else []
    if len(routes_of(case.version_id)) > 1:
        route = case.route if case.accepted_at else route_for(case, outcome, case_facts(case))
        words = route_words(route.kind, days_of_route(route.pk)) if route else ""
        pairs.append({"label": _("Procedure"), "value": words})
    return pairs
