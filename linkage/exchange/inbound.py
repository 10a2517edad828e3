"""What partners send back about a case."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.life import locked
from core import clock
from core.events import PastDoer
from core.outbox import publish
from core.refusal import Refusal
from linkage.events import PartnerAnswered
from linkage.exchange.partners import Partner
from linkage.models import PartnerResult


@dataclass(frozen=True, slots=True)
class Answer:
    """A result a partner sends: `key` is its own, so that sending it again changes nothing."""

    key: str
    receipt_no: str
    title: str
    text: str


def take_answer(answer: Answer, *, sender: Partner) -> PartnerResult:
    """Store a partner's result on the case it names, once per key. Refuses `unknown_case`. Publishes
    PartnerAnswered.
    """
    case = Case.objects.filter(receipt_no=answer.receipt_no).first()
    if case is None:
        raise Refusal("unknown_case", _("No case has this receipt number."), field="receipt_no")
    known = PartnerResult.objects.filter(partner=sender.code, key=answer.key).first()
    if known is not None:
        return known
    with locked(case) as case:
        try:
            with transaction.atomic():
                result = PartnerResult.objects.create(
                    case=case,
                    partner=sender.code,
                    key=answer.key,
                    title=answer.title,
                    text=answer.text,
                    received_at=clock.now(),
                )
        except IntegrityError:
            return PartnerResult.objects.get(partner=sender.code, key=answer.key)
        publish(
            PartnerAnswered(case_id=case.pk, result_id=result.pk, partner=sender.code, title=answer.title),
            by=PastDoer("client", None, sender.code),
        )
    return result
