"""After a case has ended: what was wrong in its papers is put right by an act of its own."""

from dataclasses import dataclass

from cases.events.base import CaseEvent


@dataclass(frozen=True, kw_only=True)
class CaseAmended(CaseEvent):
    """An error in a paper or in the licence of an ended case was corrected (更正); `version` counts them."""

    amendment_id: int
    version: int
