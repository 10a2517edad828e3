"""What the pages of imports and exports show."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.badges import Badge, Tone
from core.models import Job, JobState
from items.models import BookImport, BookItem, BookStage, ItemDraft, RowOutcome
from items.workbooks.words import change_words, trouble_words

PAGE = 30
SHOWN_CHANGES = 12
BADGES = {
    RowOutcome.NEW: (Tone.OK, "circle-plus"),
    RowOutcome.CHANGED: (Tone.RUN, "pencil"),
    RowOutcome.UNCHANGED: (Tone.NONE, "equal"),
    RowOutcome.BAD: (Tone.BAD, "alert-octagon"),
}
STAGES = {
    BookStage.UPLOADED: (Tone.WAIT, "columns"),
    BookStage.CHECKING: (Tone.RUN, "loader"),
    BookStage.CHECKED: (Tone.WAIT, "list-check"),
    BookStage.IMPORTING: (Tone.RUN, "loader"),
    BookStage.DONE: (Tone.OK, "circle-check"),
}


def book_rows(books: Iterable[BookImport]) -> list[dict[str, Any]]:
    """Imports in a list."""
    return [
        {
            "name": book.file_name,
            "href": reverse("catalogue:import_book", args=[book.pk]),
            "badge": Badge(BookStage(book.stage).label, *STAGES[BookStage(book.stage)]),
            "at": book.created_at,
            "by": book.started_by_label,
            "words": result_words(book.job.result) if book.job and book.job.result else "",
        }
        for book in books
    ]


def result_words(result: Mapping[str, int]) -> str:
    """`12 new, 3 with errors`: what a check or an import found, without what is nil."""
    parts = {
        "new": ngettext("%(count)d new", "%(count)d new", result.get("new", 0)),
        "changed": ngettext("%(count)d changed", "%(count)d changed", result.get("changed", 0)),
        "unchanged": ngettext("%(count)d unchanged", "%(count)d unchanged", result.get("unchanged", 0)),
        "bad": ngettext("%(count)d with errors", "%(count)d with errors", result.get("bad", 0)),
    }
    return _(", ").join(words % {"count": result[key]} for key, words in parts.items() if result.get(key))


def job_card(job: Job, name: str, progress_href: str) -> dict[str, Any]:
    """A running job as components/job.html shows it."""
    if job.state == JobState.WAITING:
        words = _("Waits for its turn")
    elif job.total:
        words = _("%(done)d of %(total)d items") % {"done": job.done, "total": job.total}
    else:
        words = _("%(done)d items so far") % {"done": job.done}
    return {
        **{"name": name, "done": job.done, "total": job.total or 0, "words": words, "href": progress_href},
        "finished": job.is_over,
    }


def tiles(result: Mapping[str, int]) -> list[dict[str, Any]]:
    """How many items of a file would do what."""
    tones = {RowOutcome.BAD: "bad"}
    return [
        {
            "label": RowOutcome(outcome).label,
            "value": result.get(outcome, 0),
            "unit": "",
            "tone": tones.get(RowOutcome(outcome), "") if result.get(outcome) else "",
            "href": "?" + urlencode({"outcome": outcome}) if result.get(outcome) else "",
        }
        for outcome in RowOutcome.values
    ]


def item_row(row: BookItem) -> dict[str, Any]:
    """One item of a file in the report."""
    changes = [
        {"cell": change["cell"], "words": change_words(change["place"], change["before"], change["after"])}
        for change in (row.changes[:SHOWN_CHANGES] if row.outcome == RowOutcome.CHANGED else [])
    ]
    return {
        "name": row.name or _("Without a name"),
        "cell": row.cell,
        "badge": Badge(RowOutcome(row.outcome).label, *BADGES[RowOutcome(row.outcome)]),
        "changes": changes,
        "more": max(0, len(row.changes) - SHOWN_CHANGES) if row.outcome == RowOutcome.CHANGED else 0,
        "errors": trouble_rows(one for one in row.troubles if one["grave"]),
        "notes": trouble_rows(one for one in row.troubles if not one["grave"]),
        "draft_href": draft_href(row.draft) if row.draft else "",
    }


def trouble_rows(troubles: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Troubles with their places, in words."""
    return [{"cell": one["cell"], "words": trouble_words(one["code"], one["words"])} for one in troubles]


def draft_href(draft: ItemDraft) -> str:
    """Where a draft is worked on; empty while no page for it is served."""
    try:
        return reverse("catalogue:draft", args=[draft.pk])
    except NoReverseMatch:
        return ""


def export_rows(jobs: Iterable[Job]) -> list[dict[str, Any]]:
    """Finished and failed exports in a list."""
    return [
        {
            "at": job.created_at,
            "words": job.message,
            "failed": job.state == JobState.FAILED,
            "href": reverse("catalogue:export_file", args=[job.pk]) if job.state == JobState.FINISHED else "",
        }
        for job in jobs
    ]
