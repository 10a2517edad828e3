"""The page of parcel accounts as a view model."""

from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.badges import badge_of
from core.datewords import date_words, datetime_words
from deliveries.carriers import carrier_name
from deliveries.models import Parcel, Reconciliation, ReconciliationLine
from deliveries.models.parcels import STATE_WORDS
from deliveries.queries import late_parcels_visible_to, reconciliations_visible_to
from deliveries.rules.comparing import Difference
from identity.actors import Actor

STATES = dict(STATE_WORDS)
FEN_PER_YUAN = 100


def accounts(actor: Actor) -> dict[str, Any]:
    """Days compared with carriers, and parcels under way for too long."""
    return {
        "title": _("Parcel accounts"),
        "days": [_day(row) for row in reconciliations_visible_to(actor)],
        "late": [_late(parcel) for parcel in late_parcels_visible_to(actor)],
    }


def _day(row: Reconciliation) -> dict[str, Any]:
    return {
        "carrier": carrier_name(row.carrier),
        "day": date_words(row.day, today=clock.today()),
        "compared": datetime_words(row.compared_at, today=clock.today()),
        **{"parcels": row.parcels, "matching": row.matching},
        "lines": [_line(line) for line in row.lines.all()],
    }


def _line(line: ReconciliationLine) -> dict[str, str]:
    said = _yuan if line.kind == Difference.PRICE else _state
    return {
        **{"waybill": line.waybill, "kind": line.get_kind_display()},
        **{"ours": said(line.ours), "theirs": said(line.theirs)},
    }


def _late(parcel: Parcel) -> dict[str, Any]:
    return {
        **{"number": parcel.waybill or parcel.key, "carrier": carrier_name(parcel.carrier)},
        "since": datetime_words(parcel.created_at, today=clock.today()),
        "badge": badge_of("parcel", parcel.state),
    }


def _state(value: str) -> str:
    return str(STATES.get(value, value or "—"))


def _yuan(value: str) -> str:
    return f"{int(value) / FEN_PER_YUAN:.2f} 元" if value else "—"
