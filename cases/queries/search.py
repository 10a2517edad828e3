"""Finding a case by what people carry: numbers, identity, phone, name."""

from django.db.models import Q, QuerySet

from cases.models import Case
from core.encryption import blind_index


def search_cases(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Among visible cases those with this exact receipt or case number, identity number, credit code or phone, or whose
    applicant's name begins with the text. Exact keys are compared whole, never as substrings (G-05)."""
    word = text.strip().upper()
    exact = Q(receipt_no=word) | Q(case_no=word)
    exact |= Q(applicant__code_index=blind_index(word, "party.code"))
    exact |= Q(contact_phone_index=blind_index(word, "case.phone"))
    return cases.filter(exact | Q(applicant_name__startswith=text.strip()))
