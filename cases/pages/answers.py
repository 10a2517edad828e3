"""What an applicant answered and handed in, section by section, for checking and for staff."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.pages.following import following_pairs
from cases.pages.proceedings import begun_sections
from cases.pages.wizard import material_row
from cases.queries.answers import shown_answer
from cases.queries.drafting import materials_of
from cases.queries.filling import filling_of
from cases.queries.outcomes import path_of_case
from core.masking import Audience
from items.rules.formpages import pages_of
from items.rules.forms import Row
from items.rules.situations import Step


def answer_sections(case: Case, *, edit: bool = True, audience: Audience = Audience.OWNER) -> list[dict[str, Any]]:
    """Applicant, situation, details and materials; `edit` adds the way back to each page of the wizard.

    Numbers are masked for any other audience than the applicant. What the body began by itself has one section that
    says what and why."""

    def href(name: str) -> str:
        return reverse(f"cases:apply_{name}", args=[case.pk]) if edit else ""

    if begun := begun_sections(case, staff=audience is Audience.STAFF):
        return begun
    who = [{"label": _("Applicant"), "value": case.applicant_name}]
    who += [{"label": _("Contact person"), "value": case.contact_name, "missing": _("not given")}]
    asked = [_situation_pair(step) for step in path_of_case(case).steps if not step.question.takes_none]
    pairs = [*who, *asked, *following_pairs(case)]
    sections = [{"title": _("Applicant and situation"), "pairs": pairs, "edit_href": href("situation")}]
    sections += _details(case, href("form"), audience)
    rows = [material_row(material) for material in materials_of(case)]
    sections.append({"title": _("Materials"), "materials": rows, "edit_href": href("materials")})
    return sections


def _details(case: Case, href: str, audience: Audience) -> list[dict[str, Any]]:
    """What the form asks and got, a section for every page and group."""
    filling = filling_of(case)
    visible = filling.evaluate(case.answers).visible
    found = []
    for page in pages_of(filling.form):
        for block in page.blocks:
            titles = [row.label for row in (page.row, block.group) if row]
            pairs = [_pair(case, row, audience) for row in block.questions if row.key in visible]
            edit_href = f"{href}?page={page.key}" if href and page.key else href
            title = " · ".join(titles) or _("What you filled in")
            found += [{"title": title, "pairs": pairs, "edit_href": edit_href}] if pairs else []
    return found


def _pair(case: Case, row: Row, audience: Audience) -> dict[str, Any]:
    answer = case.answers.get(row.key)
    pair: dict[str, Any] = {"label": row.label, "value": shown_answer(row, answer, audience), "missing": _("not given")}
    if row.type in {"file", "signature"}:
        pair["files"] = files_of(case, row, answer, audience)
    return pair


def files_of(case: Case, row: Row, answer: Any, audience: Audience) -> list[dict[str, str]]:
    """The files of an answer with the way to each, for the applicant or for staff."""
    stored = [one for one in (answer if isinstance(answer, list) else [answer]) if isinstance(one, dict)]
    name = "cases:answer_file" if audience == Audience.OWNER else "cases:desk_answer_file"
    words = {"signature": _("Signature")}
    return [
        {"href": reverse(name, args=[case.pk, row.key, number]), "name": words.get(row.type, str(one["name"]))}
        for number, one in enumerate(stored)
        if "file" in one
    ]


def _situation_pair(step: Step) -> dict[str, str]:
    label = "、".join(option.label for option in step.given)
    return {"label": step.question.ask, "value": label, "missing": _("not given")}
