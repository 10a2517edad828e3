"""Errors of ended cases are corrected by an act of their own; nothing of the old record changes (更正)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from cases.models import Amendment, Case, DocumentKind, PackageState, ProposalVerdict, Publication, PublicationState
from cases.pages.story import story_of
from cases.services.amendments import MOST_ERRORS, Error, propose_amendment
from cases.services.anonymising import anonymise
from cases.services.issuing import deliver_result
from cases.services.proposals import decide_proposal, lapse_proposals
from cases.services.publishing import publish_due
from core import clock
from core.clock import SimulatedClock
from core.models import EventRow
from core.outbox import drain
from core.refusal import Refusal
from core.services.files import open_file
from deliveries.models import DeliveryWay
from identity.actors import Actor
from notices.models import Message
from spaces.models import Licence, LicenceState
from tests import world
from tests.brokenness import broken
from tests.cases.archived import closed, packed
from tests.cases.paperwork import words
from tests.cases.results import issued
from tests.cases.walks import accepted, at, move
from tests.client import signed_in
from tests.linkage.test_ten_events import told

pytestmark = pytest.mark.usefixtures("time", "calendar")
WHY = "打印时门牌号录入错误，以申请表为准"


def firm() -> Actor:
    person = world.citizen(name="王秀英")
    return world.acting_for(person, world.enterprise(person))


def of_firm() -> Case:
    """A firm's granted case whose licence was delivered."""
    owner = firm()
    case = issued(owner)
    deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=owner)
    drain(["interactive", "pdf"])
    return Case.objects.get(pk=case.pk)


def place_in_licence(case: Case) -> str:
    assert case.licence is not None
    return f"field:{next(iter(case.licence.data))}"


def proposed(case: Case, place: str, was: str = "", now: str = "杨舍镇沙洲中路81号", **more: Any) -> Amendment:
    return proposed_all(case, Error(place, now, was), **more)


def proposed_all(case: Case, *errors: Error, **more: Any) -> Amendment:
    given = {"reason": WHY, "evidence": world.pdf(), "by": world.staff("窗口受理岗")} | more
    return propose_amendment(case, errors=errors, **given)


def approved(made: Amendment, by: Actor | None = None) -> Amendment:
    decide_proposal(made.proposal, approve=True, by=by or world.staff("分管领导岗"))
    made.refresh_from_db()
    return made


def refusal_of(deed: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*given, **more)
    return refused.value.code


def rows_before() -> dict[str, set[str]]:
    """Every row of every table of ours, as text."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            cursor.execute(f"SELECT t::text FROM {table} AS t")
            found[table] = {row[0] for row in cursor.fetchall()}
    return found


MAY_MOVE = {"core_counter", "core_delivery", "cases_proposal", "cases_amendment", "cases_publication"}
"""Counters, what workers do, the act itself, and the publication, which marks the row it replaces."""


def test_nothing_of_the_old_record_changes_when_an_error_is_corrected() -> None:
    """L-03, L-17: old rows are byte-equal afterwards, but for the state of the licence's former version."""
    case = of_firm()
    made = proposed(case, place_in_licence(case))
    before = rows_before()
    approved(made)
    after = rows_before()
    changed = {table for table, rows in before.items() if rows - after[table]}
    assert changed - MAY_MOVE == {"spaces_licence"}
    assert len(before["spaces_licence"] - after["spaces_licence"]) == 1
    old = Licence.objects.get(pk=case.licence_id)
    assert (old.state, old.data) == (LicenceState.LAPSED, case.licence.data)  # type: ignore[union-attr]
    assert broken() == {}


def test_the_notice_names_what_stood_there_and_what_stands_there_now_and_the_licence_gets_its_next_version() -> None:
    """D-14, L-03."""
    case = of_firm()
    assert case.licence is not None
    label, wrong = next(iter(case.licence.data.items()))
    made = approved(proposed(case, place_in_licence(case)))
    drain(["interactive", "pdf"])
    text = words(case, DocumentKind.AMENDMENT_NOTICE)
    now = made.places.get().now
    for part in ("更正通知书", label, str(wrong), now, WHY, case.licence.number, "第2版", "证照编号和有效期限不变"):
        assert "".join(part.split()) in text
    made.refresh_from_db()
    assert made.notice is not None and made.notice.number and "政更" in made.notice.number and made.notice.file_id
    assert made.licence is not None and made.licence.previous_id == case.licence_id
    assert made.licence.data == {**case.licence.data, label: now}
    assert (made.licence.number, made.licence.valid_until) == (case.licence.number, case.licence.valid_until)
    assert broken() == {}


def test_a_second_person_decides_and_only_he_of_the_handling_body() -> None:
    case = closed()
    handler = world.staff("分管领导岗")
    made = proposed(case, place_in_licence(case), by=handler)
    assert refusal_of(approved, made, handler) == "own_proposal"
    assert refusal_of(approved, made, world.staff("分管领导岗", "住建局")) == "forbidden"
    decide_proposal(made.proposal, approve=False, remark="申请表上就是这个门牌号", by=world.staff("分管领导岗"))
    assert Amendment.objects.get().notice is None and Licence.objects.count() == 1
    assert not case.documents.filter(kind=DocumentKind.AMENDMENT_NOTICE).exists()
    assert broken() == {}


def test_the_applicant_is_told_and_the_story_of_the_case_shows_it() -> None:
    case = closed()
    paper = case.documents.get(kind=DocumentKind.GRANT_DECISION)
    made = approved(proposed(case, f"paper:{paper.pk}", was="林小", now="林晓"))
    drain(["interactive"])
    drain(["interactive"])
    assert Message.objects.filter(kind="cases.CaseAmended", party=case.applicant, channel="inbox").exists()
    shown = next(step for step in story_of(case) if "林小" in step["note"])
    assert "林晓" in shown["note"] and str(paper.number) in shown["note"]
    assert (made.licence_id, made.version) == (None, 1)
    assert Licence.objects.get().state == LicenceState.VALID, "an error of a paper leaves the licence alone"


def test_several_errors_are_corrected_by_one_act_with_one_notice_and_one_version() -> None:
    """D-14a, L-03, L-17: a paper, a field, the name of the holder and the last day."""
    case = of_firm()
    assert case.licence is not None
    paper = case.documents.get(kind=DocumentKind.GRANT_DECISION)
    made = proposed_all(
        case,
        Error(f"paper:{paper.pk}", "林晓", "林小"),
        Error(place_in_licence(case), "杨舍镇沙洲中路81号"),
        Error("fact:holder", "张家港市沙洲小厨餐饮管理有限公司"),
        Error("fact:valid_until", "2032-03-01"),
    )
    approved(made)
    drain(["interactive", "pdf"])
    made.refresh_from_db()
    licence = made.licence
    assert licence is not None and licence.version == 2 and Licence.objects.count() == 2
    assert licence.named_holder == "张家港市沙洲小厨餐饮管理有限公司" and licence.holder_id == case.licence.holder_id
    assert (licence.valid_until, licence.valid_from) == (date(2032, 3, 1), case.licence.valid_from)
    assert case.licence.named_holder == case.applicant_name and made.version == 1
    text = words(case, DocumentKind.AMENDMENT_NOTICE)
    for part in (paper.number, "林小", "林晓", "持证主体", "餐饮管理有限公司", "有效期截止日期", "2032-03-01", "第2版"):
        assert "".join(str(part).split()) in text
    assert "有效期限不变" not in text
    assert "餐饮管理有限公司" in licence_words(licence)
    assert broken() == {}


def licence_words(licence: Licence) -> str:
    """What the drawn file of a licence says."""
    assert licence.file is not None
    with open_file(licence.file) as kept:
        return "".join("".join(page.extract_text().split()) for page in PdfReader(kept).pages)


def test_l17_days_are_moved_lawfully_or_not_at_all() -> None:
    case = closed()
    assert case.licence is not None
    for place, now, code in (
        ("fact:valid_until", "2031年3月", "day"),
        ("fact:valid_until", "2031-02-30", "day"),
        ("fact:valid_from", "长期", "day"),
        ("fact:valid_until", case.licence.valid_until.isoformat() if case.licence.valid_until else "长期", "now"),
        ("fact:holder", case.applicant_name, "now"),
        ("fact:nothing", "x", "place"),
    ):
        assert refusal_of(proposed, case, place, now=now) == code
    made = proposed(case, "fact:valid_until", now="2020-01-01")
    assert refusal_of(approved, made) == "days"
    decide_proposal(made.proposal, approve=False, remark="日期早于今天，不予更正", by=world.staff("分管领导岗"))
    made = approved(proposed(case, "fact:valid_until", now="长期"))
    assert made.licence is not None and made.licence.valid_until is None
    assert Licence.objects.count() == 2 and broken() == {}


def test_errors_are_named_once_and_not_too_many() -> None:
    case = closed()
    field = place_in_licence(case)
    assert refusal_of(proposed_all, case) == "errors"
    assert refusal_of(proposed_all, case, *[Error(field, "一号")] * (MOST_ERRORS + 1)) == "errors"
    with pytest.raises(Refusal) as refused:
        proposed_all(case, Error(field, "沙洲中路81号"), Error(field, "沙洲中路83号"))
    assert (refused.value.code, refused.value.field) == ("place", "place_2")
    with pytest.raises(Refusal) as refused:
        proposed_all(case, Error(field, "沙洲中路81号"), Error("fact:valid_from", "昨天"))
    assert (refused.value.code, refused.value.field) == ("day", "now_2")
    assert not Amendment.objects.exists()


def test_a_corrected_holder_and_days_are_published_too(time: SimulatedClock) -> None:
    """2.11, T-20."""
    case = of_firm()
    move(time, at(2026, 3, 5))
    publish_due()
    approved(
        proposed_all(case, Error("fact:holder", "张家港市沙洲大厨有限公司"), Error("fact:valid_until", "2032-03-01"))
    )
    shown = Publication.objects.get(case=case, state=PublicationState.PUBLISHED)
    assert (shown.version, shown.holder_name, shown.valid_until) == (2, "张家港市沙洲大厨有限公司", date(2032, 3, 1))


def test_the_page_takes_several_errors_and_loses_nothing() -> None:
    case = closed()
    client, address = desk(case)
    typed = {"place": place_in_licence(case), "now": "杨舍镇沙洲中路81号", "reason": WHY}
    typed |= {"place_2": "fact:valid_until", "now_2": "明年"}
    answer = client.post(address, typed | {"evidence": world.pdf()})
    assert answer.status_code == 422 and "明年" in answer.content.decode() and "2031-03-02" in answer.content.decode()
    gap = {"place_3": "fact:holder", "now_3": "某某", "place_2": "", "now_2": ""}
    assert client.post(address, typed | gap | {"evidence": world.pdf()}).status_code == 422
    lost = {"place_2": "", "now_2": "写了内容却没有选位置"}
    answer = client.post(address, typed | lost | {"evidence": world.pdf()})
    assert answer.status_code == 422 and lost["now_2"] in answer.content.decode()
    assert client.post(address, typed | {"now_2": "2033-01-01", "evidence": world.pdf()}).status_code == 302
    assert Amendment.objects.get().places.count() == 2


def test_what_was_published_is_corrected_where_the_error_stood(time: SimulatedClock) -> None:
    """2.11, T-20."""
    case = of_firm()
    move(time, at(2026, 3, 5))
    publish_due()
    first = Publication.objects.get(case=case)
    label, wrong = next(iter(case.licence.data.items()))  # type: ignore[union-attr]
    assert f"{label}：{wrong}" in first.content
    approved(proposed(case, place_in_licence(case)))
    first.refresh_from_db()
    shown = Publication.objects.get(case=case, state=PublicationState.PUBLISHED)
    assert (first.state, shown.previous_id) == (PublicationState.REPLACED, first.pk)
    assert "81号" in shown.content and str(wrong) not in shown.content and str(wrong) in first.content
    approved(
        proposed(case, f"paper:{case.documents.get(kind=DocumentKind.RECEIPT).pk}", was="并无此句", now="另一句话")
    )
    assert Publication.objects.filter(case=case).count() == 2, "what was not published wrong is not published anew"


def test_what_is_published_later_is_published_right(time: SimulatedClock) -> None:
    """T-20."""
    case = of_firm()
    approved(proposed(case, place_in_licence(case)))
    move(time, at(2026, 3, 5))
    publish_due()
    assert "81号" in Publication.objects.get(case=case, state=PublicationState.PUBLISHED).content


def test_an_archived_package_gets_its_successor_with_the_notice(time: SimulatedClock) -> None:
    """2.10: an archived package never changes; the next version names it and holds the notice."""
    case = closed()
    first = packed(case)
    approved(proposed(case, place_in_licence(case)))
    made = proposed(case, place_in_licence(case), now="杨舍镇沙洲中路83号")
    assert refusal_of(approved, made) == "in_work"
    drain(["interactive", "pdf"])
    time.advance(timedelta(minutes=2))
    drain(["pdf"])
    second = case.packages.get(version=2)
    assert (second.previous_id, second.reason, second.state) == (first.pk, WHY, PackageState.ARCHIVED)
    assert second.pieces == first.pieces + 1
    assert broken() == {}


def test_systems_are_told_the_closing_once_more_as_a_higher_version() -> None:
    """2.12: a correction is sent as a higher version, not as an update."""
    case = closed()
    for number in ("81", "83"):
        approved(proposed(case, place_in_licence(case), now=f"杨舍镇沙洲中路{number}号"))
    closings = [row["SJBBH"] for row in told(case) if row["SJ"] == 4]
    assert closings == [1, 2, 3]


def test_only_ended_cases_are_amended_and_nothing_that_is_not_there() -> None:
    case, running = closed(), accepted()
    paper = running.documents.first()
    drain(["interactive", "pdf"])
    assert refusal_of(proposed, running, f"paper:{paper.pk if paper else 0}", "错字错字") == "wrong_state"
    field = place_in_licence(case)
    assert refusal_of(proposed, case, "field:没有这一项") == "place"
    assert refusal_of(proposed, case, f"paper:{paper.pk if paper else 0}", "错字错字") == "place"
    assert refusal_of(proposed, case, "licence") == "place"
    assert refusal_of(proposed, case, f"paper:{case.documents.all()[0].pk}", " ") in {"was", "place"}
    assert refusal_of(proposed, case, field, now=" ") == "now"
    assert refusal_of(proposed, case, field, now=str(case.licence.data[field[6:]])) == "now"  # type: ignore[union-attr]
    assert refusal_of(proposed, case, field, reason="不对") == "reason"
    proposed(case, field)
    assert refusal_of(proposed, case, field) == "proposed_before"
    assert Amendment.objects.count() == 1


def test_a_licence_that_changed_meanwhile_is_not_corrected_twice() -> None:
    case = closed()
    made = proposed(case, place_in_licence(case))
    Licence.objects.filter(pk=case.licence_id).update(state=LicenceState.WITHHELD)
    assert refusal_of(approved, made) == "moved_on"
    assert Amendment.objects.get().version is None


def test_a_correction_does_not_lapse_with_the_case_it_is_about() -> None:
    made = proposed(case := closed(), place_in_licence(case))
    lapse_proposals(case, before=clock.now())
    made.proposal.refresh_from_db()
    assert made.proposal.verdict == ""
    approved(made)
    assert Amendment.objects.get().proposal.verdict == ProposalVerdict.APPROVED


def test_an_anonymous_case_keeps_nothing_of_its_corrections_nor_of_its_hearing() -> None:
    """10.5."""
    case = closed()
    approved(proposed(case, place_in_licence(case)))
    drain(["interactive", "pdf"])
    packed(case)
    anonymise(case)
    made = Amendment.objects.get()
    place = made.places.get()
    assert (place.was, place.now, made.evidence_id, made.evidence_name) == ("", "", None, "")


def desk(case: Case) -> tuple[Client, str]:
    return signed_in(world.staff("窗口受理岗")), f"/desk/cases/{case.pk}/amend/"


def test_the_handler_proposes_on_a_page_and_the_leader_sees_error_and_evidence() -> None:
    case = closed()
    client, address = desk(case)
    assert "更正" in client.get(f"/desk/cases/{case.pk}/").content.decode()
    typed = {"place": place_in_licence(case), "now": "杨舍镇沙洲中路81号", "reason": WHY, "evidence": world.pdf()}
    assert client.post(address, typed).status_code == 302
    made = Amendment.objects.get()
    leader = signed_in(world.staff("分管领导岗"))
    page = leader.get(f"/desk/proposals/{made.proposal_id}/")
    assert "81号" in page.content.decode()
    evidence = leader.get(page.context["row"]["evidence_href"])
    assert b"".join(evidence.streaming_content).startswith(b"%PDF")
    assert leader.post(f"/desk/proposals/{made.proposal_id}/", {"verdict": "approve"}).status_code == 302
    assert Amendment.objects.get().version == 1


HOSTILE: list[dict[str, str]] = [
    *({}, {"place": "field:x' OR 1=1"}, {"place": "paper:-1", "now": "x", "reason": WHY}),
    *({"place": "paper:" + "9" * 5000, "now": "x"}, {"now": "\0", "reason": "x" * 9000}, {"place": "constructor"}),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_nobody_means_proposes_nothing(typed: dict[str, str]) -> None:
    case = closed()
    client, address = desk(case)
    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"evidence": b"<script>"}).status_code == 422  # type: ignore[dict-item]
    assert not Amendment.objects.exists()
    assert not EventRow.objects.filter(name="cases.ActProposed").exists()
