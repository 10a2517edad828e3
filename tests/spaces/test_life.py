"""The life of a licence as one declared machine (6.4): what may follow what, on which ground, by whom."""

from datetime import timedelta

import pytest
from django.db import connection

from core import clock
from core.clock import SimulatedClock, running_at
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from spaces.models import CancelGround, Licence, LicenceState, RescindGround
from spaces.queries import licences_of
from spaces.queries.licences import licences_offered_to
from spaces.rules import ENDS, OPERATIONS, VALID, WITHHELD, cancel_ground_fits, may_become, operation_between
from spaces.services import change_licence_state
from spaces.services.changes import expire_licences, take_in_licence, transfer_licence
from spaces.tasks import sweep_expired_licences
from tests import world
from tests.brokenness import broken
from tests.cases.walks import at
from tests.spaces.papers import licence, person

STATES = {state.value for state in LicenceState}


def refused(code: str, act: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


class TestTheMachine:
    def test_64_every_state_is_reached_and_left_by_a_declared_operation(self) -> None:
        assert {one.target for one in OPERATIONS.values()} == STATES
        assert set().union(*(one.sources for one in OPERATIONS.values())) == STATES

    def test_64_nothing_else_follows_than_what_is_declared(self) -> None:
        allowed = {(source, one.target) for one in OPERATIONS.values() for source in one.sources}
        pairs = {(state, wanted) for state in STATES for wanted in STATES}
        assert {pair for pair in pairs if may_become(*pair)} == allowed

    def test_64_an_end_turns_into_no_other_end_but_its_cancellation(self) -> None:
        ways = {(state, wanted) for state in ENDS for wanted in ENDS if may_become(state, wanted)}
        assert {wanted for _state, wanted in ways} == {LicenceState.CANCELLED}
        assert operation_between(VALID, WITHHELD) == "withhold" and operation_between(WITHHELD, VALID) == "restore"

    @pytest.mark.parametrize("ground", CancelGround.values)
    def test_each_ground_of_cancelling_fits_only_what_it_speaks_of(self, ground: str) -> None:
        """XKF 70."""
        fits = {
            (expired, is_person)
            for expired in (True, False)
            for is_person in (True, False)
            if cancel_ground_fits(ground, state=VALID, expired=expired, is_person=is_person)
        }
        both = {(True, True), (True, False), (False, True), (False, False)}
        wanted = {"expired": {(True, True), (True, False)}, "holder_gone": {(True, True), (False, True)}}
        wanted["body_ended"] = {(True, False), (False, False)}
        assert fits == wanted.get(ground, both)


@pytest.mark.django_db
class TestEndings:
    def test_rescinding_names_one_of_the_grounds_of_the_law(self) -> None:
        """XKF 69."""
        found = licence()
        refused("ground", change_licence_state, found, LicenceState.RESCINDED, reason="经查实", by=SYSTEM, ground="x")
        change_licence_state(found, LicenceState.RESCINDED, reason="经查实", by=SYSTEM, ground=RescindGround.DECEIT)
        found.refresh_from_db()
        assert (found.state, found.state_ground) == (LicenceState.RESCINDED, "deceit")
        row = EventRow.objects.filter(stream="licence", stream_id=found.pk).latest("sequence")
        assert row.data["ground"] == "deceit"

    def test_a_rescinded_licence_is_cancelled_on_the_ground_that_it_was(self) -> None:
        """XKF 70 (4)."""
        found = licence()
        change_licence_state(found, LicenceState.RESCINDED, reason="经查实", by=SYSTEM, ground=RescindGround.UNFIT)
        cancelled = change_licence_state(
            found, LicenceState.CANCELLED, reason="办理注销", by=SYSTEM, ground=CancelGround.ENDED_BEFORE
        )
        assert cancelled.state == LicenceState.CANCELLED

    def test_a_person_s_licence_does_not_end_with_an_organisation(self) -> None:
        wrong = CancelGround.BODY_ENDED
        refused(
            "ground", change_licence_state, licence(), LicenceState.CANCELLED, reason="注销", by=SYSTEM, ground=wrong
        )

    def test_what_ran_out_is_not_made_valid_again(self) -> None:
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            found = licence(days=3)
            change_licence_state(found, LicenceState.REVOKED, reason="吊销", by=SYSTEM)
            time.advance(timedelta(days=9))
            refused("expired", change_licence_state, found, LicenceState.VALID, reason="复议恢复", by=SYSTEM)


@pytest.mark.django_db
class TestExpiry:
    def test_64_the_daily_job_lets_lapse_what_ended_and_nothing_else(self) -> None:
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            ends, withheld, stays, endless = licence(days=1), licence(days=1), licence(days=30), licence(days=None)
            change_licence_state(withheld, LicenceState.WITHHELD, reason="核查", by=SYSTEM)
            time.advance(timedelta(days=1))
            assert expire_licences(by=SYSTEM) == 0, "its last day"
            time.advance(timedelta(days=1))
            assert expire_licences(by=SYSTEM, limit=1) == 1 and expire_licences(by=SYSTEM) == 1
            sweep_expired_licences()
        states = [Licence.objects.get(pk=one.pk).state for one in (ends, withheld, stays, endless)]
        assert states == [LicenceState.LAPSED, LicenceState.LAPSED, VALID, VALID]
        told = EventRow.objects.filter(stream="licence", stream_id=ends.pk).latest("sequence")
        assert (told.data["state"], told.actor_kind) == (LicenceState.LAPSED, "system")

    def test_64_reading_does_not_wait_for_the_job(self) -> None:
        with running_at(SimulatedClock(at(2026, 3, 2))) as time:
            found = licence(days=1)
            time.advance(timedelta(days=3))
            assert found not in licences_of(found.holder_id) and found.state == VALID

    def test_the_job_asks_for_what_is_due_only(self) -> None:
        """One partial index holds the licences that can still run out."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'licence_to_expire'")
            assert "WHERE" in cursor.fetchone()[0]


@pytest.mark.django_db
class TestTransfer:
    def test_64_a_transferred_licence_is_valid_at_its_new_body_alone(self) -> None:
        old, receiver = licence(), world.department("便民中心")
        transfer_licence(old, receiver, reason="职责划转", by=world.staff("制证岗"))
        maker = world.staff("制证岗", "便民中心")
        assert list(licences_offered_to(maker)) == [old]
        assert not licences_offered_to(world.staff("制证岗")).exists()
        made = take_in_licence(old, by=maker)
        old.refresh_from_db()
        assert (old.state, made.state, made.origin) == (LicenceState.TRANSFERRED, VALID, "transferred")
        assert (made.issuer, made.previous, made.data, made.valid_until) == (receiver, old, old.data, old.valid_until)
        assert list(licences_of(old.holder_id)) == [made] and not licences_offered_to(maker).exists()
        refused("wrong_state", take_in_licence, old, by=maker)
        assert broken() == {}

    def test_a_licence_is_not_transferred_to_where_it_is(self) -> None:
        found = licence()
        refused("same_body", transfer_licence, found, found.issuer, reason="职责划转", by=SYSTEM)

    def test_a_transfer_the_receiver_does_not_want_is_undone(self) -> None:
        found = licence()
        transfer_licence(found, world.department("便民中心"), reason="职责划转", by=SYSTEM)
        change_licence_state(found, LicenceState.VALID, reason="接收机关不予接收", by=SYSTEM)
        refused("wrong_state", take_in_licence, found, by=SYSTEM)

    def test_what_was_taken_in_elsewhere_does_not_come_back(self) -> None:
        found = licence()
        transfer_licence(found, world.department("便民中心"), reason="职责划转", by=SYSTEM)
        take_in_licence(found, by=SYSTEM)
        refused("newer_version", change_licence_state, found, LicenceState.VALID, reason="恢复", by=SYSTEM)


@pytest.mark.django_db
def test_nobody_changes_a_licence_he_does_not_answer_for() -> None:
    """L-11."""
    _actor, holder = person()
    found = licence(holder)
    assert clock.today() <= (found.valid_until or clock.today())
    assert not licences_offered_to(world.staff("窗口受理岗")).exists()
