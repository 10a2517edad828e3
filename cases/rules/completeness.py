"""Whether the materials of a case allow it to go on."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """What the rule needs to know of one material."""

    name: str
    required: bool
    provided: bool
    faulty: bool = False
    deferred: bool = False
    pledged: bool = False


def missing_materials(materials: Iterable[MaterialFacts]) -> list[str]:
    """Names of required materials that are neither handed in, deferred nor pledged (C-01, C-04, S-22)."""
    return [m.name for m in materials if m.required and not (m.provided or m.deferred or m.pledged)]


def faulty_materials(materials: Iterable[MaterialFacts]) -> list[str]:
    """Names of materials the clerk found wrong; a case with one cannot be accepted (C-04)."""
    return [m.name for m in materials if m.faulty]
