"""Results that wait to be handed out, and who may take them."""

import re

from django.db.models import Q, QuerySet

from cases.models import Case, CaseState
from cases.queries.search import search_cases
from cases.queries.visibility import of_own_body
from core import clock
from core.encryption import blind_index
from deliveries.services.handing import CODE_DIGITS, PURPOSE
from identity.actors import Actor
from identity.models import CodeType, Mandate, MandateState, Party

PICKUP_CODE = re.compile(rf"\d{{{CODE_DIGITS}}}")


def ready_to_hand_out(actor: Actor, text: str = "") -> QuerySet[Case]:
    """Issued results of the actor's bodies; with a text those with this pick-up code, number or identity, or whose
    applicant's name begins with it."""
    found = of_own_body(actor).filter(state=CaseState.ISSUED)
    if not text:
        return found
    if PICKUP_CODE.fullmatch(text):
        return found.filter(delivery__code_index=blind_index(text, PURPOSE), delivery__delivered_at=None)
    return search_cases(found, text)


def known_receiver(case: Case, id_number: str) -> Party | None:
    """The person of this identity number if he may take the result without a code: the applicant himself, the agent of
    the case, or who holds a mandate of the applicant today that covers the item (A-04)."""
    found = Party.objects.filter(code_type=CodeType.ID_CARD, code_index=blind_index(id_number, "party.code")).first()
    if found is None or found.pk in {case.applicant_id, case.agent_id}:
        return found
    today = clock.today()
    mandates = Mandate.objects.filter(principal_id=case.applicant_id, agent=found, state=MandateState.ACTIVE)
    mandates = mandates.filter(since__lte=today).filter(Q(until=None) | Q(until__gte=today))
    covered = Q(item_codes=[]) | Q(item_codes__contains=[case.version.item.entry.base_code])
    return found if mandates.filter(covered).exists() else None
