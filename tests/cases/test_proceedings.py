"""The body rescinds, cancels or revokes a licence by a case of its own (依职权, C-23, C-24, D-14, XKF 69, 70, 80)."""

from datetime import date
from typing import Any

import pytest

from cases.models import (
    Case,
    CaseState,
    CreditGround,
    CreditRecord,
    DocumentKind,
    HearingEnding,
    PackageState,
    Proceeding,
    ProceedingEvidence,
    ProceedingKind,
    Publication,
)
from cases.pages.story import story_of
from cases.rules.proceedings import credit_for, must_be_heard, years_barred
from cases.services.anonymising import anonymise
from cases.services.hearings import ask_hearing, make_statement, waive_hearing
from cases.services.publishing import publish_due
from cases.services.submission import submit_case
from cases.services.sweeping import sweep_clocks
from cases.services.withdrawing import ask_withdrawal
from core.clock import SimulatedClock
from core.models import EventRow
from core.outbox import drain
from core.services.emptying import NOBODY
from identity.actors import Actor
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision
from notices.models import Message
from spaces.models import Licence, LicenceState
from spaces.services.changes import change_licence_state
from tests import world
from tests.brokenness import broken
from tests.cases.archived import packed
from tests.cases.paperwork import words
from tests.cases.proceedings import (
    APPROVE,
    FACTS,
    begun,
    concluded,
    delivered,
    given_licence,
    maker,
    other_licence,
    refusal_of,
    speak,
)
from tests.cases.walks import at, move
from tests.client import signed_in
from tests.spaces.papers import licence as loose_licence

pytestmark = pytest.mark.usefixtures("time", "calendar")
OBJECT = Decision(Verdict.OBJECT, "证据不足，不予撤销")


@pytest.fixture
def owner() -> Actor:
    return world.citizen(name="王秀英")


@pytest.fixture
def licence(owner: Actor) -> Licence:
    return given_licence(owner)


def test_c23_a_rescission_is_a_case_of_its_own_from_the_facts_to_the_decision(licence: Licence, owner: Actor) -> None:
    """C-23, D-14, XKF 69: the licence ends with the case as its ground, and the decision names remedies."""
    case = begun(licence)
    assert (case.state, case.subject, case.applicant) == (CaseState.IN_REVIEW, licence, licence.holder)
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.VALID, "nothing ends before it is decided"
    assert broken() == {}
    done = concluded(case, owner)
    licence.refresh_from_db()
    assert (done.state, licence.state, licence.state_ground) == (CaseState.ISSUED, LicenceState.RESCINDED, "deceit")
    assert str(done.receipt_no) in licence.state_reason
    text = words(done, DocumentKind.LICENCE_DECISION)
    for part in ("撤销行政许可决定书", licence.number, FACTS, "第六十九条", "行政复议", "行政诉讼"):
        assert "".join(part.split()) in text
    assert broken() == {}


def test_c16_the_holder_is_told_and_nobody_decides_before_he_was_heard(licence: Licence, owner: Actor) -> None:
    """C-16, D-10, D-11, XKF 36: told what is intended, he speaks, asks or waives."""
    case = begun(licence)
    told = {document.kind for document in case.documents.all()}
    assert {DocumentKind.STATEMENT_NOTICE, DocumentKind.HEARING_NOTICE} <= told
    speak(case, "科室审查岗")
    assert refusal_of(speak, case, "分管领导岗") == "hearing_open"
    make_statement(case, statement="合同是中介提供的，我不知情", by=owner)
    ask_hearing(case, by=owner)
    assert Case.objects.get(pk=case.pk).state == CaseState.SPECIAL
    waive_hearing(case, by=owner)
    speak(case, "分管领导岗")
    assert Case.objects.get(pk=case.pk).state == CaseState.ISSUED
    assert broken() == {}


def test_t10_when_nobody_asks_for_the_hearing_in_time_it_is_decided(licence: Licence, time: SimulatedClock) -> None:
    """T-10: five working days."""
    case = begun(licence)
    speak(case, "科室审查岗")
    move(time, at(2026, 3, 12))
    sweep_clocks()
    drain(["interactive"])
    assert case.hearings.get().ending == HearingEnding.NOT_ASKED
    speak(case, "分管领导岗")
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.RESCINDED


def test_s15_whoever_began_it_does_not_decide_it(licence: Licence, owner: Actor) -> None:
    """S-15: approval by a second person."""
    leader = world.staff("分管领导岗")
    case = begun(licence, by=leader)
    waive_hearing(case, by=owner)
    speak(case, "科室审查岗")
    assert refusal_of(speak, case, "分管领导岗", APPROVE, leader) == "same_person"
    speak(case, "分管领导岗")
    assert broken() == {}


def test_a_proceeding_that_is_not_upheld_leaves_the_licence_as_it_was(licence: Licence, owner: Actor) -> None:
    before = Licence.objects.filter(pk=licence.pk).values().get()
    case = concluded(begun(licence), owner, OBJECT)
    assert (case.state, case.proceeding.upheld) == (CaseState.ISSUED, False)
    assert Licence.objects.filter(pk=licence.pk).values().get() == before
    assert "不予撤销" in words(case, DocumentKind.LICENCE_DECISION)
    assert begun(licence).state == CaseState.IN_REVIEW, "new facts may begin it anew"
    assert broken() == {}


def test_c24_what_was_obtained_by_deceit_bars_the_holder_for_three_years(licence: Licence, owner: Actor) -> None:
    """C-24, XKF 79: the credit list and the event say so; other grounds bar nobody."""
    case = concluded(begun(licence), owner)
    told = EventRow.objects.get(stream="case", stream_id=case.pk, name="cases.ProceedingConcluded").data
    assert (told["bars_years"], told["holder_id"], told["ground"]) == (3, licence.holder_id, "deceit")
    assert "3年内不得再次申请" in words(case, DocumentKind.LICENCE_DECISION)
    record = CreditRecord.objects.get(party=licence.holder)
    assert (record.ground, record.barred_until) == (CreditGround.DECEIT, date(2029, 3, 2))
    again = world.draft(case.version, owner)
    assert refusal_of(submit_case, again, by=owner) == "barred"
    assert [credit_for(*one) for one in (("rescind", "unfit"), ("revoke", "other"))] == ["", ""]
    assert [years_barred("pledge", upheld=True), years_barred("deceit", upheld=False)] == [0, 0]


def test_a_cancellation_that_only_writes_down_what_happened_needs_no_hearing(licence: Licence, owner: Actor) -> None:
    """XKF 70: nobody is left to be heard when the holder has died."""
    case = begun(licence, ProceedingKind.CANCEL, ground="holder_gone")
    assert not case.hearings.exists()
    done = concluded(case, owner)
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.CANCELLED
    assert "注销行政许可决定书" in words(done, DocumentKind.LICENCE_DECISION)
    heard = {ground for ground in ("expired", "force_majeure", "other") if must_be_heard("cancel", ground)}
    assert heard == {"force_majeure", "other"} and must_be_heard("rescind", "unfit")


def test_the_holder_is_told_sees_it_and_cannot_withdraw_what_he_did_not_ask_for(licence: Licence, owner: Actor) -> None:
    case = begun(licence)
    drain(["interactive"])
    concluded(case, owner)
    drain(["interactive"])
    kinds = set(Message.objects.filter(party=licence.holder, channel="inbox").values_list("kind", flat=True))
    assert {"cases.ProceedingBegun", "cases.HearingOffered", "cases.ProceedingConcluded"} <= kinds
    assert "spaces.LicenceStateChanged" in kinds
    again = begun(loose := Licence.objects.get(pk=other_licence(owner).pk))
    assert refusal_of(ask_withdrawal, again, by=owner) == "wrong_state"
    page = signed_in(owner).get(f"/space/cases/{again.pk}/")
    assert page.status_code == 200 and not any("withdraw" in str(deed) for deed in page.context["deeds"])
    assert any(loose.number in step["note"] for step in story_of(again))


def test_what_was_published_says_that_the_licence_has_ended(
    licence: Licence, owner: Actor, time: SimulatedClock
) -> None:
    """2.11, T-20: a further row replaces the one that shows a licence."""
    move(time, at(2026, 3, 5))
    publish_due()
    first = Publication.objects.get(licence_no=licence.number, state="published")
    concluded(begun(licence), owner)
    shown = Publication.objects.get(licence_no=licence.number, state="published")
    assert (shown.previous_id, shown.outcome) == (first.pk, "已撤销")


def test_the_file_of_a_proceeding_is_archived_like_any_other(licence: Licence, owner: Actor) -> None:
    """2.10, 10.5: with the evidence gone once it is anonymous."""
    case = delivered(concluded(begun(licence), owner), owner)
    drain(["interactive", "pdf"])
    assert packed(case).state == PackageState.ARCHIVED
    anonymise(Case.objects.get(pk=case.pk))
    made = Proceeding.objects.get(case=case)
    assert (made.facts, made.evidence.count()) == ("", 0) and case.hearings.get().matter == NOBODY


def test_only_the_issuing_body_begins_it_on_a_ground_of_the_law(licence: Licence) -> None:
    assert refusal_of(begun, licence, by=world.staff("制证岗", "住建局")) == "forbidden"
    assert refusal_of(begun, licence, by=world.staff("窗口受理岗")) == "forbidden"
    assert refusal_of(begun, licence, ground="expired") == "ground"
    assert refusal_of(begun, licence, facts=" 太短 " * 3) == "facts"
    assert refusal_of(begun, loose_licence(name="别处的证")) == "no_way"
    begun(licence)
    assert refusal_of(begun, licence) == "begun_before"
    assert Proceeding.objects.count() == 1


def test_a_licence_that_ended_meanwhile_is_not_rescinded_on_paper_only(licence: Licence, owner: Actor) -> None:
    case = begun(licence)
    waive_hearing(case, by=owner)
    speak(case, "科室审查岗")
    leader = world.staff("分管领导岗")
    change_licence_state(licence, LicenceState.REVOKED, reason="依法吊销", by=leader)
    assert refusal_of(speak, case, "分管领导岗") == "wrong_state"
    assert Case.objects.get(pk=case.pk).state == CaseState.IN_REVIEW
    assert broken() == {}


def test_the_licence_page_leads_to_the_case_and_no_back_door_is_left(licence: Licence) -> None:
    client = maker()
    page = client.get(f"/desk/licences/{licence.pk}/").content.decode()
    assert f"/desk/licences/{licence.pk}/begin/rescind/" in page and f"/{licence.pk}/rescind/" not in page
    typed = {"reason": "依据行政许可法有关规定撤销", "decided": "on", "ground": "deceit"}
    assert client.post(f"/desk/licences/{licence.pk}/rescind/", typed).status_code == 302
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.VALID
    given = {"ground": "deceit", "facts": FACTS, "evidence": world.pdf()}
    assert client.post(f"/desk/licences/{licence.pk}/begin/rescind/", given).status_code == 302
    case = Proceeding.objects.get().case
    reviewer = signed_in(world.staff("科室审查岗"))
    review = reviewer.get(f"/desk/reviews/{Review.objects.get(case=case).pk}/")
    assert FACTS in review.content.decode()
    shown = ProceedingEvidence.objects.get(proceeding__case=case)
    evidence = reviewer.get(f"/desk/cases/{case.pk}/evidence/{shown.pk}/")
    assert b"".join(evidence.streaming_content).startswith(b"%PDF")
    for desk in (f"/desk/cases/{case.pk}/", f"/cases/{case.pk}/dates/"):
        assert maker().get(desk).status_code == 200
    assert signed_in(world.staff("监察岗", "监委")).get(f"/supervision/cases/{case.pk}/").status_code == 200


HOSTILE: list[dict[str, str]] = [
    *({}, {"ground": "deceit", "facts": "x"}, {"ground": "' OR 1=1", "facts": FACTS}),
    *({"ground": "deceit", "facts": "长" * 5000}, {"ground": "deceit", "facts": FACTS + "\0"}),
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_nobody_means_begins_nothing(licence: Licence, typed: dict[str, str]) -> None:
    client = maker()
    for data in (typed, typed | {"evidence": b"not a file"}, typed | {"evidence": disguised()}):
        assert client.post(f"/desk/licences/{licence.pk}/begin/rescind/", data).status_code == 422
    assert client.get(f"/desk/licences/{licence.pk}/begin/withhold/").status_code == 404
    assert not Proceeding.objects.exists()


def disguised() -> Any:
    """A program that calls itself a picture."""
    upload = world.pdf()
    upload.name = "a.jpg"
    return upload
