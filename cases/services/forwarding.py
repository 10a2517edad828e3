"""Cases a higher authority decides (上报件): first review here, all materials and the opinion go up (2.4, T-07)."""

from django.utils.translation import gettext as _

from cases.events import CaseForwarded, HigherDecisionCame
from cases.models import Case, ClockKind, ClosingKind
from cases.services.clocks import stop_clocks
from cases.services.life import locked, take
from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor

OUTCOME_MIN = 4


def forward_case(case: Case, *, agreed: bool, opinion: str, by: Doer) -> Case:
    """The first review is done: the opinion, whichever it is, goes up with all materials; the clocks of this body end
    (T-07). Publishes CaseForwarded."""
    with locked(case) as case:
        now = clock.now()
        case.reasons = opinion.strip()
        take(case, "forward", now, "reasons")
        stop_clocks(case, ClockKind.STATUTORY, ClockKind.PROMISED, ClockKind.STAGE, ClockKind.DEFERRAL, at=now, by=by)
        publish(CaseForwarded(case_id=case.pk, agreed=agreed), by=by, at=now)
    return case


def record_higher_decision(case: Case, *, granted: bool, outcome: str, by: Actor) -> Case:
    """Write down what the higher authority decided, with the number of its paper; the case is closed here (转报办结).

    Refuses `outcome` without one, and `wrong_state`. Publishes HigherDecisionCame.
    """
    if len(outcome.strip()) < OUTCOME_MIN:
        raise Refusal("outcome", _("Give number and content of the decision."), field="outcome")
    with locked(case) as case:
        now = clock.now()
        case.reasons, case.closing = outcome.strip(), ClosingKind.FORWARDED
        take(case, "close_forwarded", now, "reasons", "closing")
        publish(HigherDecisionCame(case_id=case.pk, granted=granted), by=by, at=now)
    return case
