"""Raising alarms, taking ratings, answering bad ones. Supervision never changes business data (S-02)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.events import HandlerAlerted
from cases.models import Case, CaseState, Clock, ClockKind
from cases.queries.visibility import visible_to
from core import clock
from core.deadlines import Limit, Unit, due_at
from core.outbox import publish
from core.queries.calendar import working_calendar
from core.refusal import Refusal
from core.services.emptying import NOBODY, Removed, emptied
from core.services.files import forget_file
from identity.actors import SYSTEM, Actor
from identity.models import Post, Role
from linkage.models import Review
from supervision.events import CallbackMade, RatingGiven
from supervision.models import Alarm, Callback, CallbackOutcome, OrderAnswer, Rating, Satisfaction, SupervisionOrder
from supervision.rules import (
    CALLBACK_ROUNDS,
    CALLBACK_WORKING_DAYS,
    DEMANDED,
    NOT_CALLED_BACK,
    UNANSWERED,
    Hit,
    hit_of,
)

RATEABLE = {CaseState.ISSUED, CaseState.DELIVERED, CaseState.CLOSED, CaseState.DECLINED, CaseState.WITHDRAWN}
TEXT_MAX = 500


def raise_alarm(clock_id: int, *, overran: bool, at: datetime) -> Alarm | None:
    """Raise the alarm a clock's warning or overrun means, once per rule, level and run of the clock (S-00).

    It names the handling body and the post that has the case now (S-01). Publishes HandlerAlerted.
    """
    late = Clock.objects.select_related("case").get(pk=clock_id)
    hit = hit_of(late.kind, overran=overran, promise_is_statutory=_promise_is_statutory(late))
    return _about(late, hit, at) if hit is not None else None


def raise_note(clock_id: int, hit: Hit, *, at: datetime) -> Alarm:
    """Raise an alarm about the very start of a clock, such as S-24, like `raise_alarm`."""
    return _about(Clock.objects.select_related("case").get(pk=clock_id), hit, at)


def _about(late: Clock, hit: Hit, at: datetime) -> Alarm:
    post = responsible_post(late.case)
    department_id = post.department_id if post else late.case.department_id
    return _alarm(hit, late.case_id, late.due_at, department_id, post, at, late=late)


def raise_card_for_demand(case_id: int, *, at: datetime) -> Alarm:
    """The red card for a paper that was demanded although it can be fetched (S-23); one for each demand, by its moment.

    It names the body that handles the case and the post that has it. Publishes HandlerAlerted.
    """
    case = Case.objects.get(pk=case_id)
    post = responsible_post(case)
    return _alarm(DEMANDED, case_id, at, post.department_id if post else case.department_id, post, at)


def _alarm(
    hit: Hit, case_id: int, due_at: datetime, department_id: int, post: Post | None, at: datetime,
    *, late: Clock | None = None, link: str = "",
) -> Alarm:  # fmt: skip
    """The alarm of this occurrence; told once, when it is new."""
    alarm, is_new = Alarm.objects.get_or_create(
        **{"case_id": case_id, "clock": late, "rule": hit.rule, "level": hit.level, "due_at": due_at},
        defaults={"department_id": department_id, "post": post, "raised_at": at},
    )
    if is_new:
        event = HandlerAlerted(
            case_id=case_id,
            alarm_id=alarm.pk,
            level=hit.level,
            rule=hit.rule,
            department_id=department_id,
            post_id=post.pk if post else None,
            link=link,
        )
        publish(event, by=SYSTEM, at=at)
    return alarm


def tell_of_case(
    hit: Hit, case: Case, due_at: datetime, post: Post | None, *, at: datetime, link: str = ""
) -> Alarm:  # fmt: skip
    """The alarm about a case without a clock of it, once for each `due_at`; told to `post`, else to whoever has the
    case. Callers hold the lock of the case. Publishes HandlerAlerted."""
    post = post or responsible_post(case)
    return _alarm(hit, case.pk, due_at, post.department_id if post else case.department_id, post, at, link=link)


def responsible_post(case: Case) -> Post | None:
    """The post that has the case now: the first open review's, else the window clerks' of the handling body."""
    review = Review.objects.filter(case=case, closed_at=None).select_related("post").order_by("due_at", "pk").first()
    if review is not None:
        return review.post
    return Post.objects.filter(department_id=case.department_id, roles__contains=[Role.CLERK]).order_by("pk").first()


def rate_case(
    case: Case, *, level: int, by: Actor, tags: Sequence[str] = (), text: str = "", channel: str = "web"
) -> Rating:
    """The applicant's one rating of a finished service, five levels (E-01, E-02); voluntary (E-04).

    Refuses `not_yours` for strangers, `not_yet` before there is a result, `rated_already` for a second rating,
    `level` and `text` for bad values. Publishes RatingGiven; a bad rating orders a call-back (E-05).
    """
    if not visible_to(by).filter(pk=case.pk).exists() or not by.is_citizen:
        raise Refusal("not_yours", _("Only the applicant can rate this service."))
    if level not in Satisfaction.values:
        raise Refusal("level", _("Choose one of the five levels."), field="level")
    if len(text) > TEXT_MAX:
        raise Refusal("text", _("At most 500 characters."), field="text")
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        if case.state not in RATEABLE:
            raise Refusal("not_yet", _("You can rate the service when there is a result."), conflict=True)
        rating = _store_rating(case, level, list(tags), text.strip(), channel)
        bad = Satisfaction(level).is_bad
        publish(RatingGiven(case_id=case.pk, level=level, bad=bad), by=by, at=rating.given_at)
        if bad:
            _order_callback(rating, case.department_id, at=rating.given_at)
    return rating


def record_callback(callback: Callback, *, finding: str, measure: str, outcome: CallbackOutcome, by: Actor) -> Callback:
    """Write down what a bad rating was about, what was done, and what the applicant said to it (E-05).

    Who is still not content is called once more. Refuses `not_yours` unless `by` leads the department, `done` when it
    was answered, `finding` when nothing is written. Publishes CallbackMade.
    """
    if not by.has_role(Role.LEADER) or callback.department_id not in by.department_ids:
        raise Refusal("not_yours", _("The leaders of the department answer this rating."))
    if not finding.strip() or not measure.strip():
        raise Refusal("finding", _("Write down what you found and what was done."), field="finding")
    with transaction.atomic():
        callback = Callback.objects.select_for_update(of=("self",)).select_related("rating").get(pk=callback.pk)
        if callback.done_at is not None:
            raise Refusal("done", _("This rating was answered by now."), conflict=True)
        now = clock.now()
        callback.finding, callback.measure, callback.outcome = finding.strip(), measure.strip(), outcome
        callback.done_at, callback.done_by_id = now, by.staff_id
        callback.save(update_fields=["finding", "measure", "outcome", "done_at", "done_by"])
        event = CallbackMade(case_id=callback.rating.case_id, callback_id=callback.pk, outcome=outcome.value)
        publish(event, by=by, at=now)
        if outcome is CallbackOutcome.STILL_BAD and callback.round < CALLBACK_ROUNDS:
            _order_callback(callback.rating, callback.department_id, round_=callback.round + 1, at=now)
    return callback


def forget_words(case: Case) -> Removed:
    """What people wrote about a case goes when it becomes anonymous (10.5); levels and moments stay and count."""
    found = emptied(Rating.objects.filter(case=case), text="", tags=[])
    files = [order.file for order in case.supervision_orders.exclude(file=None).select_related("file")]
    found |= emptied(case.supervision_orders.all(), matter=NOBODY, extended_because="", file=None)
    found |= emptied(OrderAnswer.objects.filter(order__case=case), explanation=NOBODY, measure=NOBODY, remark="")
    for stored in files:
        if stored is not None:
            forget_file(stored)
    return found | emptied(Callback.objects.filter(rating__case=case), finding="", measure="")


def sweep_callbacks(*, limit: int = 200) -> int:
    """Raise the card of every call-back whose limit passed, once (S-31); returns how many it looked at."""
    now = clock.now()
    with transaction.atomic():
        late = Callback.objects.select_for_update(of=("self",), skip_locked=True).select_related("rating")
        found = list(late.filter(done_at=None, overran_at=None, due_at__lte=now).order_by("due_at")[:limit])
        for callback in found:
            callback.overran_at = now
            callback.save(update_fields=["overran_at"])
            tell_leaders(NOT_CALLED_BACK, callback, at=now)
    return len(found)


def _order_callback(rating: Rating, department_id: int, *, at: datetime, round_: int = 1) -> None:
    limit = Limit(CALLBACK_WORKING_DAYS, Unit.WORKING_DAYS)
    callback = Callback.objects.create(
        **{"rating": rating, "round": round_, "department_id": department_id, "ordered_at": at},
        due_at=due_at(working_calendar(), at, limit),
    )
    tell_leaders(UNANSWERED, callback, at=at)


def tell_leaders(hit: Hit, about: Callback | SupervisionOrder, *, at: datetime) -> Alarm:
    """Raise an alarm at the leaders of the body that has to answer a bad rating or a supervision order. Publishes
    HandlerAlerted."""
    leaders = Post.objects.filter(department_id=about.department_id, roles__contains=[Role.LEADER])
    is_order = isinstance(about, SupervisionOrder)
    link = reverse("supervision:order" if is_order else "supervision:callback", args=[about.pk])
    case_id = about.case_id if isinstance(about, SupervisionOrder) else about.rating.case_id
    return _alarm(hit, case_id, about.due_at, about.department_id, leaders.order_by("pk").first(), at, link=link)


def _store_rating(case: Case, level: int, tags: list[str], text: str, channel: str) -> Rating:
    try:
        with transaction.atomic():
            return Rating.objects.create(
                case=case, level=level, tags=tags, text=text, channel=channel, given_at=clock.now()
            )
    except IntegrityError as error:
        raise Refusal("rated_already", _("You have already rated this service."), conflict=True) from error


def _promise_is_statutory(late: Clock) -> bool:
    if late.kind != ClockKind.PROMISED:
        return False
    statutory = Clock.objects.filter(case_id=late.case_id, kind=ClockKind.STATUTORY).first()
    return statutory is not None and statutory.due_at == late.due_at
