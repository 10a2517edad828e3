"""The facts conditions may ask about a case."""

from typing import Any

from cases.models import Case
from cases.queries.outcomes import path_of_case
from cases.queries.pledges import pledge_of
from items.frozen import form_of
from items.rules.forms import fact_of


def application_facts(case: Case) -> dict[str, Any]:
    """Facts besides the answers: `situation.<order>` (the chosen label; labels where the question takes several),
    `handling`, `channel`, `applicant.kind`."""
    facts = path_of_case(case).facts()
    facts["handling"] = case.handling.name if case.handling else ""
    facts["channel"] = case.channel
    facts["applicant.kind"] = case.applicant.kind
    return facts


def case_facts(case: Case) -> dict[str, Any]:
    """All facts by name: those of the application, and `answer.<form key>` as items.rules.forms gives it, and
    `pledge`: whether the applicant pledges instead of proving (2.4)."""
    facts = application_facts(case)
    facts["pledge"] = pledge_of(case) is not None
    for row in form_of(case.version_id).questions:
        if row.key in case.answers:
            facts[f"answer.{row.key}"] = fact_of(row, case.answers[row.key])
    return facts
