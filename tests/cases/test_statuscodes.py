"""The two-level status codes of engineering approval (2.2, GC-STATE): one for each item, one for the application."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, CaseState, ProposalKind
from cases.queries.statuscodes import status_facts
from cases.rules.statuscodes import UNTOLD, ApplicationStatus, ItemStatus, StatusFacts, application_status, item_status
from cases.services.decisions import begin_procedure, end_procedure
from cases.services.endings import resume_case
from cases.services.forwarding import record_higher_decision
from cases.services.issuing import withdraw_case
from cases.services.proposals import decide_proposal, propose_act
from linkage.models import Verdict
from tests import world
from tests.cases.walks import accepted, decided

One, All = ItemStatus, ApplicationStatus
EXAMPLES = [
    (StatusFacts("submitted"), One.TAKEN_IN, All.NOT_LOOKED_AT),
    (StatusFacts("prechecked"), One.TAKEN_IN, All.LOOKED_AT),
    (StatusFacts("received"), One.TAKEN_IN, All.LOOKED_AT),
    (StatusFacts("precheck_returned"), One.CORRECTION_BEGUN, All.TO_BE_COMPLETED),
    (StatusFacts("correcting", corrected=True), One.CORRECTION_BEGUN, All.TO_BE_COMPLETED),
    (StatusFacts("received", corrected=True), One.CORRECTION_ENDED, All.COMPLETED),
    (StatusFacts("declined"), One.NOT_ACCEPTED, All.NOT_ACCEPTED),
    (StatusFacts("returned", corrected=True), One.STOPPED_AT_WINDOW, All.NOT_ACCEPTED),
    (StatusFacts("accepted", accepted=True), One.ACCEPTED_AT_WINDOW, All.ACCEPTED),
    (StatusFacts("in_review", accepted=True), One.ACCEPTED_BY_BODY, All.ACCEPTED),
    (StatusFacts("special", accepted=True), One.PROCEDURE_BEGUN, All.ACCEPTED),
    (StatusFacts("in_review", accepted=True, procedures=1), One.PROCEDURE_ENDED, All.ACCEPTED),
    (StatusFacts("granted", accepted=True, granted=True), One.PASSED, All.CLOSED),
    (StatusFacts("granted", accepted=True, granted=True, owing=True), One.PASSED_OWING, All.CLOSED),
    (StatusFacts("closed", accepted=True, granted=False), One.NOT_PASSED, All.CLOSED),
    (StatusFacts("terminated", accepted=True), One.NOT_PASSED, All.CLOSED),
    (StatusFacts("withdrawn"), One.TAKEN_BACK, All.WITHDRAWAL_CLOSED),
    (StatusFacts("withdrawn", accepted=True), One.WITHDRAWN, All.WITHDRAWAL_CLOSED),
    (StatusFacts("in_review", accepted=True, withdrawal="asked"), One.WITHDRAWAL_WAITS, All.WITHDRAWAL_WAITS),
    (StatusFacts("in_review", accepted=True, withdrawal="accepted"), One.WITHDRAWAL_WAITS, All.WITHDRAWAL_ACCEPTED),
    (StatusFacts("closed", accepted=True, granted=True, rescinded=True), One.RESCINDED, All.CLOSED),
    (StatusFacts("draft"), None, None),
]
ANY = st.builds(
    StatusFacts,
    state=st.sampled_from([state.value for state in CaseState]),
    accepted=st.booleans(),
    corrected=st.booleans(),
    procedures=st.integers(0, 2),
    owing=st.booleans(),
    withdrawal=st.sampled_from(["", "asked", "accepted"]),
).map(lambda facts: facts if facts.state not in DECIDED else StatusFacts(facts.state, True, facts.corrected))
DECIDED = {CaseState.GRANTED, CaseState.REFUSED, CaseState.ISSUED, CaseState.DELIVERED, CaseState.CLOSED}


@pytest.mark.parametrize(("facts", "item", "whole"), EXAMPLES)
def test_each_state_has_its_codes(facts: StatusFacts, item: ItemStatus | None, whole: ApplicationStatus | None) -> None:
    assert item_status(facts) == item
    assert application_status([facts]) == whole


def test_the_codes_are_those_of_the_table() -> None:
    """The numbers are the exchange's, not ours to choose."""
    assert [int(code) for code in One] == list(range(1, 17))
    assert [int(code) for code in All] == [0, 1, 2, 3, 4, 5, 6, 12, 13, 14]


@given(st.lists(ANY, min_size=1, max_size=4))
def test_every_application_has_a_code_unless_nobody_may_know_of_it(items: list[StatusFacts]) -> None:
    assert (application_status(items) is None) == all(facts.state in UNTOLD for facts in items)


@given(st.lists(ANY, min_size=1, max_size=4))
def test_a_joint_application_is_closed_only_when_every_item_is(items: list[StatusFacts]) -> None:
    running = StatusFacts("in_review", accepted=True)
    assert application_status([*items, running]) not in {All.CLOSED, All.NOT_ACCEPTED, All.WITHDRAWAL_CLOSED}


def test_one_item_to_correct_makes_the_application_wait() -> None:
    assert (
        application_status([StatusFacts("in_review", accepted=True), StatusFacts("correcting")]) == All.TO_BE_COMPLETED
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar", "time")
def test_stored_cases_tell_their_codes_along_the_way() -> None:
    case = accepted()
    reviewer = world.staff("科室审查岗")
    seen = [item_status(status_facts(case))]
    begin_procedure(case, title="现场核查", days=3, basis="行政许可法 第四十五条", reason="核对现场", by=reviewer)
    case.refresh_from_db()
    seen.append(item_status(status_facts(case)))
    end_procedure(case, outcome="符合", by=reviewer)
    case.refresh_from_db()
    seen.append(item_status(status_facts(case)))
    assert seen == [One.ACCEPTED_BY_BODY, One.PROCEDURE_BEGUN, One.PROCEDURE_ENDED]
    done = decided(accepted(), Verdict.APPROVE)
    assert item_status(status_facts(done)) == One.PASSED
    refused = decided(accepted(), Verdict.OBJECT, "选址不符合条件，不予通过")
    assert item_status(status_facts(refused)) == One.NOT_PASSED
    gone = withdraw_case(accepted(), by=world.citizen())
    assert item_status(status_facts(gone)) == One.WITHDRAWN


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar", "time")
@pytest.mark.parametrize(("granted", "code"), [(True, One.PASSED), (False, One.NOT_PASSED)])
def test_a_forwarded_case_tells_what_the_higher_authority_decided(granted: bool, code: ItemStatus) -> None:
    case = decided(accepted(kind="forwarded", statutory=None), Verdict.APPROVE)
    assert item_status(status_facts(case)) == One.ACCEPTED_BY_BODY
    case = record_higher_decision(case, granted=granted, outcome="苏市监许〔2026〕18号", by=world.staff("窗口受理岗"))
    assert item_status(status_facts(case)) == code
    assert application_status([status_facts(case)]) == All.CLOSED


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar", "time")
def test_a_suspension_that_ended_was_no_special_procedure() -> None:
    case, handler, leader = accepted(), world.staff("科室审查岗"), world.staff("分管领导岗")
    proposal = propose_act(
        case, ProposalKind.SUSPENSION, reason="法院裁定中止本案的办理", basis="民事诉讼法 第一百零三条", by=handler
    )
    decide_proposal(proposal, approve=True, by=leader)
    case = Case.objects.get(pk=case.pk)
    assert item_status(status_facts(case)) == One.ACCEPTED_BY_BODY
    resume_case(case, outcome="裁定已经解除", by=handler)
    case.refresh_from_db()
    assert item_status(status_facts(case)) == One.ACCEPTED_BY_BODY
