"""What an applicant answered and handed in, section by section, for checking and for staff."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.forms import is_visible
from cases.models import Case
from cases.pages.wizard import material_row
from cases.queries.answers import shown_answer
from cases.queries.drafting import materials_of, questions_of, situations_of
from core.masking import Audience


def answer_sections(case: Case, *, edit: bool = True, audience: Audience = Audience.OWNER) -> list[dict[str, Any]]:
    """Applicant, situation, details and materials; `edit` adds the way back to each page of the wizard.

    Numbers are masked for any other audience than the applicant."""

    def href(name: str) -> str:
        return reverse(f"cases:apply_{name}", args=[case.pk]) if edit else ""

    who = [{"label": _("Applicant"), "value": case.applicant_name}]
    who += [{"label": _("Contact person"), "value": case.contact_name, "missing": _("not given")}]
    asked = [_situation_pair(case, situation) for situation in situations_of(case)]
    details = [
        {
            "label": question.label,
            "value": shown_answer(question, case.answers.get(question.key), audience),
            "missing": _("not given"),
        }
        for question in questions_of(case)
        if is_visible(question, case.answers)
    ]
    sections = [{"title": _("Applicant and situation"), "pairs": [*who, *asked], "edit_href": href("situation")}]
    if details:
        sections.append({"title": _("What you filled in"), "pairs": details, "edit_href": href("form")})
    rows = [material_row(material) for material in materials_of(case)]
    sections.append({"title": _("Materials"), "materials": rows, "edit_href": href("materials")})
    return sections


def _situation_pair(case: Case, situation: Any) -> dict[str, str]:
    chosen = case.choices.get(str(situation.pk))
    label = next((option.label for option in situation.options.all() if option.pk == chosen), "")
    return {"label": situation.ask, "value": label, "missing": _("not given")}
