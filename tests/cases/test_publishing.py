"""Decisions become public within seven working days, or somebody named says why not (2.11, T-20, S-34, Y54)."""

from datetime import date

import pytest

from cases.models import Case, Clock, ClockKind, DocumentKind, HoldGround, Publication, PublicationState
from cases.services.issuing import issue_result
from cases.services.papers import number_document
from cases.services.publishing import correct_publication, hold_back, publish_due, release
from cases.services.sweeping import sweep_clocks
from core import clock
from core.clock import SimulatedClock
from core.outbox import drain
from core.refusal import Refusal
from identity.actors import Actor
from identity.models import Party
from linkage.models import Verdict
from supervision.models import Alarm
from tests import world
from tests.brokenness import broken
from tests.cases.walks import accepted, at, decided, last_day, move

pytestmark = pytest.mark.usefixtures("time", "calendar")


def granted(applicant: Actor | None = None, **item: object) -> Case:
    """A granted case whose publication is planned, and whose decision has its number."""
    case = decided(accepted(applicant, **item), Verdict.APPROVE)
    drain(["interactive"])
    number_document(case.documents.get(kind=DocumentKind.GRANT_DECISION).pk)
    return case


def published(time: SimulatedClock, applicant: Actor | None = None) -> Publication:
    """A case whose decision is public."""
    case = granted(applicant)
    move(time, at(2026, 3, 4))
    assert publish_due() == 1
    return Publication.objects.get(case=case)


def refusal_of(deed: object, *given: object, **more: object) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*given, **more)  # type: ignore[operator]
    return refused.value.code


def test_t20_a_granted_licence_is_public_within_seven_working_days(time: SimulatedClock) -> None:
    """T-20, 2.11: its limit runs from the decision; its body has one working day to look; then everybody sees it."""
    applicant = world.citizen(name="王秀英")
    case = granted(applicant)
    assert last_day(case, ClockKind.PUBLICATION) == date(2026, 3, 11)
    assert publish_due() == 0
    move(time, at(2026, 3, 4))
    assert publish_due() == 1 and publish_due() == 0
    row, person = Publication.objects.get(case=case), Party.objects.get(pk=applicant.self_party_id)
    assert row.state == PublicationState.PUBLISHED and row.feed_no == 1
    paper = case.documents.get(kind=DocumentKind.GRANT_DECISION)
    assert (row.decision_no, row.number, row.decided_on) == (paper.number, case.case_no, date(2026, 3, 2))
    assert (row.holder_name, row.outcome, row.department) == ("王**", "准予许可", case.department)
    assert row.holder_code == f"{person.code[0]}****************{person.code[-1]}"
    assert Clock.objects.get(case=case, kind=ClockKind.PUBLICATION).finished_at is not None
    assert broken() == {}


def test_211_a_decision_is_published_under_its_number_and_one_without_paper_holds_up_no_other(
    time: SimulatedClock,
) -> None:
    """The number is given although nobody has drawn the paper yet."""
    first, second = granted(), granted()
    first.documents.filter(kind=DocumentKind.GRANT_DECISION).update(kind=DocumentKind.SPECIAL_NOTICE)
    second.documents.filter(kind=DocumentKind.GRANT_DECISION).update(number=None)
    move(time, at(2026, 3, 4))
    assert publish_due() == 1
    assert first.publications.get().state == PublicationState.DUE
    paper = second.documents.get(kind=DocumentKind.GRANT_DECISION)
    assert second.publications.get().decision_no == paper.number != ""


def test_211_refusals_and_other_powers_are_not_published(time: SimulatedClock) -> None:
    decided(accepted(), Verdict.OBJECT, "不符合法定条件，缺少证明")
    decided(accepted(type="20"), Verdict.APPROVE)
    drain(["interactive"])
    assert not Publication.objects.exists() and broken() == {}


def test_211_a_refusal_is_published_where_the_law_of_the_item_demands_it(settings: object) -> None:
    case = accepted()
    settings.PUBLISHED_REFUSALS = [case.version.item.entry.base_code]  # type: ignore[attr-defined]
    decided(case, Verdict.OBJECT, "不符合法定条件，缺少证明")
    drain(["interactive"])
    assert Publication.objects.get(case=case).granted is False


def test_s34_a_decision_that_is_published_late_gets_its_yellow_card(time: SimulatedClock) -> None:
    """T-20, S-34: through the clock of the case, like every other limit."""
    case = granted()
    move(time, at(2026, 3, 12, 1))
    sweep_clocks()
    drain(["interactive"])
    alarm = Alarm.objects.get(rule="S-34")
    assert (alarm.level, alarm.case, alarm.clock) == ("yellow", case, Clock.objects.get(case=case, kind="publish"))
    assert publish_due() == 1 and broken() == {}


def test_xkf40_a_named_person_holds_back_what_the_law_protects(time: SimulatedClock) -> None:
    """2.11: on one of three grounds, with a reason; the limit ends, and no sweep publishes it."""
    case, leader = granted(), world.staff("分管领导岗")
    planned = case.publications.get()
    facts = {"ground": HoldGround.TRADE, "by": leader}
    assert refusal_of(hold_back, planned, reason=" ", **facts) == "reason"
    for stranger in (world.staff("窗口受理岗"), world.staff("分管领导岗", "住建局"), world.citizen()):
        forbidden = {"ground": HoldGround.TRADE, "reason": "配方工艺", "by": stranger}
        assert refusal_of(hold_back, planned, **forbidden) == "forbidden"
    row = hold_back(planned, reason="含企业配方工艺", **facts)
    assert (row.hold_ground, row.hold_reason, row.held_by_id) == ("trade", "含企业配方工艺", leader.staff_id)
    move(time, at(2026, 3, 20))
    sweep_clocks()
    assert publish_due() == 0 and not Alarm.objects.filter(rule="S-34").exists() and broken() == {}
    assert refusal_of(hold_back, row, reason="含企业配方工艺", **facts) == "held"
    assert refusal_of(release, row, by=world.staff("监察岗")) == "forbidden"
    assert release(row, by=leader).state == PublicationState.PUBLISHED and broken() == {}


def test_what_was_published_can_be_taken_down_and_the_feed_hears_of_it(time: SimulatedClock) -> None:
    row, leader = published(time), world.staff("分管领导岗")
    before = row.feed_no
    held = hold_back(row, ground=HoldGround.PRIVATE, reason="涉及未成年人", by=leader)
    assert held.state == PublicationState.HELD and held.feed_no and before and held.feed_no > before
    assert broken() == {}


def test_211_a_correction_is_a_further_row(time: SimulatedClock) -> None:
    """The wrong one stays, replaced; what is typed is masked as well."""
    row, leader = published(time), world.staff("分管领导岗")
    number = Party.objects.get(pk=row.case.applicant_id).code
    assert refusal_of(correct_publication, row, content="对", reason="内容有误", by=leader) == "content"
    assert refusal_of(correct_publication, row, content="正确的内容", reason=" ", by=leader) == "reason"
    fresh = correct_publication(row, content=f"经营范围：热食，{number}", reason="内容有误", by=leader)
    row.refresh_from_db()
    assert (row.state, fresh.version, fresh.previous_id) == (PublicationState.REPLACED, 2, row.pk)
    assert "热食" in fresh.content and number not in fresh.content
    assert refusal_of(correct_publication, row, content="正确的内容", reason="内容有误", by=leader) == "held"
    assert Publication.objects.exclude(state="replaced").get() == fresh and broken() == {}


def test_211_the_licence_is_named_when_it_is_issued_after_the_publication(time: SimulatedClock) -> None:
    """Name, number and validity come as a further row, once."""
    row = published(time)
    assert row.licence_no == "" and row.valid_from is None
    issue_result(row.case, by=world.staff("制证岗"))
    drain(["interactive"])
    fresh = Publication.objects.get(case=row.case, state=PublicationState.PUBLISHED)
    licence = Case.objects.get(pk=row.case_id).licence
    assert licence is not None and (fresh.licence_no, fresh.version) == (licence.number, 2)
    assert (fresh.valid_from, fresh.valid_until) == (licence.valid_from, licence.valid_until)
    assert clock.today() == date(2026, 3, 4) and broken() == {}
