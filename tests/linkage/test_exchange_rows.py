"""What partners are told of a case: one row for each step, under a key that stays the same however often it is sent."""

import pytest

from cases.models import Case
from core.events import Record
from core.models import EventRow
from linkage.exchange.partners import Partner
from linkage.exchange.push import lane_of
from linkage.exchange.rows import TABLES, row_of
from linkage.models import Verdict
from tests.cases.walks import accepted, decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]


def records_of(case: Case) -> list[Record]:
    """What happened to the case that partners are told of, in order."""
    types = {event_type.name(): event_type for event_type in TABLES}
    rows = EventRow.objects.filter(stream="case", stream_id=case.pk, name__in=types).order_by("sequence")
    return [
        Record(row.pk, types[row.name](**row.data), row.stream_id, row.sequence, row.at, row.actor_kind, None, "系统")
        for row in rows
    ]


def test_every_row_of_a_case_has_a_key_of_its_own_that_never_changes() -> None:
    """A-26: whoever gets a row twice knows it by its key; A-24: the keys are in the order of the history."""
    case = decided(accepted(), Verdict.APPROVE)
    keys = [row_of(record)["row_guid"] for record in records_of(case)]
    assert len(keys) > 3
    assert keys == sorted(set(keys))
    assert keys == [row_of(record)["row_guid"] for record in records_of(case)]
    assert all(key.startswith(f"{case.receipt_no}-") for key in keys)


def test_rows_of_one_case_share_a_lane_and_those_of_others_do_not() -> None:
    """A-24."""
    target = Partner("prov", "http://127.0.0.1:1/", "secret")
    cases = [accepted(), accepted()]
    lanes = [{lane_of(target)(record) for record in records_of(case)} for case in cases]
    assert [len(found) for found in lanes] == [1, 1] and lanes[0] != lanes[1]
