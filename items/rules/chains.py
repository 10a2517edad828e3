"""Limits over a whole chain of items (P; T-25). Pure.

A chain has `key`, `limit` (days and unit: working or natural), `stages` each with a `limit`, and, where it is a part of
a greater whole that a law gives a time, `whole`, the name of that.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from items.rules.checks.finding import Finding
from items.rules.limits import PARTS, parts
from items.rules.regimes import WHOLES

UNITS = {"working": "WD", "natural": "ND"}
Chain = Mapping[str, Any]


def findings(chains: Sequence[Chain]) -> Iterator[Finding]:
    """Wholes no law knows, and those whose chains, one after another, take longer than the law allows. A chain counts
    with its own limit, or with that of its stages together where these take longer."""
    for name in dict.fromkeys(chain["whole"] for chain in chains if chain.get("whole")):
        of_it = [chain for chain in chains if chain.get("whole") == name]
        bound = WHOLES.get(name)
        if bound is None:
            yield Finding("whole_unknown", of_it[0]["key"], "T-25", {"name": name})
            continue
        taken = sum(_length(chain) for chain in of_it)
        if taken > parts(bound.amount, bound.unit):
            words = {"total": -(-taken // PARTS), "days": bound.amount, "law": bound.basis}
            yield Finding("whole_too_long", of_it[0]["key"], bound.code, words)


def _length(chain: Chain) -> int:
    return max(_parts(chain), sum(_parts(stage) for stage in chain["stages"]))


def _parts(limited: Mapping[str, Any]) -> int:
    limit = limited.get("limit") or {"days": 0, "unit": "working"}
    return parts(limit["days"], UNITS[limit["unit"]])
