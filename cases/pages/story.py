"""What happened to a case and what comes next, step by step, as components/timeline.html draws it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases import events
from cases.models import Case, CaseState, HearingEnding, ProposalKind, ProposalVerdict
from cases.queries.facts import case_facts
from cases.queries.outcomes import outcome_of_case, route_for
from core import clock
from core.datewords import date_words, datetime_words
from core.events import Event
from core.models import EventRow
from core.templatetags.gp import yuan
from items.models import StageDuty
from items.notes import unit_words


@dataclass(frozen=True, slots=True)
class Chapter:
    """How one kind of event is told; `note` makes a sentence from the stored event, `kind` is done, pause or bad.
    `staff_only` chapters are left out for applicants; `opens` marks the beginning of a stage, told by its present step
    while it lasts."""

    icon: str
    title: str | Promise
    note: Callable[[EventRow], str] = lambda row: ""
    kind: str = "done"
    staff_only: bool = False
    opens: bool = False


_chapters: dict[str, Chapter] = {}


def tell(chapters: Mapping[type[Event], Chapter]) -> None:
    """Teach how events are told; upper apps add theirs in `ready()`. Events without a chapter are not shown."""
    _chapters.update({event_type.name(): chapter for event_type, chapter in chapters.items()})


def story_of(case: Case, *, names: bool = False) -> list[dict[str, Any]]:
    """Steps so far, oldest first, then what is still to come. `names` adds who did it, for staff."""
    told = [name for name, chapter in _chapters.items() if names or not chapter.staff_only]
    rows = list(EventRow.objects.filter(stream="case", stream_id=case.pk, name__in=told).order_by("sequence"))
    coming = _coming(case, rows)
    if coming:
        coming[0]["kind"] = "now"
        present = next((row for row in reversed(rows) if _chapters[row.name].opens), None)
        if present is not None and present is rows[-1]:
            coming[0]["when"] = _when(present)
            rows.remove(present)
    return [*(_step(row, names=names) for row in rows), *coming]


def _step(row: EventRow, *, names: bool) -> dict[str, Any]:
    chapter = _chapters[row.name]
    note = chapter.note(row)
    if names and row.actor_kind != "system":
        note = f"{note} {row.actor_label}".strip()
    return {
        **{"kind": chapter.kind, "icon": chapter.icon, "title": _title(chapter, row), "note": note},
        "when": _when(row),
    }


def _when(row: EventRow) -> str:
    return datetime_words(row.at, today=clock.today())


def _title(chapter: Chapter, row: EventRow) -> str:
    return str(chapter.title) % row.data if "%(" in str(chapter.title) else str(chapter.title)


def _coming(case: Case, rows: Sequence[EventRow]) -> list[dict[str, Any]]:
    """Stages of the route that were not opened yet; nothing once the case is decided."""
    if CaseState(case.state).is_final or case.decided_at is not None or case.state == CaseState.DRAFT:
        return []
    route = case.route or route_for(case, outcome_of_case(case), case_facts(case))
    stages = list(route.stages.prefetch_related("seats").order_by("order")) if route else []
    opened = [row.data.get("stage_id") for row in rows]
    last = max((place for place, stage in enumerate(stages) if stage.pk in opened), default=None)
    if last is None:
        last = 0 if case.accepted_at and stages and stages[0].duty == StageDuty.ACCEPT else -1
    start = last if last > 0 else last + 1
    icons: dict[str, str] = {
        StageDuty.ACCEPT: "clipboard-check",
        StageDuty.DECIDE: "gavel",
        StageDuty.ISSUE: "certificate",
    }
    return [
        {
            **{"kind": "next", "icon": icons.get(stage.duty, "file-search"), "title": stage.title, "when": ""},
            "note": "、".join(dict.fromkeys(seat.post_name for seat in stage.seats.all())),
        }
        for stage in stages[start:]
    ]


def register_case_story() -> None:
    """Called once, from ready()."""
    _tell_of_the_way()
    _tell_of_the_end()


def _tell_of_the_way() -> None:
    """From the application to the decision."""
    tell(
        {
            events.CaseSubmitted: Chapter("send", _("Application submitted")),
            events.PrecheckPassed: Chapter("clipboard-check", _("Precheck passed")),
            events.PrecheckReturned: Chapter("file-alert", _("Returned at precheck"), kind="bad"),
            events.CaseReceived: Chapter("inbox", _("Materials received")),
            events.CorrectionRequested: Chapter("file-alert", _("Correction requested"), _correction_note, "bad"),
            events.CorrectionHandedIn: Chapter("file-check", _("Correction handed in")),
            events.CorrectedOnTheSpot: Chapter("pencil", _("Corrected at the window"), _mended_note),
            events.OriginalCompared: Chapter("eye-check", _("Compared with the original")),
            events.PaperDemanded: Chapter("file-alert", _("A paper was demanded that is held"), staff_only=True),
            events.CaseDeclined: Chapter("ban", _("Not accepted"), kind="bad"),
            events.CaseReturned: Chapter(
                "arrow-back-up", _("Returned, the correction did not come in time"), kind="bad"
            ),
            events.CaseAccepted: Chapter("clipboard-check", _("Accepted"), _accepted_note),
            events.MaterialsDeferred: Chapter("hourglass", _("A material may follow"), _deferred_note),
            events.OwedHandedIn: Chapter("file-check", _("An owed material was handed in")),
            events.PromiseBroken: Chapter(
                "alert-circle", _("A promised material did not come in time"), _broken_note, kind="bad"
            ),
            events.ProcedureBegun: Chapter("player-pause", _("%(title)s begins, the clock is paused"), kind="pause"),
            events.ProcedureEnded: Chapter("player-play", _("%(title)s has ended, the clock goes on")),
            events.DecisionExtended: Chapter("calendar-plus", _("Decision extended"), _extended_note),
            events.HearingOffered: Chapter("users", _("A hearing was offered")),
            events.StatementMade: Chapter("message", _("The applicant said what he thinks")),
            events.HearingAsked: Chapter("users", _("A hearing was asked for")),
            events.HearingCalled: Chapter("calendar-plus", _("The hearing was called"), _called_note),
            events.HearingEnded: Chapter("users", _("Hearing over"), _hearing_note),
            events.SupplementAsked: Chapter("file-alert", _("More was asked after the acceptance"), _until_note, "bad"),
            events.SupplementHandedIn: Chapter("file-check", _("What was asked has come")),
            events.SupplementEnded: Chapter("clipboard-check", _("To be decided on what is there")),
            events.CaseForwarded: Chapter(
                "arrow-up", _("First review done, forwarded to the higher authority"), _forwarded_note
            ),
            events.HigherDecisionCame: Chapter("gavel", _("The higher authority has decided"), _higher_note),
            events.ApplicantWrote: Chapter("message", _("The applicant asked something")),
            events.DepartmentWrote: Chapter("message", _("The department wrote to the applicant")),
            events.SignerAsked: Chapter("users", _("Somebody was asked to sign"), staff_only=True),
            events.SignerSigned: Chapter("writing", _("A further signer has signed")),
            events.SignerDeclined: Chapter("ban", _("A further signer declined"), kind="bad"),
            events.SignaturesVoided: Chapter("alert-triangle", _("Changed after it was signed"), staff_only=True),
            events.FeeAsked: Chapter("receipt", _("A fee is to be paid"), _fee_note),
            events.FeePaid: Chapter("receipt", _("The fee was paid"), _fee_note),
            events.FeeReturned: Chapter("arrow-back-up", _("Money was given back"), _fee_note),
        }
    )


def _tell_of_the_end() -> None:
    """The decision, what follows it, and the other ways a case ends."""
    tell(
        {
            events.RenewalDeemed: Chapter(
                "circle-check", _("Renewed by law: nobody decided before the licence ran out")
            ),
            events.CaseGranted: Chapter("circle-check", _("Granted")),
            events.CaseRefused: Chapter("ban", _("Refused"), kind="bad"),
            events.ResultIssued: Chapter("certificate", _("Result issued")),
            events.ResultDelivered: Chapter("download", _("Result delivered")),
            events.CaseClosed: Chapter("archive", _("Case closed")),
            events.DecisionPublished: Chapter("world", _("The decision was published")),
            events.PublicationHeld: Chapter("eye-off", _("Kept from the public"), staff_only=True),
            events.PublicationReleased: Chapter("world", _("No longer kept from the public"), staff_only=True),
            events.CaseWithdrawn: Chapter("arrow-back-up", _("Withdrawn by the applicant")),
            events.CaseSuspended: Chapter("player-pause", _("Suspended, the clock is paused"), kind="pause"),
            events.CaseResumed: Chapter("player-play", _("No longer suspended, the clock goes on")),
            events.CaseTerminated: Chapter("ban", _("Terminated without a decision"), kind="bad"),
            events.CaseVoided: Chapter("file-x", _("Voided"), kind="bad"),
            events.WithdrawalAsked: Chapter("arrow-back-up", _("The applicant wants to withdraw")),
            events.WithdrawalAccepted: Chapter("clipboard-check", _("The withdrawal was taken up")),
            events.WithdrawalTakenBack: Chapter("player-play", _("The applicant wants the case to go on")),
            events.ActProposed: Chapter("file-pencil", _("An act was proposed"), _proposal_note, staff_only=True),
            events.ProposalDecided: Chapter("gavel", _("A proposal was decided"), _verdict_note, staff_only=True),
        }
    )


def _forwarded_note(row: EventRow) -> str:
    return gettext("Opinion: to be granted") if row.data["agreed"] else gettext("Opinion: to be refused")


def _higher_note(row: EventRow) -> str:
    return gettext("Granted") if row.data["granted"] else gettext("Refused")


def _proposal_note(row: EventRow) -> str:
    return str(ProposalKind(row.data["kind"]).label)


def _verdict_note(row: EventRow) -> str:
    return f"{ProposalKind(row.data['kind']).label}：{ProposalVerdict(row.data['verdict']).label}"


def _accepted_note(row: EventRow) -> str:
    day = date_words(date.fromisoformat(row.data["due_on"]), today=clock.today(), weekday=False)
    if row.data.get("deemed"):
        return gettext("By law from the day of receipt, because nobody answered in time; to be decided by %(day)s") % {
            "day": day
        }
    if row.data.get("deferred"):
        return gettext("Accepted on your promise; to be decided by %(day)s") % {"day": day}
    return gettext("Materials are complete; to be decided by %(day)s") % {"day": day}


def _deferred_note(row: EventRow) -> str:
    day = date_words(date.fromisoformat(row.data["until"]), today=clock.today(), weekday=False)
    return gettext("Promised by %(day)s") % {"day": day}


def _extended_note(row: EventRow) -> str:
    days = row.data["days"]
    return gettext("%(days)d %(unit)s") % {"days": days, "unit": unit_words(days, row.data["unit"])}


def _called_note(row: EventRow) -> str:
    return datetime_words(datetime.fromisoformat(row.data["held_at"]), today=clock.today())


def _hearing_note(row: EventRow) -> str:
    return str(HearingEnding(row.data["ending"]).label)


def _until_note(row: EventRow) -> str:
    day = date_words(date.fromisoformat(row.data["until"]), today=clock.today(), weekday=False)
    return gettext("to be handed in by %(day)s") % {"day": day}


def _broken_note(row: EventRow) -> str:
    return gettext("The case is decided on what is there")


def _fee_note(row: EventRow) -> str:
    return gettext("%(amount)s yuan") % {"amount": yuan(row.data["amount_fen"])}


def _mended_note(row: EventRow) -> str:
    words = ngettext("%(count)s answer was changed", "%(count)s answers were changed", row.data["answers"])
    return words % {"count": row.data["answers"]}


def _correction_note(row: EventRow) -> str:
    count = row.data["materials"]
    words = ngettext("%(count)s material, listed in the notice", "%(count)s materials, listed in the notice", count)
    return words % {"count": count}
