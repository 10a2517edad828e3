"""Invariants about core's own rows."""

from collections.abc import Iterable

from core.invariants import Row, invariant
from core.services.files import stray_contents, wrong_contents


@invariant("3", "events of a stream are numbered 1 to n without a gap")
def event_sequences_have_no_gap() -> str:
    """Streams whose highest number is not the number of their events."""
    return (
        "SELECT stream, stream_id, count(*), max(sequence) FROM core_event "
        "GROUP BY stream, stream_id HAVING max(sequence) <> count(*) OR min(sequence) <> 1"
    )


@invariant("7", "every outgoing message is delivered, waiting, or parked with its reason")
def parked_deliveries_have_a_reason() -> str:
    """Deliveries that were given up without saying why."""
    return "SELECT id, reactor FROM core_delivery WHERE state = 'parked' AND last_error = ''"


@invariant("8", "the messages of one lane go out in order")
def lanes_keep_their_order() -> str:
    """Delivered messages that overtook an earlier one of their lane."""
    return (
        "SELECT later.id, later.lane, earlier.id FROM core_delivery AS later JOIN core_delivery AS earlier "
        "ON earlier.lane = later.lane AND earlier.id < later.id "
        "WHERE later.lane <> '' AND later.state = 'done' AND earlier.state <> 'done'"
    )


@invariant("13", "no personal number stands in clear in histories, deliveries and jobs")
def no_personal_number_in_clear() -> str:
    """Rows written by machines that hold something like an identity number or a mobile number."""
    number = r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[0-9]{3}[0-9Xx]|1[3-9][0-9]{9}"
    found = rf"~ '(^|[^0-9A-Za-z])({number})([^0-9A-Za-z]|$)'"
    return (
        f"SELECT 'event', id FROM core_event WHERE data::text {found} OR actor_label {found} "
        f"UNION ALL SELECT 'delivery', id FROM core_delivery WHERE last_error {found} "
        f"UNION ALL SELECT 'job', id FROM core_job WHERE result::text {found} OR message {found} OR started_by {found}"
    )


@invariant("11", "every stored file has its row and its digest, and the other way round", slow=True)
def files_and_rows_agree() -> Iterable[Row]:
    """Digests without content, contents that changed, contents without a row."""
    yield from ((digest, "content missing or changed") for digest in wrong_contents())
    yield from ((path, "content without a row") for path in stray_contents())
