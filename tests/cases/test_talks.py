"""Asking the handler about a case, with files, answered by the department (C-35)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, CaseMessage, CaseRead, MessageFile
from cases.queries.talks import unanswered
from cases.services.issuing import withdraw_case
from cases.services.submission import submit_case
from cases.services.talks import TEXT_MOST, write_to_applicant, write_to_department
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from notices.models import Message
from tests import world
from tests.client import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]


@pytest.fixture
def owner() -> Actor:
    return world.citizen()


@pytest.fixture
def clerk() -> Actor:
    return world.staff("窗口受理岗")


@pytest.fixture
def case(owner: Actor, clerk: Actor) -> Case:
    return submit_case(world.draft(world.item(), owner), by=owner).case


def refused(deed: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        deed()
    return refusal.value.code


def test_a_question_waits_until_the_department_answers_and_both_sides_are_told(
    case: Case, owner: Actor, clerk: Actor
) -> None:
    asked = write_to_department(case, text="还缺什么材料？", by=owner)
    assert list(unanswered(clerk)) == [asked]
    write_to_applicant(case, text="请补充平面图。", files=[world.pdf()], by=clerk)
    assert list(unanswered(clerk)) == []
    drain(["interactive"])
    assert Message.objects.filter(kind="cases.ApplicantWrote", account_id=clerk.account_id).count() == 1
    told = Message.objects.filter(kind="cases.DepartmentWrote", party_id=owner.self_party_id)
    assert sorted(told.values_list("channel", flat=True)) == ["inbox", "sms"]


def test_a_talk_begins_with_the_filing_and_ends_with_the_case(owner: Actor, clerk: Actor, case: Case) -> None:
    draft = world.draft(case.version, owner)
    assert refused(lambda: write_to_department(draft, text="请问", by=owner)) == "not_filed"
    write_to_department(case, text="请问进度", by=owner)
    withdraw_case(case, by=owner)
    assert refused(lambda: write_to_department(case, text="请问", by=owner)) == "talk_closed"
    assert refused(lambda: write_to_applicant(case, text="您好", by=clerk)) == "talk_closed"
    assert list(unanswered(clerk)) == []


def test_what_cannot_be_sent_is_refused(case: Case, owner: Actor) -> None:
    for text in ("", " ", "a", "字" * (TEXT_MOST + 1)):
        assert refused(lambda text=text: write_to_department(case, text=text, by=owner)) == "text"  # type: ignore[misc]
    many = [world.pdf() for _number in range(6)]
    assert refused(lambda: write_to_department(case, text="见附件", files=many, by=owner)) == "too_many_files"
    assert not CaseMessage.objects.exists()
    for _turn in range(10):
        try:
            write_to_department(case, text="在吗", by=owner)
        except Refusal as refusal:
            assert refusal.code == "too_many_tries"
    assert refused(lambda: write_to_department(case, text="在吗", by=owner)) == "too_many_tries"


def test_numbers_are_masked_for_staff_and_every_look_is_recorded(case: Case, owner: Actor, clerk: Actor) -> None:
    """10.2, G-02."""
    write_to_department(case, text="我的身份证是 110101199003070011，电话 13912345678", by=owner)
    page = signed_in(clerk).get(f"/desk/cases/{case.pk}/messages/").content.decode()
    assert "110101199003070011" not in page
    assert "13912345678" not in page
    assert CaseRead.objects.filter(case=case, account_id=clerk.account_id).exists()
    assert "13912345678" in signed_in(owner).get(f"/space/cases/{case.pk}/messages/").content.decode()


def test_the_applicant_reads_the_department_and_not_the_name_of_the_clerk(
    case: Case, owner: Actor, clerk: Actor
) -> None:
    write_to_applicant(case, text="请补充平面图。", by=clerk)
    page = signed_in(owner).get(f"/space/cases/{case.pk}/messages/").content.decode()
    assert case.department.name in page
    assert clerk.name not in page
    assert page.count("请补充平面图。") == 1, "what was said is no notice of the page as well"


def test_files_go_both_ways_through_the_gates_and_to_nobody_else(case: Case, owner: Actor, clerk: Actor) -> None:
    client, address = signed_in(owner), f"/space/cases/{case.pk}/messages/"
    bad = world.pdf()
    bad.name = "坏.exe"
    assert client.post(address, {"text": "见附件", "file": bad}).status_code == 422
    assert client.post(address, {"text": "见附件", "file": world.pdf()}).status_code == 302
    sent = MessageFile.objects.get()
    own, desk = f"{address}files/{sent.pk}/", f"/desk/cases/{case.pk}/messages/files/{sent.pk}/"
    for reader, path in ((client, own), (signed_in(clerk), desk)):
        assert b"".join(reader.get(path).streaming_content).startswith(b"%PDF")
    assert signed_in(world.citizen(name="周敏")).get(own).status_code == 404
    other = world.staff("窗口受理岗", "住建局")
    assert signed_in(other).get(desk).status_code == 404
    assert signed_in(other).get(f"/desk/cases/{case.pk}/messages/").status_code == 404
    foreign = submit_case(world.draft(case.version, owner), by=owner).case
    assert client.get(f"/space/cases/{foreign.pk}/messages/files/{sent.pk}/").status_code == 404


def test_unanswered_questions_show_their_age_to_the_department_and_to_supervision(
    case: Case, owner: Actor, clerk: Actor, time: SimulatedClock
) -> None:
    write_to_department(case, text="还要多久？", by=owner)
    time.advance(timedelta(days=3))
    supervisor = world.staff("监察岗", "监委")
    for reader in (clerk, supervisor):
        page = signed_in(reader).get("/desk/questions/").content.decode()
        assert "3 天" in page
        assert "还要多久" not in page
    assert (
        case.version.name not in signed_in(world.staff("窗口受理岗", "住建局")).get("/desk/questions/").content.decode()
    )
    answer = signed_in(supervisor).post(f"/desk/cases/{case.pk}/messages/", {"text": "越权回复"})
    assert answer.status_code == 422
    assert CaseMessage.objects.count() == 1


def test_a_long_talk_asks_no_more_than_a_short_one_and_pages_by_key(case: Case, owner: Actor, clerk: Actor) -> None:
    def statements(path: str, reader: Actor) -> int:
        client = signed_in(reader)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    write_to_department(case, text="第一条", files=[world.pdf()], by=owner)
    paths = [(f"/space/cases/{case.pk}/messages/", owner), ("/desk/questions/", clerk)]
    few = [statements(*one) for one in paths]
    for number in range(25):
        message = CaseMessage.objects.get(pk=CaseMessage.objects.earliest("pk").pk)
        message.pk, message.text = None, f"第{number}条"
        message.save()
        MessageFile.objects.create(message=message, file=MessageFile.objects.earliest("pk").file, name="a.pdf")
    assert [statements(*one) for one in paths] == few
    for path, reader in paths:
        first = signed_in(reader).get(path).content.decode()
        assert "after=" in first
        for hostile in ("x", "-1", "9" * 30, "1 OR 1=1"):
            assert signed_in(reader).get(path, {"after": hostile}).status_code == 200
