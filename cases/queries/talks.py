"""The talk about a case, and questions nobody has answered yet."""

from collections.abc import Mapping

from django.db.models import QuerySet

from cases.models import Case, CaseMessage, MessageFile, Side
from cases.models.case import FINAL_STATES
from cases.queries.paging import Page
from cases.queries.visibility import visible_to
from core.keys import key_in
from identity.actors import Actor

PAGE = 20


def messages_of(case: Case) -> QuerySet[CaseMessage]:
    """What was written about a case, with its files; callers have asked who may see the case."""
    return CaseMessage.objects.filter(case=case).prefetch_related("files__file")


def files_of_talk(case: Case) -> QuerySet[MessageFile]:
    """Files that came with messages about a case; callers have asked who may see the case."""
    return MessageFile.objects.filter(message__case=case).select_related("file")


def unanswered(actor: Actor) -> QuerySet[CaseMessage]:
    """What applicants wrote about running cases this actor may see and nobody has answered, the oldest first."""
    waiting = CaseMessage.objects.filter(side=Side.APPLICANT, answered_at=None, case__in=visible_to(actor))
    waiting = waiting.exclude(case__state__in=FINAL_STATES)
    return waiting.select_related("case__version", "case__department").order_by("pk")


def oldest_first(rows: QuerySet[CaseMessage], asked: Mapping[str, str]) -> Page[CaseMessage]:
    """One page of rows by ascending key, behind `after`."""
    after = key_in(asked.get("after"))
    found = list((rows.filter(pk__gt=after) if after is not None else rows)[: PAGE + 1])
    shown = found[:PAGE]
    return Page(shown, "", f"?after={shown[-1].pk}" if len(found) > PAGE else "")
