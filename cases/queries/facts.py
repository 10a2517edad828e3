"""The facts conditions may ask about a case."""

from typing import Any

from cases.models import Case
from items.models import SituationOption


def case_facts(case: Case) -> dict[str, Any]:
    """Facts by name: `answer.<form key>`, `situation.<order>` (the chosen label), `handling`, `channel`,
    `applicant.kind`.
    """
    labels = dict(
        SituationOption.objects.filter(pk__in=[int(pk) for pk in case.choices.values()]).values_list(
            "situation__order", "label"
        )
    )
    facts: dict[str, Any] = {f"answer.{key}": value for key, value in case.answers.items()}
    facts |= {f"situation.{order}": label for order, label in labels.items()}
    facts["handling"] = case.handling.name if case.handling else ""
    facts["channel"] = case.channel
    facts["applicant.kind"] = case.applicant.kind
    return facts
