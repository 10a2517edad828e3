"""The numbers of a case in full, for staff who gave a reason."""

from typing import Any

from django.utils.translation import gettext as _

from cases.forms import is_visible
from cases.models import Case
from cases.queries.answers import is_personal, shown_answer
from cases.queries.drafting import questions_of


def full_pairs(case: Case) -> list[dict[str, Any]]:
    """Label and value of every identity and phone number that the pages of the case mask; what is missing is left
    out."""
    pairs = [
        *(
            (_("%(who)s: %(what)s") % {"who": party.name, "what": party.get_code_type_display()}, party.code)
            for party in (case.applicant, case.agent)
            if party
        ),
        *(
            (_("%(who)s: %(what)s") % {"who": party.name, "what": _("Mobile phone")}, party.phone)
            for party in (case.applicant, case.agent)
            if party
        ),
        (
            _("%(who)s: %(what)s") % {"who": case.contact_name or _("Contact person"), "what": _("Mobile phone")},
            case.contact_phone,
        ),
        *(
            (question.label, shown_answer(question, case.answers.get(question.key)))
            for question in questions_of(case)
            if is_personal(question) and is_visible(question, case.answers)
        ),
    ]
    return [{"label": label, "value": value, "number": True} for label, value in pairs if value]
