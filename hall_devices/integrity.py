"""Invariants of the queues."""

from core.invariants import invariant


@invariant("10.2", "ticket numbers of one letter and day run from 1 without a gap")
def ticket_numbers_have_no_gap() -> str:
    """Halls, letters and days whose highest number is not the number of their tickets."""
    letter, serial = "substring(number FROM '^[A-Z]+')", "substring(number FROM '[0-9]+$')::int"
    return (
        f"SELECT hall_id, {letter}, day, count(*), max({serial}) FROM hall_devices_ticket "
        f"GROUP BY 1, 2, 3 HAVING count(*) <> max({serial}) OR min({serial}) <> 1"
    )


@invariant("10.3", "every call of a ticket is written down, and only once")
def calls_are_written_down() -> str:
    """Tickets whose count of calls is not the number of their rows of calls."""
    return (
        "SELECT t.id, t.calls_count, count(c.id) FROM hall_devices_ticket AS t "
        "LEFT JOIN hall_devices_call AS c ON c.ticket_id = t.id AND c.kind <> 'miss' "
        "GROUP BY t.id HAVING t.calls_count <> count(c.id)"
    )
