"""Who did and said what about a case, level by level, for the record of its approval (D-19) and its metadata (2.13)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.rules.flowwords import NOT_SIGNED, STEPS
from core.models import EventRow


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One level: its stage, the unit and person, the verdict and opinion in words, from when (UTC) until when.
    `order` tells lines of one moment apart."""

    stage: str
    unit: str
    person: str
    verdict: str
    opinion: str
    began_at: datetime
    ended_at: datetime
    order: int = 0


Lines = Callable[[Case], list[FlowLine]]
Part = Callable[[Case], Any]
_lines: list[Lines] = []
_parts: dict[str, Part] = {}


def add_flow_lines(lines: Lines) -> None:
    """Let an upper app add the levels it knows, such as reviews with their opinions. Called from `ready()`."""
    _lines.append(lines)


def add_archive_part(name: str, part: Part) -> None:
    """Let an upper app fill a part of the metadata, such as the evaluation; None where there is none. Called from
    `ready()`."""
    _parts[name] = part


def parts_of(case: Case) -> dict[str, Any]:
    """What upper apps tell about a case, by the name of the part."""
    return {name: part(case) for name, part in _parts.items()}


def flow_of(case: Case) -> list[FlowLine]:
    """Every level so far, in the order in which it was settled."""
    found = [*_own_lines(case), *_proposals(case)]
    for lines in _lines:
        found.extend(lines(case))
    return sorted(found, key=lambda line: (line.ended_at, line.order))


def _own_lines(case: Case) -> list[FlowLine]:
    rows = EventRow.objects.filter(stream="case", stream_id=case.pk, name__in=STEPS).order_by("sequence")
    return [_line(case, row) for row in rows]


def _line(case: Case, row: EventRow) -> FlowLine:
    stage, verdict = STEPS[row.name]
    person = NOT_SIGNED if row.actor_kind == "system" else row.actor_label
    unit = case.applicant_name if row.actor_kind == "citizen" else case.department.name
    opinion = case.reasons if row.name in {"cases.CaseRefused", "cases.CaseDeclined"} else ""
    return FlowLine(stage, unit, person, verdict, opinion, row.at, row.at, row.sequence)


def _proposals(case: Case) -> list[FlowLine]:
    found = case.proposals.exclude(verdict="").select_related("proposed_by__department", "decided_by__department")
    lines = []
    for each in found:
        by, decider, kind = each.proposed_by, each.decided_by, str(each.get_kind_display())
        lines.append(
            FlowLine("呈批", by.department.name, by.name, kind, each.reason, each.proposed_at, each.proposed_at)
        )
        if decider is not None and each.decided_at is not None:
            verdict = f"{kind}：{each.get_verdict_display()}"
            said = (decider.department.name, decider.name, verdict, each.remark)
            lines.append(FlowLine("审批", *said, each.proposed_at, each.decided_at))
    return lines
