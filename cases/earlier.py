"""What the applicant answered the last time he applied for the same item, as a proposal: `earlier.<key>`."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, CaseState
from items.frozen import form_of
from items.prefill import Known, Source, Subject, Trust, register_provider
from items.rules.forms import Row


def register_earlier_answers() -> None:
    """Called from `ready()`."""
    source = Source("earlier.*", gettext_lazy("The answer of the applicant's last application"), "text", Trust.DECLARED)
    register_provider("earlier", [source], _answers)


def _answers(subject: Subject, names: Collection[str]) -> dict[str, Known]:
    """Only plain answers: files, tables and places are given anew."""
    filed = Case.objects.filter(applicant_id=subject.party_id, version__item_id=subject.item_id)
    last = filed.exclude(state=CaseState.DRAFT).exclude(pk=subject.case_id or 0).order_by("-pk").first()
    if last is None:
        return {}
    source = _("Your application %(number)s") % {"number": last.receipt_no}
    rows = {f"earlier.{row.key}": row for row in form_of(last.version_id).questions}
    wanted = {name: _words(rows[name], last.answers.get(rows[name].key)) for name in names if name in rows}
    return {name: Known(words, source, False) for name, words in wanted.items() if words}


def _words(row: Row, answer: Any) -> str:
    """As a library would hold it: yes or no, money in yuan."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if row.type == "money" and isinstance(answer, int):
        return f"{Decimal(answer).scaleb(-2):f}"
    return str(answer) if isinstance(answer, str | int) else ""
