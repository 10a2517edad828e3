"""What must be true of an item before it is handed over or published (I-15, I-20). Pure: works on the normal shape."""

from collections.abc import Mapping
from typing import Any

from items.rules.checks import codes, consistency, filled, forms, materials, papers, routes, situations
from items.rules.checks.finding import Finding, Surroundings

CHECKS = (
    *(codes.findings, consistency.findings, materials.findings),
    *(situations.findings, forms.findings, routes.findings, papers.findings),
)

__all__ = ["Finding", "Surroundings", "errors", "findings"]


def findings(shape: Mapping[str, Any], around: Surroundings | None = None) -> list[Finding]:
    """Everything found in a normal shape, errors and hints, in the order of the checks; empty when it is sound.

    `around` is what the item's surroundings say: its body, its directory row, the licence library. What they do not say
    is not checked.
    """
    around = around or Surroundings()
    readable = filled.readable(shape)
    rest = [found for check in CHECKS for found in check(readable, around)]
    return [*filled.findings(shape, around), *rest]


def errors(shape: Mapping[str, Any], around: Surroundings | None = None) -> list[Finding]:
    """What hinders handing over and publishing."""
    return [found for found in findings(shape, around) if found.grave]
