"""Handing a result out: planning it, at the window, and in the other ways the law knows (C-21, D-16, D-18)."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from cases.events import PickupReady
from cases.models import Case, CaseState, Channel
from cases.queries.handing import known_receiver
from cases.queries.papers import desk_words
from cases.services.issuing import deliver_result
from cases.services.life import locked
from cases.services.sending import send_result, under_way, usual_carrier
from cases.states import must_allow
from core.events import Doer
from core.models import StoredFile
from core.outbox import publish
from core.refusal import Refusal
from core.services.files import store_file
from deliveries.carriers import carriers
from deliveries.models import DeliveryWay, Parcel, Relation
from deliveries.rules.proofs import Proof
from deliveries.services.handing import check_code, check_proof, give_code, plan_delivery
from deliveries.services.parcels import settle
from identity.actors import Actor

AT_WINDOW = {Channel.WINDOW, Channel.TOWN, Channel.COURIER}
"""Who applied so may have no account: his result is handed out at the window unless he wishes otherwise."""
CHOOSABLE = (DeliveryWay.ELECTRONIC, DeliveryWay.WINDOW, DeliveryWay.COURIER)
PICTURES = ("png", "jpg", "jpeg")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who stands at the window: name and identity number as on his document, how it was checked, whom he is to the
    applicant (empty for somebody we know), the pick-up code he brought, and how he signed."""

    name: str
    id_number: str
    identity_check: str
    relation: str = ""
    code: str = ""
    signed_on_paper: bool = False
    signature: "File[bytes] | None" = None


def choose_delivery(
    case: Case, *, way: DeliveryWay, recipient: str = "", phone: str = "", address: str = "", by: Doer
) -> Case:
    """How the applicant wants his result (C-42): may be changed until a parcel is under way or it is delivered.

    For an issued result it is acted upon at once. Refuses `way` for one that is not his to choose, `address` for a
    courier without name, telephone and address, `no_carrier`, `under_way` and `wrong_state` (conflicts). Publishes what
    `prepare_hand_over` does.
    """
    if way not in CHOOSABLE:
        raise Refusal("way", _("Please choose one."), field="way")
    if way == DeliveryWay.COURIER and not (recipient and phone and address):
        raise Refusal("address", _("The courier needs name, telephone and address."), field="address")
    if way == DeliveryWay.COURIER:
        usual_carrier()
    with locked(case) as case:
        must_wait(case)
        name = recipient or case.contact_name or case.applicant_name
        if case.delivery is None:
            case.delivery = plan_delivery(way, recipient=name, phone=phone, address=address)
            case.save(update_fields=["delivery"])
        else:
            planned = case.delivery
            planned.way, planned.recipient_name = way, name[:60]
            planned.recipient_phone, planned.address = phone, address
            planned.save(update_fields=["way", "recipient_name", "recipient_phone", "address"])
        if case.state == CaseState.ISSUED:
            _act_upon(case, by)
    return case


def must_wait(case: Case) -> None:
    """Refuse `wrong_state` when nothing is to be handed out any more, `under_way` while a courier has it."""
    if CaseState(case.state).is_final or case.state in {CaseState.DRAFT, CaseState.DELIVERED}:
        raise Refusal("wrong_state", _("There is nothing left to be handed out."), conflict=True)
    if under_way(case):
        raise Refusal("under_way", _("The courier has your result already."), conflict=True)


def prepare_hand_over(case: Case, *, by: Doer) -> Case:
    """What follows when a result is issued: the courier is called, or a pick-up code is given and the applicant told
    where to fetch it (D-18). Publishes PickupReady, or what `send_result` does; nothing where the wallet is enough.
    """
    with locked(case) as case:
        if case.state != CaseState.ISSUED:
            return case
        if case.delivery is None:
            usual = DeliveryWay.WINDOW if case.channel in AT_WINDOW else DeliveryWay.ELECTRONIC
            case.delivery = plan_delivery(usual, recipient=case.contact_name or case.applicant_name)
            case.save(update_fields=["delivery"])
        _act_upon(case, by)
    return case


def offer_at_window(case: Case, *, by: Doer) -> Case:
    """Keep the result at the window from now on, with a new pick-up code. Publishes PickupReady; callers hold the
    case."""
    assert case.delivery is not None, "an issued result has its hand-over planned"
    case.delivery.way = DeliveryWay.WINDOW
    case.delivery.save(update_fields=["way"])
    give_code(case.delivery)
    publish(PickupReady(case_id=case.pk), by=by)
    return case


def keep_at_window(case: Case, parcel: Parcel, *, by: Doer) -> Case:
    """Somebody saw to a parcel that failed: the result waits at the window from now on. Refuses what `settle` refuses;
    of a case that was delivered otherwise meanwhile the parcel is only ticked off. Publishes PickupReady."""
    with locked(case) as case:
        settle(parcel, by=by)
        if case.state == CaseState.ISSUED:
            offer_at_window(case, by=by)
    return case


def hand_over(case: Case, receiver: Receiver, *, by: Actor) -> Case:
    """Hand the result to whoever stands at the window (C-21): checked by card or number, signed for, proved by D-16.

    The applicant, the agent of the case and who holds his mandate need no code; everybody else brings the pick-up code
    and says what he is to the applicant. Refuses `code_needed`, `wrong_code`, `code_locked`, `other_name` when we know
    this number under another name, `relation`, and `proof` for what D-16 must state and nobody said.
    """
    known = known_receiver(case, receiver.id_number)
    if known is not None and known.name != receiver.name.strip():
        raise Refusal("other_name", _("Name and identity number do not belong together."), field="name")
    if receiver.code or known is None:
        _check_code(case, receiver.code)
    relation = receiver.relation
    if known is not None:
        relation = Relation.SELF if known.pk == case.applicant_id else Relation.AGENT
    elif relation in {"", Relation.SELF}:
        raise Refusal("relation", _("Say what he is to the applicant."), field="relation")
    proof = Proof(
        DeliveryWay.WINDOW.value,
        receiver.name.strip(),
        recipient_code=receiver.id_number,
        relation=relation,
        identity_check=receiver.identity_check,
        place=by.place_label or desk_words(case) or settings.HALL["address"],
        deliverer=by.label,
        signed_on_paper=receiver.signed_on_paper,
    )
    return _deliver(case, proof, receiver.signature, by)


def deliver_otherwise(case: Case, proof: Proof, *, by: Actor, signature: "File[bytes] | None" = None) -> Case:
    """Deliver by leaving the result before a witness, through another body, or by announcement (D-16).

    Refuses `way` for any other, and `proof` for what the way must state and nobody said.
    """
    if proof.way not in {DeliveryWay.LEFT, DeliveryWay.ENTRUSTED, DeliveryWay.ANNOUNCED}:
        raise Refusal("way", _("Please choose one."), field="way")
    named = replace(proof, recipient=proof.recipient or case.applicant_name, deliverer=proof.deliverer or by.label)
    return _deliver(case, named, signature, by)


def _deliver(case: Case, proof: Proof, signature: "File[bytes] | None", by: Actor) -> Case:
    check_proof(proof, signature=signature is not None)
    with locked(case) as case:
        must_allow(case, "deliver")
        if under_way(case):
            raise Refusal("under_way", _("A courier has this result: wait until it comes back."), conflict=True)
        stored: StoredFile | None = None
        if signature is not None:
            stored = store_file(signature, name=signature.name or "signature.png", allowed=PICTURES)
        given: dict[str, Any] = {"proof": proof, "signature": stored, "by": by}
        return deliver_result(case, way=DeliveryWay(proof.way), recipient=proof.recipient, **given)


def _check_code(case: Case, code: str) -> None:
    if not code or case.delivery is None:
        sentence = _("Whoever is not the applicant or his agent brings the pick-up code.")
        raise Refusal("code_needed", sentence, field="code")
    check_code(case.delivery, code)


def _act_upon(case: Case, by: Doer) -> None:
    assert case.delivery is not None
    if case.delivery.way == DeliveryWay.COURIER and carriers():
        send_result(case, by=by)
    elif case.delivery.way != DeliveryWay.ELECTRONIC:
        offer_at_window(case, by=by)
