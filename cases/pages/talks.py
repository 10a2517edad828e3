"""The talk about a case, and what waits for an answer, as view models."""

import re
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.forms import PERSONAL_NUMBER
from cases.models import Case, CaseMessage, CaseState, Side
from cases.queries.paging import Page
from core import clock
from core.badges import Badge, Tone
from core.datewords import datetime_words
from core.masking import Audience, Kind, mask

LATE_AFTER = 3
"""Days after which a question nobody answered is shown as late."""
ID_LENGTH = 18


def talk(case: Case, page: Page[CaseMessage], *, side: Side) -> dict[str, Any]:
    """One page of the talk as one side sees it, the oldest of the page first."""
    return {
        "case": case,
        "said": [_message(one, side) for one in reversed(page.rows)],
        "page": page,
        "open": case.state != CaseState.DRAFT and not CaseState(case.state).is_final,
        "title": _("Messages about this case") if side == Side.APPLICANT else _("Messages with the applicant"),
    }


def waiting_row(message: CaseMessage) -> dict[str, Any]:
    """A question nobody answered, as a line of the list of staff: how old it is, no text."""
    case = message.case
    days = (clock.today() - clock.local(message.at).date()).days
    words = ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else _("today")
    return {
        **{"name": case.version.name, "who": case.applicant_name, "number": case.case_no or case.receipt_no or ""},
        **{"department": case.department.short, "when": datetime_words(message.at, today=clock.today())},
        "badge": Badge(words, Tone.BAD if days >= LATE_AFTER else Tone.WAIT, "clock"),
        "href": reverse("cases:desk_talk", args=[case.pk]),
    }


def _message(message: CaseMessage, side: Side) -> dict[str, Any]:
    route = "cases:talk_file" if side == Side.APPLICANT else "cases:desk_talk_file"
    return {
        **{"own": message.side == side, "side": Side(message.side).label, "who": _who(message, side)},
        "text": message.text if side == Side.APPLICANT else masked_text(message.text),
        "when": datetime_words(message.at, today=clock.today()),
        "waits": message.side == Side.APPLICANT and message.answered_at is None,
        "files": [
            {
                **{"name": one.name, "note": filesizeformat(one.file.size)},
                "href": reverse(route, args=[message.case_id, one.pk]),
            }
            for one in message.files.all()
        ],
    }


def _who(message: CaseMessage, side: Side) -> str:
    """Who of an office wrote is for the office to know; the applicant is answered by the department."""
    return message.who if message.side == side or side == Side.DEPARTMENT else message.case.department.name


def masked_text(text: str) -> str:
    """A text as staff read it: personal numbers in it masked (10.2)."""
    return PERSONAL_NUMBER.sub(_masked, text)


def _masked(found: "re.Match[str]") -> str:
    kind = Kind.ID_NUMBER if len(found.group()) == ID_LENGTH else Kind.PHONE
    return mask(kind, found.group(), Audience.STAFF)
