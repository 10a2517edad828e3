"""Setting a limit for this installation."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.events import LimitSet
from cases.models import LimitRule
from cases.queries.limits import forget_limits
from cases.rules.limits import LAW
from core import clock
from core.deadlines import Limit
from core.locks import hold
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor


def set_limit(code: str, limit: Limit, *, basis: str, by: Actor) -> LimitRule:
    """Keep this limit instead of the law's, for every clock that starts from now on; at most a minute later everywhere.

    Refuses `beyond_law` where the law allows no such limit, and `basis` without the paper that sets it. Raises KeyError
    for a code the law does not have. Publishes LimitSet.
    """
    law = LAW[code]
    if not law.allows(limit):
        raise Refusal("beyond_law", _("The law allows no such limit."), field="amount")
    if not basis.strip():
        raise Refusal("basis", _("Name the paper that sets this limit."), field="basis")
    given = {"amount": limit.amount, "unit": limit.unit.value, "basis": basis.strip(), "changed_at": clock.now()}
    with transaction.atomic():
        hold(f"limit:{code}")
        before = LimitRule.objects.filter(code=code).first()
        was = Limit(before.amount, law.limit.unit) if before else law.limit
        row, _made = LimitRule.objects.update_or_create(code=code, defaults=given)
        publish(
            LimitSet(limit_id=row.pk, code=code, before=was.amount, after=limit.amount, unit=limit.unit.value), by=by
        )
    forget_limits()
    return row
