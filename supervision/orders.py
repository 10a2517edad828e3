"""Supervision orders (督办): issued, answered, settled (3.5, S-41, S-44, D-22). Business data stay untouched (S-02)."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.events import OrderMoved
from cases.models import Case
from cases.queries.visibility import visible_to as cases_visible_to
from core import clock
from core.deadlines import Limit, Unit, due_at
from core.events import Doer
from core.outbox import publish
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Role
from supervision.models import Alarm, AlarmLevel, OrderAnswer, OrderState, SupervisionOrder
from supervision.rules import ANSWER_WORKING_DAYS, LONGEST_ORDER_DAYS, ORDER_FAILED, ORDER_LATE, ORDER_ROUNDS
from supervision.services import tell_leaders

WORDS_MIN = 10


def issue_order(
    case: Case, *, level: AlarmLevel, matter: str, until: date | None = None, alarm: Alarm | None = None, by: Actor
) -> SupervisionOrder:
    """Ask the responsible body, that of the alarm, else the one that handles the case, to explain and put right a
    matter. Without a day it has the days of its level (S-41).

    Refuses `forbidden` for anybody but supervision, `matter` under ten characters, `alarm` of another case, `until` for
    a rest day, the past or later than thirty days, `open_before` (a conflict) while an order of the same body about
    this case is open. Publishes OrderMoved; a worker makes the paper D-22.
    """
    if not _supervises(by) or not cases_visible_to(by).filter(pk=case.pk).exists():
        raise Refusal("forbidden", _("Only supervision issues orders."))
    if len(matter.strip()) < WORDS_MIN:
        raise Refusal("matter", _("Say in at least ten characters what is to be explained."), field="matter")
    if alarm is not None and alarm.case_id != case.pk:
        raise Refusal("alarm", _("Choose a card of this case."), field="alarm")
    now = clock.now()
    end = _usual_end(level, now) if until is None else _end_of(until)
    given = {
        **{"case": case, "alarm": alarm, "level": level, "matter": matter.strip()},
        "department_id": alarm.department_id if alarm else case.department_id,
        **{"issuer_id": by.department_id, "issued_by_id": by.staff_id, "issued_at": now},
        **{"due_at": end, "answer_by": _last_day(end)},
    }
    try:
        with transaction.atomic():
            order = SupervisionOrder.objects.create(**given)
            _tell(order, "issued", by=by, at=now)
    except IntegrityError as error:
        raise Refusal("open_before", _("An order of your body about this case is open."), conflict=True) from error
    return order


def answer_order(order: SupervisionOrder, *, explanation: str, measure: str, by: Actor) -> OrderAnswer:
    """The responsible body says how it came to that and what it does.

    Refuses `forbidden` unless `by` leads it, `explanation` and `measure` under ten characters, `not_open` (a conflict)
    when nothing is to be answered. Publishes OrderMoved.
    """
    if not leads(order, by):
        raise Refusal("forbidden", _("The leaders of the responsible body answer this."))
    for name, text in (("explanation", explanation), ("measure", measure)):
        if len(text.strip()) < WORDS_MIN:
            raise Refusal(name, _("Please write at least ten characters."), field=name)
    with transaction.atomic():
        order = _locked(order)
        if not OrderState(order.state).waits_for_body:
            raise Refusal("not_open", _("This order waits for no answer now."), conflict=True)
        assert by.staff_id is not None, "only staff answer"
        now, place = clock.now(), order.answers.count() + 1
        answer = OrderAnswer.objects.create(
            **{"order": order, "round": place, "explanation": explanation.strip(), "measure": measure.strip()},
            **{"answered_by_id": by.staff_id, "answered_at": now},
        )
        _into(order, OrderState.ANSWERED)
        _tell(order, "answered", by=by, at=now)
    return answer


def settle_order(order: SupervisionOrder, *, accept: bool, remark: str = "", by: Actor) -> SupervisionOrder:
    """Accept the answer, or send it back: once for another one within the days of its level, the second time the order
    ends unsettled with a red card.

    Refuses `forbidden` for anybody but the supervision that issued it, `remark` for an answer sent back without one,
    `not_answered` (a conflict). Publishes OrderMoved.
    """
    if not issued_by_his_body(order, by):
        raise Refusal("forbidden", _("The body that issued the order settles it."))
    if not accept and len(remark.strip()) < WORDS_MIN:
        raise Refusal("remark", _("Say in at least ten characters why it is not enough."), field="remark")
    with transaction.atomic():
        order = _locked(order)
        if order.state != OrderState.ANSWERED:
            raise Refusal("not_answered", _("There is no answer to judge now."), conflict=True)
        now, answer = clock.now(), order.answers.latest("round")
        answer.accepted, answer.remark, answer.settled_by_id, answer.settled_at = (
            accept,
            remark.strip(),
            by.staff_id,
            now,
        )
        answer.save(update_fields=["accepted", "remark", "settled_by", "settled_at"])
        failed = not accept and answer.round >= ORDER_ROUNDS
        if not accept and not failed:
            order.due_at, order.overran_at = _usual_end(AlarmLevel(order.level), now), None
        _into(order, OrderState.ACCEPTED if accept else OrderState.FAILED if failed else OrderState.SENT_BACK)
        _tell(order, order.state, by=by, at=now)
        if failed:
            tell_leaders(ORDER_FAILED, order, at=now)
    return order


def extend_order(order: SupervisionOrder, *, reason: str, by: Actor) -> SupervisionOrder:
    """Give the responsible body the days of the level once more (S-41), before the time has passed.

    Refuses `forbidden` for anybody but the supervision that issued it, `reason` under ten characters, and as conflicts
    `not_open`, `extended_before` and `too_late`. Publishes OrderMoved.
    """
    if not issued_by_his_body(order, by):
        raise Refusal("forbidden", _("The body that issued the order settles it."))
    if len(reason.strip()) < WORDS_MIN:
        raise Refusal("remark", _("Give the reason in at least ten characters."), field="remark")
    with transaction.atomic():
        order, now = _locked(order), clock.now()
        if not OrderState(order.state).waits_for_body:
            raise Refusal("not_open", _("This order waits for no answer now."), conflict=True)
        if order.extended_at is not None:
            raise Refusal("extended_before", _("The time was extended once already."), conflict=True)
        if order.due_at <= now:
            raise Refusal("too_late", _("A limit that has passed cannot be extended."), conflict=True)
        order.extended_at, order.extended_because = now, reason.strip()[:200]
        order.due_at = _usual_end(AlarmLevel(order.level), order.due_at - timedelta(seconds=1))
        order.save(update_fields=["extended_at", "extended_because", "due_at"])
        _tell(order, "extended", by=by, at=now)
    return order


def sweep_orders(*, limit: int = 200) -> int:
    """Raise the card of every order that was not answered in time, once (S-41); returns how many it looked at."""
    now = clock.now()
    with transaction.atomic():
        waiting = SupervisionOrder.objects.select_for_update(of=("self",), skip_locked=True)
        late = waiting.filter(state__in=[OrderState.ISSUED, OrderState.SENT_BACK], overran_at=None, due_at__lte=now)
        found = list(late.order_by("due_at")[:limit])
        for order in found:
            order.overran_at = now
            order.save(update_fields=["overran_at"])
            tell_leaders(ORDER_LATE, order, at=now)
    return len(found)


def leads(order: SupervisionOrder, by: Actor) -> bool:
    """Whether this person answers for the responsible body."""
    return by.has_role(Role.LEADER) and order.department_id in by.department_ids


def issued_by_his_body(order: SupervisionOrder, by: Actor) -> bool:
    """Whether this person supervises for the body that issued it."""
    return _supervises(by) and order.issuer_id in by.department_ids


def _supervises(by: Doer) -> bool:
    return isinstance(by, Actor) and by.has_role(Role.SUPERVISOR) and by.staff_id is not None


def _locked(order: SupervisionOrder) -> SupervisionOrder:
    return SupervisionOrder.objects.select_for_update(of=("self",)).select_related("case").get(pk=order.pk)


def _into(order: SupervisionOrder, state: OrderState) -> None:
    order.state = state
    order.save(update_fields=["state", "due_at", "overran_at"])


def _usual_end(level: AlarmLevel, start: datetime) -> datetime:
    return due_at(working_calendar(), start, Limit(ANSWER_WORKING_DAYS[level], Unit.WORKING_DAYS))


def _end_of(until: date) -> datetime:
    """The midnight that ends this day. Refuses `until`."""
    today = clock.today()
    if not today < until <= today + timedelta(days=LONGEST_ORDER_DAYS):
        sentence = _("Choose a day within the next %(days)d.") % {"days": LONGEST_ORDER_DAYS}
        raise Refusal("until", sentence, field="until")
    if not working_calendar().is_working_day(until):
        raise Refusal("until", _("Choose a working day."), field="until")
    return due_at(working_calendar(), clock.now(), Limit((until - today).days, Unit.NATURAL_DAYS))


def _tell(order: SupervisionOrder, step: str, *, by: Doer, at: datetime) -> None:
    moved = OrderMoved(
        case_id=order.case_id,
        order_id=order.pk,
        step=step,
        department_id=order.issuer_id if step == "answered" else order.department_id,
        until=_last_day(order.due_at).isoformat(),
        link=reverse("supervision:order", args=[order.pk]),
    )
    publish(moved, by=by, at=at)


def _last_day(end: datetime) -> date:
    return clock.local(end - timedelta(seconds=1)).date()
