"""What a check says, and what it may know beside the item."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `place` is the element with row and column, such as `materials.2.basis`, rows counted
    from 1; `rule` the rule it breaks; `words` fill the places of its sentence in `items.notes`. One that is not `grave`
    is a hint and hinders nothing.
    """

    code: str
    place: str
    rule: str = "I-15"
    words: Mapping[str, Any] = field(default_factory=dict)
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known around an item: level 1–7, credit code and posts of its body (`posts` by department key, "" for the
    body itself), its directory row, names of licences the library can hand out, facts that conditions may ask for with
    their types, departments that may sit in a stage, whether a name is one that forms can be prefilled from, the
    intermediary services that the official list lets it ask for. Empty or None where nobody knows.
    """

    level: int = 0
    uscc: str = ""
    posts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    entry_name: str = ""
    entry_type: str = ""
    entry_levels: frozenset[int] = frozenset()
    entry_laws: frozenset[str] = frozenset()
    has_children: bool = False
    licences: frozenset[str] = frozenset()
    services: frozenset[str] | None = None
    facts: Mapping[str, str] | None = None
    is_source: Callable[[str], bool] = lambda _name: True
