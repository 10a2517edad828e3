"""Finding a case by what people carry: numbers, identity, phone, name."""

from django.db.models import Q, QuerySet

from cases.models import Case
from core.encryption import blind_index
from identity.models import CodeType, Party


def search_cases(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Among visible cases those with this exact receipt or case number, identity number, credit code or phone, or whose
    applicant's name begins with the text. Exact keys are compared whole, never as substrings (G-05)."""
    word = text.strip().upper()
    exact = Q(receipt_no=word) | Q(case_no=word) | Q(applicant_id__in=_parties_with(word))
    exact |= Q(contact_phone_index=blind_index(word, "case.phone"))
    return cases.filter(exact | Q(applicant_name__startswith=text.strip()))


def _parties_with(code: str) -> list[int]:
    """Keys of parties with this code. Asked for beforehand: an alternative in another table would hide every index."""
    index = blind_index(code, "party.code")
    return list(Party.objects.filter(code_type__in=CodeType.values, code_index=index).values_list("pk", flat=True))
