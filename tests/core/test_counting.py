"""Counts beside tabs: all in one statement, none beyond a thousand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import EventRow
from core.queries import counting
from core.queries.counting import counts_of
from identity.models import Region

pytestmark = pytest.mark.django_db


def test_several_lists_are_counted_in_one_statement() -> None:
    Region.objects.bulk_create(Region(code=f"3205{n:02d}", name=f"区{n}", level="county") for n in range(5))
    every = Region.objects.order_by("name")
    with CaptureQueriesContext(connection) as asked:
        found = counts_of([every, every.filter(code__lt="320503"), EventRow.objects.all(), every.none()])
    assert (found, len(asked)) == ([5, 3, 0, 0], 1)


def test_nothing_is_counted_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNTED", 3)
    Region.objects.bulk_create(Region(code=f"3205{n:02d}", name=f"区{n}", level="county") for n in range(5))
    assert counts_of([Region.objects.all()]) == [3]


def test_nothing_asked_is_no_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert counts_of([]) == []
    assert len(asked) == 0
