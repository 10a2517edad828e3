"""What the body begins by itself about a licence it gave (依职权, C-23, C-24)."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class ProceedingBegun(CaseEvent):
    """The body wants to rescind, cancel or revoke a licence; ground and facts stay in the proceeding."""

    proceeding_id: int
    licence_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class ProceedingConcluded(CaseEvent):
    """It was decided. `holder_id` may not ask for such a licence again for `bars_years` years (C-24: three when it was
    obtained by deceit), 0 where nothing bars him."""

    proceeding_id: int
    licence_id: int
    holder_id: int
    kind: str
    ground: str
    upheld: bool
    bars_years: int
