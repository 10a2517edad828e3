"""Who may act for an enterprise: granting and ending mandates (A-04)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.outbox import publish
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from identity.actors import Actor
from identity.events import MandateEnded, MandateGranted
from identity.models import Mandate, MandateState, Party
from identity.queries import in_force, mandates_visible_to
from identity.rules import latest_mandate_end
from identity.services.persons import registered_person
from identity.services.proof import prove

PER_ACCOUNT = (Rate(10, 3600), Rate(30, 86400))


@dataclass(frozen=True, slots=True)
class MandateOrder:
    """Who is to act: name, and identity number or mobile phone; to the end of which day; for which items.

    `item_codes` are base codes; none means all items.
    """

    name: str
    number: str
    until: date
    item_codes: tuple[str, ...] = ()


def grant_mandate(order: MandateOrder, *, code: str, by: Actor, address: str) -> Mandate:
    """Let a registered person act for the enterprise that `by` represents, from today; proven by a fresh code (A-10).

    Refuses `not_representative`, `term`, `own_number`, `unknown_person` (alike for unknown numbers and other names),
    `granted_already`, and as `prove` does. Publishes MandateGranted.
    """
    principal_id = _represented(by)
    _check_term(order.until)
    count_try(f"mandate:{by.account_id}", PER_ACCOUNT)
    agent = registered_person(name=order.name, number=order.number)
    if agent is None:
        sentence = _("Nobody is registered under this name and number. Ask the person to register here first.")
        raise Refusal("unknown_person", sentence, field="number")
    if agent.pk == by.self_party_id:
        raise Refusal("own_number", _("This is your own number. You act for the enterprise already."), field="number")
    _check_new(principal_id, agent)
    prove(by=by, address=address, code=code)
    with transaction.atomic():
        Party.objects.select_for_update(of=("self",)).get(pk=principal_id)
        _check_new(principal_id, agent)
        mandate = Mandate.objects.create(
            principal_id=principal_id,
            agent=agent,
            item_codes=list(order.item_codes),
            since=clock.today(),
            until=order.until,
        )
        parties = {"principal_id": principal_id, "agent_id": agent.pk}
        publish(MandateGranted(mandate_id=mandate.pk, until=order.until.isoformat(), **parties), by=by)
    return mandate


def end_mandate(mandate: Mandate, *, by: Actor) -> Mandate:
    """Withdraw a mandate as legal representative, or lay it down as its agent; it ends at once.

    Ending it twice changes nothing. Refuses `not_yours` and `representative`: who represents the enterprise in law is
    entered by the registration authority. Publishes MandateEnded.
    """
    with transaction.atomic():
        mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        if not mandates_visible_to(by).filter(pk=mandate.pk).exists():
            raise Refusal("not_yours", _("This mandate is not yours to end."))
        if mandate.legal_representative:
            sentence = _("The legal representative is entered by the registration authority, not here.")
            raise Refusal("representative", sentence)
        if mandate.state == MandateState.REVOKED:
            return mandate
        mandate.state = MandateState.REVOKED
        mandate.save(update_fields=["state"])
        parties = {"principal_id": mandate.principal_id, "agent_id": mandate.agent_id}
        publish(MandateEnded(mandate_id=mandate.pk, **parties), by=by)
    return mandate


def _represented(by: Actor) -> int:
    if by.acting is None or not by.acting.legal_representative:
        raise Refusal("not_representative", _("Only the legal representative of the enterprise may do this."))
    return by.acting.party_id


def _check_term(until: date) -> None:
    today = clock.today()
    if until < today:
        raise Refusal("term", _("This day is over. Choose today or a later day."), field="until")
    if until > latest_mandate_end(today):
        raise Refusal("term", _("A mandate runs three years at most; it can be granted again."), field="until")


def _check_new(principal_id: int, agent: Party) -> None:
    if in_force(Mandate.objects.filter(principal_id=principal_id, agent=agent)).exists():
        sentence = _("This person may act for the enterprise already. End that mandate before granting another.")
        raise Refusal("granted_already", sentence, field="number")
