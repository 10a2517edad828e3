"""Invariants of hand-overs and parcels."""

from collections.abc import Iterable

from core.invariants import Row, invariant
from deliveries.models import Parcel
from deliveries.rules.tracks import fold


@invariant("21", "a hand-over that happened says to whom, and has no open pick-up code")
def hand_overs_name_their_recipient() -> str:
    """Finished hand-overs without recipient; those at the window without identity check or signature."""
    return (
        "SELECT id, way FROM deliveries_resultdelivery WHERE delivered_at IS NOT NULL AND (recipient_name = '' "
        "OR (way = 'window' AND relation <> '' "
        "AND (identity_check = '' OR (signature_id IS NULL AND NOT signed_on_paper))) "
        "OR (way = 'left' AND (refusal = '' OR witness = '')))"
    )


@invariant("21.1", "a parcel is in the state its events fold to, whatever their order")
def parcels_are_where_their_track_says() -> Iterable[Row]:
    """Parcels with a track that says something else."""
    for parcel in Parcel.objects.filter(track__isnull=False).distinct().prefetch_related("track").iterator(500):
        said = fold(parcel.track.all())
        if said.upto and said.state != parcel.state:
            yield (parcel.pk, parcel.state, said.state.value)


@invariant("21.2", "no parcel is forgotten: it waits for its carrier, is asked for, or has ended")
def parcels_are_watched() -> str:
    """Parcels on the way that nobody will ask for, ordered ones whose order is not under way, and parcels sent again
    whose forerunner nobody saw to."""
    return (
        "SELECT p.id, p.state FROM deliveries_parcel AS p WHERE p.ended_at IS NULL AND CASE WHEN p.state = 'ordering' "
        "THEN NOT EXISTS (SELECT 1 FROM core_event AS e JOIN core_delivery AS d ON d.event_id = e.id "
        "WHERE e.stream = 'parcel' AND e.stream_id = p.id AND e.name = 'deliveries.ParcelOrdered' "
        "AND d.state <> 'done') "
        "ELSE p.ask_at IS NULL END "
        "UNION ALL SELECT p.id, 'sent again' FROM deliveries_parcel AS p JOIN deliveries_parcel AS b "
        "ON b.id = p.replaces_id WHERE b.settled_at IS NULL"
    )


@invariant("21.3", "the history of a parcel says its state")
def parcel_histories_fold_to_states() -> str:
    """Parcels in another state than the last one their history tells."""
    return (
        "SELECT p.id, p.state, last.said FROM deliveries_parcel AS p "
        "CROSS JOIN LATERAL (SELECT e.data->>'state' AS said "
        "FROM core_event AS e WHERE e.stream = 'parcel' AND e.stream_id = p.id AND e.name = 'deliveries.ParcelMoved' "
        "ORDER BY e.sequence DESC LIMIT 1) AS last WHERE last.said <> p.state"
    )
