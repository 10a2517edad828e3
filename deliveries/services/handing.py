"""Planning a hand-over, its pick-up code, and what its proof says."""

import hmac
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.encryption import blind_index
from core.locks import hold
from core.models import StoredFile
from core.refusal import Refusal
from deliveries.models import DeliveryWay, ResultDelivery
from deliveries.rules.proofs import Proof, gaps

CODE_DIGITS = 8
CODE_TRIES = 5
CODE_LOCK_MINUTES = 30
PURPOSE = "delivery.pickup"


def plan_delivery(way: DeliveryWay, *, recipient: str, phone: str = "", address: str = "") -> ResultDelivery:
    """A hand-over that is still to come."""
    return ResultDelivery.objects.create(
        way=way, recipient_name=recipient, recipient_phone=phone, address=address, created_at=clock.now()
    )


def give_code(delivery: ResultDelivery) -> str:
    """Give a planned hand-over a new pick-up code that no other open one has; a former code is void."""
    with transaction.atomic():
        while True:
            delivery.code_round += 1
            code = _worked_out(delivery)
            index = blind_index(code, PURPOSE)
            hold(f"{PURPOSE}:{index.hex()}")
            if not ResultDelivery.objects.filter(code_index=index, delivered_at=None).exists():
                break
        delivery.code_index, delivery.code_tries, delivery.code_locked_until = index, 0, None
        delivery.save(update_fields=["code_index", "code_round", "code_tries", "code_locked_until"])
    return code


def code_of(delivery: ResultDelivery) -> str:
    """The pick-up code of an open hand-over, for its owner; empty when it has none or is over."""
    return _worked_out(delivery) if delivery.code_index and delivery.delivered_at is None else ""


def check_code(delivery: ResultDelivery, code: str) -> None:
    """Refuse `wrong_code` unless this is the pick-up code, and `code_locked` for half an hour after five wrong ones.

    Commits on its own: a wrong try counts although what follows it is refused.
    """
    now = clock.now()
    with transaction.atomic():
        row = ResultDelivery.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.pk)
        if row.code_locked_until and row.code_locked_until > now:
            raise Refusal("code_locked", _("Too many wrong codes. Please try again in 30 minutes."), field="code")
        if row.code_index and hmac.compare_digest(row.code_index, blind_index(code, PURPOSE)):
            return
        _count_wrong(row, now)
    raise Refusal("wrong_code", _("This is not the pick-up code of this result."), field="code")


def check_proof(proof: Proof, *, signature: bool) -> None:
    """Refuse `proof`, naming what is missing, when the way asks for more than the proof states (D-16); `signature`
    tells whether a picture of one comes with it."""
    if missing := gaps(proof, signature=signature):
        words = _("The proof of delivery lacks something this way of delivering needs.")
        raise Refusal("proof", words, faults=dict.fromkeys(missing, _("This is needed for the proof of delivery.")))


def complete_delivery(
    planned: ResultDelivery | None, proof: Proof, *, at: datetime, signature: StoredFile | None = None
) -> ResultDelivery:
    """Write down that it was handed over, as the proof says (C-21, D-16); `planned` is the row if there is one."""
    row = planned or ResultDelivery(created_at=at)
    row.way, row.recipient_name, row.recipient_code = proof.way, proof.recipient[:60], proof.recipient_code
    row.relation, row.identity_check = proof.relation, proof.identity_check
    row.place, row.deliverer = proof.place[:120], proof.deliverer[:120]
    row.signed_on_paper, row.signature = proof.signed_on_paper, signature
    row.refusal, row.witness, row.delivered_at = proof.refusal[:200], proof.witness[:60], at
    row.save()
    return row


def _worked_out(delivery: ResultDelivery) -> str:
    """The code of this row and round: only who holds the key of the indexes can work it out, so it is kept nowhere."""
    digest = blind_index(f"{delivery.pk}:{delivery.code_round}", f"{PURPOSE}.code")
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def _count_wrong(row: ResultDelivery, now: datetime) -> None:
    row.code_tries += 1
    if row.code_tries >= CODE_TRIES:
        row.code_tries, row.code_locked_until = 0, now + timedelta(minutes=CODE_LOCK_MINUTES)
    row.save(update_fields=["code_tries", "code_locked_until"])
