"""Where forms get answers that are known already: upper apps say what they can fill in, and do it.

A source has a dotted name, as a row of a form names it in `prefill`: `enterprise.address`, `licence.<name>.<field>`.
Its first word is the head of its provider; a part `*` stands for any words.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Trust(StrEnum):
    """How far a source vouches for its values."""

    AUTHORITY = "authority"
    """An authority keeps it: what it verified cannot be changed in the form."""
    DECLARED = "declared"
    """Somebody said so before: a proposal."""
    DERIVED = "derived"
    """Worked out by this hall, such as a day of the calendar: a proposal."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing a form may be prefilled with; `type` is the type of row it suits best."""

    name: str
    label: str | Promise
    type: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is held already: where it comes from, and whether it is verified (then read-only)."""

    value: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose form is filled in: the applicant, his kind (person or enterprise), the item, the application, if it is
    begun already, and the project it was put to."""

    party_id: int
    kind: str
    item_id: int
    case_id: int | None = None
    project_id: int | None = None


Fill = Callable[[Subject, Collection[str]], Mapping[str, Known]]
"""What a provider knows of the names asked for, all of which begin with its head."""

_providers: dict[str, tuple[tuple[Source, ...], Fill]] = {}


def register_provider(head: str, sources: Sequence[Source], fill: Fill) -> None:
    """Let an app fill in whatever begins with `head`. Called from `ready()`."""
    _providers[head] = (tuple(sources), fill)


def sources() -> list[Source]:
    """Everything a form may be prefilled with, for whoever designs one."""
    return [source for listed, _fill in _providers.values() for source in listed]


def is_known(name: str) -> bool:
    """Whether a source of that name was registered."""
    parts = name.split(".")
    return any(_fits(source.name.split("."), parts) for source in sources())


def known_for(subject: Subject, names: Collection[str]) -> dict[str, Known]:
    """What is held of these names; providers nobody asks for are not troubled."""
    found: dict[str, Known] = {}
    for head, (_sources, fill) in _providers.items():
        if wanted := [name for name in names if name.split(".")[0] == head]:
            found |= fill(subject, wanted)
    return found


def _fits(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    return len(pattern) == len(parts) and all(
        one == part or (one == "*" and part) for one, part in zip(pattern, parts, strict=True)
    )
