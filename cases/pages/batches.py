"""Batches of applications as view models."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import BatchRow, BatchRowState
from cases.queries.batches import headings_of
from cases.queries.paging import Page
from core import clock
from core.badges import Badge, Tone, badge_of
from core.datewords import datetime_words

LOOKS = {
    BatchRowState.SOUND: (Tone.RUN, "circle-check"),
    BatchRowState.FAULTY: (Tone.BAD, "alert-circle"),
    BatchRowState.FILED: (Tone.OK, "inbox"),
}


def line(batch: Any) -> dict[str, Any]:
    """One batch with its numbers."""
    counted = {"sound": batch.sound, "faulty": batch.faulty, "filed": batch.filed}
    return {
        "href": reverse("cases:batch", args=[batch.pk]),
        **{"name": batch.version.name, "file": batch.file_name, "who": batch.who},
        "when": datetime_words(batch.created_at, today=clock.today()),
        "words": _("%(filed)d taken in, %(sound)d in order, %(faulty)d to be mended") % counted,
    }


def batch(found: Any, page: Page[BatchRow]) -> dict[str, Any]:
    """One batch with a page of its rows, the last ones first as all lists."""
    words = {(heading.part.value, heading.key): heading.words for heading in headings_of(found.version)}
    headings = {letters: words.get((part, key), "") for letters, (part, key) in found.columns.items()}
    return {
        **{"batch": line(found), "page": page, "sound": found.sound, "faulty": found.faulty},
        "rows": [_row(row, headings) for row in page.rows],
        "file_href": reverse("cases:file_batch", args=[found.pk]),
    }


def _row(row: BatchRow, headings: Mapping[str, str]) -> dict[str, Any]:
    tone, icon = LOOKS[BatchRowState(row.state)]
    return {
        **{"number": row.number, "name": row.applicant_name},
        "badge": badge_of("case", row.case.state) if row.case else Badge(row.get_state_display(), tone, icon),
        "faults": [
            _("%(column)s (%(heading)s): %(words)s") % {"column": at, "heading": headings.get(at, ""), "words": said}
            for at, said in row.faults
        ],
        "note": row.note,
        "case": row.case.case_no or row.case.receipt_no if row.case else "",
        "href": reverse("cases:desk_case", args=[row.case_id]) if row.case else "",
    }
