"""Every invariant of cases, runs, messages and cards holds after real work, and notices when it is broken."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore

from cases.models import Case, Clock, ClockKind, Document, DocumentKind
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.issuing import deliver_result, issue_result, withdraw_case
from cases.services.sweeping import sweep_clocks
from core.clock import SimulatedClock
from core.outbox import drain
from deliveries.models import DeliveryWay
from identity.models import Department
from linkage.models import ExchangeReceipt, Review, Verdict
from tests import world
from tests.brokenness import broken, damage
from tests.cases.walks import accepted, at, decided, filed, move

pytestmark = pytest.mark.usefixtures("time", "calendar")


@pytest.fixture
def case() -> Case:
    """A case under review, whose messages were delivered."""
    found = accepted()
    drain(["interactive"])
    return found


def test_a_lively_town_breaks_none(time: SimulatedClock) -> None:
    applicant, reviewer, clerk = world.citizen(), world.staff("科室审查岗"), world.staff("制证岗")
    filed()
    paused, withdrawn, refused = (
        accepted(),
        accepted(applicant),
        decided(accepted(), Verdict.OBJECT, "选址不符合条件，不予通过"),
    )
    begin_procedure(paused, title="现场核查", days=5, basis="审查通则", reason="", by=reviewer)
    withdraw_case(withdrawn, by=applicant)
    closed = issue_result(decided(accepted(), Verdict.APPROVE), by=clerk)
    deliver_result(closed, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=applicant)
    issue_result(refused, by=clerk)
    assert broken() == {}
    for day in range(3, 31):
        move(time, at(2026, 3, day))
        sweep_clocks()
        drain(["interactive", "bulk", "pdf"])
    end_procedure(paused, outcome="符合", by=reviewer)
    assert broken() == {}


def test_1_a_submission_that_vanished(case: Case) -> None:
    damage("UPDATE cases_case SET receipt_no = 'other' WHERE id = %(id)s", id=case.pk)
    assert "1" in broken()


def test_1_a_case_that_nobody_acknowledged(case: Case) -> None:
    damage(
        "DELETE FROM core_delivery", "DELETE FROM core_event WHERE stream = 'case' AND stream_id = %(id)s", id=case.pk
    )
    assert broken()["1"] == ((case.pk, "there but never acknowledged"),)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_clock SET next_at = NULL WHERE case_id = %(id)s",
        "UPDATE cases_case SET state = 'closed' WHERE id = %(id)s",
        "UPDATE cases_case SET state = 'special' WHERE id = %(id)s",
    ],
)
def test_2_a_case_nobody_waits_for(case: Case, statement: str) -> None:
    damage(statement, id=case.pk)
    assert case.pk in {row[0] for row in broken()["2"]}


def test_2_1_a_case_under_review_without_a_review(case: Case) -> None:
    damage("UPDATE linkage_review SET closed_at = now() WHERE case_id = %(id)s", id=case.pk)
    assert broken()["2.1"] == ((case.pk, "in_review"),)


def test_2_2_a_review_whose_step_is_over(case: Case) -> None:
    damage("UPDATE linkage_step SET status = 'DONE' WHERE review_id IS NOT NULL")
    assert len(broken()["2.2"]) == 1


def test_3_a_history_with_a_hole(case: Case) -> None:
    events = "stream = 'case' AND stream_id = %(id)s AND sequence = 2"
    damage("DELETE FROM core_delivery", f"DELETE FROM core_event WHERE {events}", id=case.pk)
    assert "3" in broken()


def test_3_1_a_state_the_history_does_not_tell_of(case: Case) -> None:
    damage("UPDATE cases_case SET state = 'granted' WHERE id = %(id)s", id=case.pk)
    assert broken()["3.1"] == ((case.pk, "granted", "cases.CaseAccepted"),)


def test_4_a_verdict_nobody_gave(case: Case) -> None:
    damage("UPDATE linkage_review SET verdict = 'approve', closed_at = now() WHERE case_id = %(id)s", id=case.pk)
    assert "4" in broken()


def test_4_1_a_stage_that_opened_twice(case: Case) -> None:
    damage(
        "INSERT INTO core_event (stream, stream_id, sequence, name, data, at, actor_kind, actor_label) "
        "SELECT stream, stream_id, sequence + 100, name, data, at, actor_kind, actor_label FROM core_event "
        "WHERE name = 'linkage.StageOpened' AND stream_id = %(id)s",
        id=case.pk,
    )
    assert "4.1" in broken()


def test_5_materials_and_routes_of_another_version(case: Case) -> None:
    other = accepted()
    mine, foreign = case.materials.first(), other.materials.first()
    damage("UPDATE cases_case SET route_id = %(route)s WHERE id = %(id)s", id=case.pk, route=other.route_id)
    damage("UPDATE cases_material SET spec_id = %(spec)s WHERE id = %(id)s", id=mine.pk, spec=foreign.spec_id)
    found = broken()
    assert {row[1] for row in found["5"]} == {"route", "material"}
    assert len(found["5.1"]) == 1


@pytest.mark.parametrize("column", ["due_at", "started_at"])
def test_6_a_deadline_that_was_moved_by_hand(case: Case, column: str) -> None:
    promised = Clock.objects.get(case=case, kind=ClockKind.PROMISED)
    damage(f"UPDATE cases_clock SET {column} = {column} + interval '7 days' WHERE id = %(id)s", id=promised.pk)
    assert broken()["6"][0][:2] == (promised.pk, "promised")


def test_6_1_a_review_that_is_due_at_another_time_than_its_stage(case: Case) -> None:
    Review.objects.filter(case=case).update(due_at=at(2026, 5, 1))
    assert len(broken()["6.1"]) == 1


def test_7_a_message_that_was_given_up_in_silence(case: Case) -> None:
    damage("UPDATE core_delivery SET state = 'parked'")
    assert "7" in broken()


def test_7_1_a_step_nobody_told_the_applicant(case: Case) -> None:
    damage("DELETE FROM core_delivery WHERE reactor = 'notices.services.tell_applicant'")
    assert {row[2] for row in broken()["7.1"]} == {"no delivery"}


def test_7_1_a_told_step_without_a_message(case: Case) -> None:
    damage("DELETE FROM notices_message")
    assert {row[2] for row in broken()["7.1"]} == {"no message"}


def test_7_2_an_overrun_clock_without_a_card(case: Case, time: SimulatedClock) -> None:
    move(time, at(2026, 3, 20))
    sweep_clocks()
    damage("DELETE FROM supervision_alarm")
    assert {row[1] for row in broken()["7.2"]} == {"promised", "statutory", "stage"}


def test_8_a_message_that_overtook_another_of_its_lane(case: Case) -> None:
    damage("UPDATE core_delivery SET lane = 'x', state = 'waiting'")
    damage("UPDATE core_delivery SET state = 'done' WHERE id = (SELECT max(id) FROM core_delivery)")
    assert "8" in broken()


def test_8_1_a_partner_who_heard_the_end_first(case: Case, time: SimulatedClock) -> None:
    for number, hours in ((1, 2), (2, 1)):
        ExchangeReceipt.objects.create(
            partner="province",
            key=f"{case.receipt_no}-{number:04d}",
            case=case,
            table="up_pro_process",
            received_at=time.now() + timedelta(hours=hours),
        )
    assert len(broken()["8.1"]) == 1


def test_10_a_number_beyond_its_counter(case: Case) -> None:
    damage("UPDATE core_counter SET value = 0 WHERE key LIKE 'case:%'")
    assert broken()["10"] == ((case.pk, case.case_no),)


def test_10_1_a_licence_that_is_missing() -> None:
    granted = issue_result(decided(accepted(), Verdict.APPROVE), by=world.staff("制证岗"))
    damage("UPDATE spaces_licence SET number = '20260000002' WHERE id = %(id)s", id=granted.licence_id)
    assert "10.1" in broken()


def test_13_a_personal_number_in_the_history(case: Case) -> None:
    applicant = case.applicant
    of_case = "WHERE stream = 'case' AND stream_id = %(id)s"
    damage(f"UPDATE core_event SET actor_label = %(code)s {of_case}", id=case.pk, code=applicant.code)
    assert "13" in broken()
    damage(f"UPDATE core_event SET actor_label = '' {of_case}", id=case.pk)
    assert "13" not in broken()
    damage(f"""UPDATE core_event SET data = data || '{{"phone": "13812345678"}}' {of_case}""", id=case.pk)
    assert "13" in broken()


def test_receipt_and_case_numbers_are_no_personal_numbers(case: Case) -> None:
    """Long numbers of our own in histories raise no false alarm."""
    assert Document.objects.filter(case=case, kind=DocumentKind.RECEIPT).exists()
    assert "13" not in broken()


def test_unique_numbers_are_asked_even_if_the_index_were_lost(case: Case) -> None:
    other = accepted()
    damage("ALTER TABLE cases_case DROP CONSTRAINT cases_case_case_no_key")
    damage("UPDATE cases_case SET case_no = %(number)s WHERE id = %(id)s", id=other.pk, number=case.case_no)
    assert case.case_no in {row[1] for row in broken()["10"]}


def test_8_2_a_message_that_exists_twice(case: Case) -> None:
    damage(
        "ALTER TABLE notices_message DROP CONSTRAINT notices_message_key_key",
        "UPDATE notices_message SET key = 'same'",
    )
    assert [row[0] for row in broken()["8.2"]] == ["same"]


@pytest.mark.parametrize("words", ["11010519491231002X", "手机13912345678", "x 320582199003071234, y"])
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("cases_case", "applicant_name = %(words)s"),
        ("linkage_review", "opinion = %(words)s"),
        ("core_event", "data = jsonb_build_object('note', %(words)s::text)"),
    ],
)
def test_13_a_number_in_any_table(case: Case, table: str, change: str, words: str) -> None:
    damage(f"UPDATE {table} SET {change}", words=words)
    assert table in {row[0] for row in broken()["13"]}


def test_13_a_number_in_a_session() -> None:
    session = SessionStore()
    session["visitor"] = {"code": "11010519491231002X"}
    session.save()
    assert [row[0] for row in broken()["13"]] == ["session"]


def test_13_what_bodies_print_on_their_guides_is_public(case: Case) -> None:
    Department.objects.update(phone="13912345678")
    assert "13" not in broken()
