"""Raising alarms and taking ratings. Supervision never changes business data (S-02)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.events import HandlerAlerted
from cases.models import Case, CaseState, Clock, ClockKind
from cases.queries.visibility import visible_to
from core import clock
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import SYSTEM, Actor
from identity.models import Post, Role
from linkage.models import Review
from supervision.events import RatingGiven
from supervision.models import Alarm, Rating, Satisfaction
from supervision.rules import hit_of

RATEABLE = {CaseState.ISSUED, CaseState.DELIVERED, CaseState.CLOSED, CaseState.DECLINED, CaseState.WITHDRAWN}
TEXT_MAX = 500


def raise_alarm(clock_id: int, *, overran: bool, at: datetime) -> Alarm | None:
    """Raise the alarm a clock's warning or overrun means, once per rule, level and run of the clock (S-00).

    It names the handling body and the post that has the case now (S-01). Publishes HandlerAlerted.
    """
    late = Clock.objects.select_related("case").get(pk=clock_id)
    hit = hit_of(late.kind, overran=overran, promise_is_statutory=_promise_is_statutory(late))
    if hit is None:
        return None
    post = responsible_post(late.case)
    department_id = post.department_id if post else late.case.department_id
    alarm, is_new = Alarm.objects.get_or_create(
        clock=late,
        rule=hit.rule,
        level=hit.level,
        due_at=late.due_at,
        defaults={"case": late.case, "department_id": department_id, "post": post, "raised_at": at},
    )
    if is_new:
        event = HandlerAlerted(
            case_id=late.case_id,
            alarm_id=alarm.pk,
            level=hit.level,
            rule=hit.rule,
            department_id=department_id,
            post_id=post.pk if post else None,
        )
        publish(event, by=SYSTEM, at=at)
    return alarm


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
    `level` and `text` for bad values. Publishes RatingGiven.
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
    return rating


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
