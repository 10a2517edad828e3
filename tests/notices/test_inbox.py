"""The inbox: whose messages, unread ones, and nothing of them in clear in the table."""

from datetime import date

import pytest
from django.db import connection

from cases.models import Case, ClockKind
from cases.services.submission import submit_case
from core.clock import SimulatedClock
from core.outbox import drain
from identity.actors import ANYBODY, SYSTEM, Actor
from identity.models import Duty
from notices.kinds import ALARM, ALARM_LEVELS, APPLICANT_KINDS
from notices.models import Message, MessageChannel, TrialSms
from notices.queries import unread_count, visible_to
from notices.services import mark_read
from supervision.services import raise_alarm
from tests import world
from tests.cases.walks import PHONE, accepted, at, clock_of, filed, move
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
PLACEHOLDERS = {"item", "receipt_no", "case_no", "due", "correct_by", "owed_until", "query_code", "reason"}
PLACEHOLDERS |= {"place", "pickup_code", "carrier", "waybill"}


@pytest.fixture
def reviewer() -> Actor:
    return world.staff("科室审查岗")


@pytest.fixture
def alarmed(reviewer: Actor, time: SimulatedClock) -> Case:
    """A case whose promise ran out while the reviewer had it."""
    return overrun(accepted(world.citizen(name="王秀英")), time)


def overrun(case: Case, time: SimulatedClock) -> Case:
    move(time, at(2026, 3, 10, 0))
    raise_alarm(clock_of(case, ClockKind.PROMISED).pk, overran=True, at=time.now())
    drain(["interactive"])
    return case


def alarms_of(actor: Actor) -> list[Message]:
    return [message for message in visible_to(actor) if message.kind == "cases.HandlerAlerted"]


def test_only_the_addressee_sees_a_message() -> None:
    owner, stranger = world.citizen(), world.citizen()
    filed(owner)
    drain(["interactive"])
    message = Message.objects.get(channel=MessageChannel.INBOX)
    strangers = (stranger, world.staff("窗口受理岗"), world.staff("监察岗", "监委"), ANYBODY, SYSTEM)
    assert [list(visible_to(actor)) for actor in strangers] == [[]] * 5
    assert list(visible_to(owner)) == [message]
    for actor in (stranger, world.staff("窗口受理岗")):
        assert signed_in(actor).post(f"/messages/{message.pk}/open/").status_code == 404
        assert message.title not in signed_in(actor).get("/messages/").content.decode()
    message.refresh_from_db()
    assert message.read_at is None


def test_an_agent_reads_the_enterprise_s_messages_only_while_he_acts_for_it() -> None:
    agent = world.citizen()
    firm = world.enterprise(agent)
    boss = world.acting_for(agent, firm)
    submit_case(world.draft(world.item(), boss), by=boss)
    drain(["interactive"])
    assert (unread_count(boss), unread_count(agent)) == (1, 0)
    firm.mandates_given.update(until=date(2026, 1, 1))
    assert unread_count(world.acting_for(agent, firm)) == 0


def test_an_agent_limited_to_some_items_reads_what_is_said_of_those_alone() -> None:
    """A-04: a mandate for one item opens nothing about another."""
    agent, boss = world.citizen(), world.citizen()
    firm = world.enterprise(boss, agent)
    boss = world.acting_for(boss, firm)
    case = submit_case(world.draft(world.item(), boss), by=boss).case
    drain(["interactive"])
    for codes, seen in (["000000000000"], 0), ([case.version.item.entry.base_code], 1):
        firm.mandates_given.filter(agent_id=agent.self_party_id).update(item_codes=codes)
        assert unread_count(world.acting_for(agent, firm)) == seen


def test_short_messages_are_not_shown_in_the_inbox() -> None:
    owner = world.citizen()
    filed(owner)
    drain(["interactive"])
    assert Message.objects.count() == 2 and visible_to(owner).count() == 1


def test_opening_marks_read_once_and_leads_to_the_case(time: SimulatedClock) -> None:
    owner = world.citizen()
    case = filed(owner).case
    drain(["interactive"])
    message, client = visible_to(owner).get(), signed_in(owner)
    assert unread_count(owner) == 1
    assert client.post(f"/messages/{message.pk}/open/").headers["Location"] == f"/space/cases/{case.pk}/"
    message.refresh_from_db()
    assert message.read_at == time.now() and unread_count(owner) == 0
    time.advance(at(2026, 3, 3) - time.now())
    mark_read(message, by=owner)
    message.refresh_from_db()
    assert message.read_at == at(2026, 3, 2)


def test_an_empty_inbox_says_so() -> None:
    page = signed_in(world.citizen()).get("/messages/", headers={"accept-language": "zh-CN"}).content.decode()
    assert "没有消息" in page


def test_everybody_at_the_responsible_post_is_told_of_an_alarm_and_nobody_else(reviewer: Actor, alarmed: Case) -> None:
    """S-01, S-40: whoever holds the post today."""
    colleague, other = world.staff("科室审查岗"), world.staff("窗口受理岗")
    assert len(alarms_of(reviewer)) == 1
    assert alarms_of(colleague) == [] == alarms_of(other), "he came after the alarm, or holds another post"
    (message,) = alarms_of(reviewer)
    assert alarmed.case_no in message.text and "S-05" in message.text and "黄牌" in message.title
    assert message.link == f"/desk/cases/{alarmed.pk}/"


def test_who_left_the_post_is_not_told_any_more(reviewer: Actor, time: SimulatedClock) -> None:
    Duty.objects.filter(staff_id=reviewer.staff_id).update(until=date(2026, 3, 1))
    successor = world.staff("科室审查岗")
    overrun(accepted(), time)
    assert (len(alarms_of(reviewer)), len(alarms_of(successor))) == (0, 1)


def test_texts_name_neither_people_nor_their_numbers(alarmed: Case) -> None:
    """What a stranger who sees the phone may read: item and numbers of the case."""
    texts = [message.text + message.title for message in Message.objects.all()]
    texts += [sms.text for sms in TrialSms.objects.all()]
    party = alarmed.applicant
    personal = (party.name, party.code, party.masked_code, PHONE, "杨舍镇沙洲中路18号")
    assert texts and [secret for secret in personal for text in texts if secret in text] == []


def test_texts_ask_for_nothing_but_the_known_words() -> None:
    for kind in (*APPLICANT_KINDS.values(), ALARM):
        words = dict.fromkeys(PLACEHOLDERS | {"level", "rule"}, "x")
        assert str(kind.title) % words and str(kind.text) % words
    assert set(ALARM_LEVELS) == {"warning", "yellow", "red"}


def test_phones_and_texts_are_not_clear_in_the_tables(alarmed: Case) -> None:
    """Architecture 5: dumps give nothing away."""
    message = Message.objects.filter(channel=MessageChannel.SMS).first()
    assert message is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, text FROM notices_message UNION ALL SELECT phone, text FROM notices_trialsms")
        rows = b"".join(bytes(value) for row in cursor.fetchall() for value in row if value)
    for clear in (PHONE, message.text[:12], alarmed.receipt_no or ""):
        assert clear.encode() not in rows
