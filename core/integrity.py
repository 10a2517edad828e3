"""Invariants about core's own rows."""

import json
import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from django.contrib.sessions.models import Session
from django.db import connection

from core import clock
from core.invariants import SAMPLE, Row, invariant
from core.outbox import overdue_deliveries
from core.services.files import stray_contents, wrong_contents

NUMBER_IN_CLEAR = (
    r"(^|[^0-9A-Za-z])([1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])([0-2][0-9]|3[01])[0-9]{3}[0-9Xx]|1[3-9][0-9]{9})"
    r"([^0-9A-Za-z]|$)"
)
PUBLIC_COLUMNS = {"identity_department.phone", "identity_department.uscc", "identity_hall.phone"}
"""How bodies of government are reached and registered is printed on every guide."""
COLUMNS_SQL = """
SELECT c.table_name, c.column_name, EXISTS (
    SELECT 1 FROM information_schema.columns AS k
    WHERE k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = 'id')
FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name)
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
AND c.udt_name IN ('text', '_text', 'varchar', '_varchar', 'bpchar', 'json', 'jsonb')
ORDER BY c.table_name, c.column_name
"""


@invariant("3", "events of a stream are numbered 1 to n without a gap")
def event_sequences_have_no_gap() -> str:
    """Streams whose highest number is not the number of their events."""
    return (
        "SELECT stream, stream_id, count(*), max(sequence) FROM core_event "
        "GROUP BY stream, stream_id HAVING max(sequence) <> count(*) OR min(sequence) <> 1"
    )


@invariant("7", "every outgoing message is delivered, on its way, or parked with its reason")
def parked_deliveries_have_a_reason() -> str:
    """Deliveries that were given up without saying why.

    Parked ones are shown to supervisors and counted in the metrics from the very rows, so that none can lack its alarm.
    """
    return "SELECT id, reactor FROM core_delivery WHERE state = 'parked' AND last_error = ''"


@invariant("7.3", "every outgoing message goes out within the hour", apart=True)
def deliveries_are_taken() -> Iterable[Row]:
    """Deliveries that could go out and nobody takes; only where workers run is that a fault."""
    yield from overdue_deliveries()


@invariant("8", "the messages of one lane go out in order")
def lanes_keep_their_order() -> str:
    """Delivered messages that overtook an earlier one of their lane."""
    return (
        "SELECT later.id, later.lane, earlier.id FROM core_delivery AS later JOIN core_delivery AS earlier "
        "ON earlier.lane = later.lane AND earlier.id < later.id "
        "WHERE later.lane <> '' AND later.state = 'done' AND earlier.state <> 'done'"
    )


@invariant("13", "no personal number stands in clear in any table or session")
def no_personal_number_in_clear() -> Iterable[Row]:
    """Rows of any table, by table and key, and sessions that hold something like an identity or a mobile number.

    Encrypted columns are bytes and not looked at; columns declared public are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS_SQL)
        columns = [(table, name, keyed) for table, name, keyed in cursor if f"{table}.{name}" not in PUBLIC_COLUMNS]
        for (table, keyed), found in groupby(columns, key=itemgetter(0, 2)):
            words = ", ".join(f'"{name}"::text' for _table, name, _keyed in found)
            cursor.execute(
                f"SELECT %s, {'id' if keyed else 'ctid'}::text FROM \"{table}\" WHERE concat_ws(' ', {words}) ~ %s",
                [table, NUMBER_IN_CLEAR],
            )
            yield from cursor.fetchmany(SAMPLE)
    for session in Session.objects.filter(expire_date__gt=clock.now()).iterator():
        if re.search(NUMBER_IN_CLEAR, json.dumps(session.get_decoded(), default=str)):
            yield ("session", str(session.expire_date))


@invariant("11", "every stored file has its row and its digest, and the other way round", apart=True)
def files_and_rows_agree() -> Iterable[Row]:
    """Digests without content, contents that changed, contents without a row."""
    yield from ((digest, "content missing or changed") for digest in wrong_contents())
    yield from ((path, "content without a row") for path in stray_contents())
