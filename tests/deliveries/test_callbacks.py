"""Carriers tell us over HTTP what happened; nobody else may, and nothing they send breaks us (C-42)."""

import pytest

from core.clock import SimulatedClock
from deliveries.api import MAX_BYTES
from deliveries.models import Parcel
from tests.deliveries.carrier import TrialCarrier, event, ordered, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]


@pytest.fixture
def parcel(carrier: TrialCarrier) -> Parcel:
    return ordered()


def test_an_event_is_taken_once_however_often_it_is_told(parcel: Parcel) -> None:
    word = event(parcel.waybill, 1, "collected", place="揽投部")
    assert [tell(word).status_code for _time in range(3)] == [201, 200, 200]
    parcel.refresh_from_db()
    assert parcel.state == "collected" and parcel.track.count() == 1


def test_events_out_of_order_wait_for_those_before_them(parcel: Parcel) -> None:
    assert tell(event(parcel.waybill, 2, "in_transit")).status_code == 201
    parcel.refresh_from_db()
    assert parcel.state == "ordered"
    assert tell(event(parcel.waybill, 1, "collected")).status_code == 201
    parcel.refresh_from_db()
    assert parcel.state == "in_transit"


def test_a_wrong_signature_and_an_unknown_carrier_are_turned_away(parcel: Parcel) -> None:
    word = event(parcel.waybill, 1, "signed")
    assert tell(word, secret="guessed").status_code == 401
    assert tell(word, code="another").status_code == 401
    assert parcel.track.count() == 0


def test_what_was_signed_long_ago_is_turned_away_and_a_replay_changes_nothing(
    parcel: Parcel, time: SimulatedClock
) -> None:
    word = event(parcel.waybill, 1, "collected")
    assert tell(word, late=301).status_code == 401
    assert tell(word, late=200).status_code == 201
    assert tell(word, late=200).status_code == 200
    assert parcel.track.count() == 1


def test_an_unknown_waybill_is_not_found(parcel: Parcel) -> None:
    assert tell(event("SY0000000000001", 1, "signed")).status_code == 404


def test_another_story_under_the_same_number_is_a_conflict(parcel: Parcel) -> None:
    assert tell(event(parcel.waybill, 1, "collected")).status_code == 201
    assert tell(event(parcel.waybill, 1, "signed")).status_code == 409
    parcel.refresh_from_db()
    assert parcel.state == "collected"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b'"signed"', b"\xff\xfe", b'{"waybill": 1}', b"<xml/>", b'{"waybill": "\\u0000"}'],
)
def test_a_body_that_is_no_event_is_refused(parcel: Parcel, body: bytes) -> None:
    assert tell(body).status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"sequence": 0}, {"sequence": 10**9}, {"sequence": "one"}, {"state": "ordering"}, {"state": "eaten"},
        {"at": "yesterday"}, {"place": "x" * 81}, {"note": ["x"]}, {"note": "a\x00b"},
    ],
)  # fmt: skip
def test_an_event_with_a_wrong_value_is_refused(parcel: Parcel, wrong: dict[str, object]) -> None:
    assert tell({**event(parcel.waybill, 1, "collected"), **wrong}).status_code == 400
    assert parcel.track.count() == 0


def test_a_huge_body_is_refused_unread(parcel: Parcel) -> None:
    huge = {**event(parcel.waybill, 1, "collected"), "note": "x" * MAX_BYTES}
    assert tell(huge).status_code == 413
