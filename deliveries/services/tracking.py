"""Hearing of parcels: what carriers tell us, and asking those that went silent."""

import re
from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from deliveries.carriers import CarrierAway, Told, WaybillUnknown, carrier
from deliveries.events import ParcelMoved
from deliveries.models import Heard, Parcel, ParcelEvent
from deliveries.rules.tracks import FINAL, Track, fold
from deliveries.services.parcels import silence_of
from identity.actors import SYSTEM

GAP_SECONDS = 60
"""An event that comes before an earlier one is given this long for the earlier one to come by itself."""
SWEEP_BATCH = 20
LATE_AFTER = timedelta(days=7)
logger = structlog.get_logger()


def hear(parcel: Parcel, told: Iterable[Told], *, heard: Heard, by: Doer = SYSTEM) -> int:
    """Add what a carrier says to the track; returns how many events were new. Repeats change nothing.

    Only events without a gap before them move the parcel (rules.tracks). Refuses `contradiction` (a conflict) for a
    number under which something else was told before, and keeps nothing of the call. Publishes ParcelMoved when the
    parcel is in another state.
    """
    with transaction.atomic():
        parcel = Parcel.objects.select_for_update(of=("self",), no_key=True).get(pk=parcel.pk)
        known = {event.sequence: event for event in parcel.track.all()}
        now, fresh = clock.now(), []
        for event in told:
            before = known.get(event.sequence)
            if before is None:
                known[event.sequence] = added = ParcelEvent(
                    parcel=parcel, sequence=event.sequence, state=event.state, at=event.at,
                    place=_plain(event.place), note=_plain(event.note), heard=heard, heard_at=now,
                )  # fmt: skip
                fresh.append(added)
            elif (before.state, before.at) != (event.state, event.at):
                raise Refusal("contradiction", _("Something else was told under this number."), conflict=True)
        ParcelEvent.objects.bulk_create(fresh)
        _move(parcel, fold(known.values()), by)
    return len(fresh)


def ask(parcel: Parcel) -> int:
    """Ask the carrier for the track of a parcel; returns how many events were new. Raises CarrierAway.

    A waybill the carrier does not know (yet) is asked for again later.
    """
    if not parcel.waybill:
        return 0
    try:
        told = carrier(parcel.carrier).track(parcel.waybill)
    except WaybillUnknown:
        told = []
    try:
        return hear(parcel, told, heard=Heard.ASKED)
    except Refusal:
        logger.error("parcel_contradiction", parcel=parcel.pk)
        Parcel.objects.filter(pk=parcel.pk).update(ask_at=clock.now() + silence_of(parcel))
        return 0


def ask_silent_parcels(limit: int = SWEEP_BATCH) -> int:
    """Ask for the tracks of parcels that nothing was heard of for too long, the longest waiting first; returns how many
    were asked for. A carrier that is away is left alone until the next sweep."""
    due = list(Parcel.objects.filter(ask_at__lte=clock.now()).order_by("ask_at", "pk")[:limit])
    away: set[str] = set()
    for parcel in due:
        if parcel.carrier in away:
            continue
        try:
            ask(parcel)
        except CarrierAway:
            away.add(parcel.carrier)
    return sum(parcel.carrier not in away for parcel in due)


def watch_late_parcels() -> list[int]:
    """Raise the alarm about parcels that were ordered LATE_AFTER ago and have not ended; returns their keys (H72)."""
    before = clock.now() - LATE_AFTER
    late = list(
        Parcel.objects.filter(ended_at=None, created_at__lte=before).order_by("pk").values_list("pk", flat=True)
    )
    if late:
        logger.error("parcels_late", count=len(late), first=late[:20])
    return late


def _plain(words: str) -> str:
    """Words without telephone or identity numbers, which carriers like to add and nobody needs here."""
    return re.sub(r"\d{7,}[Xx]?", "***", words)


def _move(parcel: Parcel, track: Track, by: Doer) -> None:
    """Let the parcel be what its track says, and decide when to ask next."""
    moved = parcel.state != track.state and track.upto > 0
    if moved:
        parcel.state = track.state
    if track.end is not None and parcel.ended_at is None:
        parcel.ended_at = clock.now()
    over = parcel.state in FINAL and not track.waiting
    pause = timedelta(seconds=GAP_SECONDS) if track.waiting else silence_of(parcel)
    parcel.ask_at = None if over else clock.now() + pause
    parcel.save(update_fields=["state", "ended_at", "ask_at"])
    if moved:
        publish(ParcelMoved(parcel_id=parcel.pk, state=parcel.state), by=by)
