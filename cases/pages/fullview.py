"""The numbers of a case in full, for staff who gave a reason."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from cases.queries.answers import is_personal, shown_answer
from cases.queries.drafting import questions_of
from identity.models import PartyKind


def full_pairs(case: Case) -> list[dict[str, Any]]:
    """Label and value of every identity and phone number that the pages of the case mask; what is missing is left
    out."""
    people = [party for party in (case.applicant, case.agent) if party is not None]
    pairs: list[tuple[str, str]] = []
    for party in people:
        if party.kind == PartyKind.PERSON:
            pairs.append((_whose(party.name, party.get_code_type_display()), party.code))
        pairs.append((_whose(party.name, _("Mobile phone")), party.phone))
    if case.contact_phone not in {party.phone for party in people}:
        pairs.append((_whose(case.contact_name or _("Contact person"), _("Mobile phone")), case.contact_phone))
    for question in questions_of(case):
        if is_personal(question):
            pairs.append((question.label, shown_answer(question, case.answers.get(question.key))))
    return [{"label": label, "value": value, "number": True} for label, value in pairs if value]


def _whose(who: str, what: str) -> str:
    return _("%(who)s: %(what)s") % {"who": who, "what": what}
