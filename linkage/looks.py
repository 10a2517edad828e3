"""How one review looks in a list: how urgent it is, what became of it, why nothing can be decided any more."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from cases.models import Case, CaseState
from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words, datetime_words
from linkage.models import Review, Verdict

VERDICT_LOOKS = {
    Verdict.APPROVE: (Tone.OK, "circle-check"),
    Verdict.OBJECT: (Tone.BAD, "ban"),
    Verdict.RETURN: (Tone.WAIT, "arrow-back-up"),
    Verdict.NOT_NEEDED: (Tone.NONE, "minus"),
}


def urgency_of(review: Review) -> str:
    """late, today or later, by the limit of this step."""
    if review.due_at is None:
        return "later"
    if review.due_at <= clock.now():
        return "late"
    return "today" if last_day_of(review) == clock.today() else "later"


def last_day_of(review: Review) -> date | None:
    """The last day of the step's limit, which ends at midnight; None without a limit."""
    return clock.local(review.due_at - timedelta(seconds=1)).date() if review.due_at else None


def badge_of_review(review: Review) -> Badge:
    """The verdict when there is one, else how urgent it is."""
    if review.verdict:
        return Badge(review.get_verdict_display(), *VERDICT_LOOKS[Verdict(review.verdict)])
    urgency, last_day = urgency_of(review), last_day_of(review)
    if urgency == "late":
        return Badge(_("Late"), Tone.BAD, "alert-octagon")
    if urgency == "today":
        return Badge(_("Due today"), Tone.WAIT, "clock-exclamation")
    word = date_words(last_day, today=clock.today(), weekday=False) if last_day else _("No limit")
    return Badge(word, Tone.RUN, "clock")


def why_closed(review: Review, case: Case) -> str:
    """Who decided, when and how, when this review is not open for a verdict any more."""
    if review.verdict:
        when = datetime_words(review.decided_at, today=clock.today()) if review.decided_at else ""
        words = {"who": review.decided_by or "", "when": when, "verdict": review.get_verdict_display()}
        return _("%(who)s decided this review at %(when)s: %(verdict)s.") % words
    if review.closed_at is not None:
        return _("The stage was decided without this seat; nothing is to be done here.")
    if case.state == CaseState.SUPPLEMENTING:
        return _("The applicant was asked for more. A verdict is possible when it has come, or when you go on without.")
    if case.state == CaseState.SUSPENDED:
        return _("The case is suspended, the clock stands still. A verdict is possible when it goes on.")
    if case.state == CaseState.SPECIAL:
        return _("A special procedure is running, the clock stands still. A verdict is possible when it has ended.")
    if review.holder is not None:
        return _("%(who)s has claimed this review.") % {"who": review.holder.name}
    return _("This review belongs to another post.")
