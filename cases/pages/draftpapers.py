"""What a paper in the wording of a draft says: of a real case, or of one that is made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, Document
from cases.queries.answers import NOT_PRINTED, shown_answer
from cases.queries.papers import paper_context, paper_values
from cases.rules.paperwords import basis_of, title_of
from core import clock
from core.templatetags.papers import paper_date
from items.models import FieldType, ItemDraft
from items.rules.forms import Form, Row
from items.rules.papers import ANSWERS, KINDS, fill
from items.rules.shapes import Shape, normal

RECEIPT_NO, CASE_NO = "3205820000000000000001", "32058200000000000001"
"""Numbers no case has."""
SAMPLES: Mapping[str, Any] = {
    **{FieldType.INTEGER: 80, FieldType.DECIMAL: "80.5", FieldType.PERCENTAGE: "51", FieldType.MONEY: 1_000_000},
    **{FieldType.DATE: "2026-01-01", FieldType.TIME: "09:00", FieldType.BOOLEAN: True},
    FieldType.REGION: {"name": "张家港市杨舍镇", "code": "320582"},
    FieldType.MAP_POINT: {"address": "张家港市杨舍镇", "lng": "120.55", "lat": "31.87"},
}


@dataclass(frozen=True, slots=True)
class DraftPaper:
    """One paper as the draft words it: its title, who it is for, its lines; whether the remedies follow."""

    kind: str
    title: str
    number: str
    receipt_no: str
    applicant: str
    lines: list[str]
    with_remedies: bool


def wordings(draft: ItemDraft) -> dict[str, str]:
    """The templates of the draft by kind of paper."""
    return {row["kind"]: row["body"] for row in normal(draft.content)["templates"]}


def draft_paper(draft: ItemDraft, kind: str, body: str, case: Case | None) -> DraftPaper:
    """The paper as it would be made with this wording. Raises ValueError for a template that cannot be filled; checked
    ones can."""
    values = _real(draft, kind, case) if case else _made_up(draft, kind)
    title = title_of(kind, draft.content["type"]) if kind in ("D-04", "D-12", "D-13") else KINDS[kind].term
    return DraftPaper(
        kind=kind,
        title=title,
        number=_("number given when it is made"),
        receipt_no=values["receipt_no"],
        applicant=values["applicant"],
        lines=fill(body, values),
        with_remedies=KINDS[kind].remedies,
    )


def _real(draft: ItemDraft, kind: str, case: Case) -> dict[str, Any]:
    """What the paper of this case would be given; the answers are those that may be printed. What only its decision
    will bring is made up."""
    shape, paper = normal(draft.content), "D-12" if kind == "licence" else kind
    accepted = clock.local(case.accepted_at).date() if case.accepted_at else clock.today()
    content = {**_content(shape), "accepted_on": accepted.isoformat()}
    if case.reasons:
        content["reasons"] = case.reasons
    document = Document(case=case, kind=paper, content=content, ordered_at=clock.now())
    return paper_values(paper_context(document, case), case)


def _made_up(draft: ItemDraft, kind: str) -> dict[str, Any]:
    shape, content = normal(draft.content), _content(normal(draft.content))
    questions = [row for row in Form.of(Row.of(row) for row in shape["form"]).questions if row.type not in NOT_PRINTED]
    basis = [(row["law"], row["article"]) for row in shape["legal_basis"]]
    return {
        **{"applicant": _("(example) applicant"), "item": shape["name"], "authority": draft.item.department.name},
        **{"receipt_no": RECEIPT_NO, "case_no": CASE_NO},
        "laws": basis_of(kind, shape["type"], basis),
        **content,
        **{name: paper_date(content[name]) for name in ("accepted_on", "decided_on")},
        ANSWERS: {row.key: shown_answer(row, _sample(row)) for row in questions},
    }


def _content(shape: Shape) -> dict[str, Any]:
    """What a decision on this item brings, made up where only the decision can tell; days as ISO texts."""
    result: Mapping[str, Any] = next(iter(shape["results"]), {})
    return {
        "reasons": _("(example) the reasons written in the decision"),
        "competent_body": _("(example) another body"),
        "accepted_on": (clock.today() - timedelta(days=7)).isoformat(),
        "decided_on": clock.today().isoformat(),
        "result": result.get("name", ""),
        "validity_years": result.get("validity_years"),
    }


def _sample(row: Row) -> Any:
    """An answer such as this question may get."""
    if row.type == FieldType.MULTICHOICE:
        return list(row.options[:2])
    if row.options:
        return row.options[0]
    return SAMPLES.get(row.type, _("(example) %(name)s") % {"name": row.label})
