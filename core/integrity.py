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


@invariant("11", "every stored file has its row and its digest, and the other way round", slow=True)
def files_and_rows_agree() -> Iterable[Row]:
    """Digests without content, contents that changed, contents without a row."""
    yield from ((digest, "content missing or changed") for digest in wrong_contents())
    yield from ((path, "content without a row") for path in stray_contents())
