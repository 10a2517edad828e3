"""Precheck at the desk (C-02, C-03): passed, returned with everything at once, originals received."""

import pytest

from cases.models import Case, CaseState, DocumentKind
from cases.services.intake import accept_case
from tests import world
from tests.cases.walks import filed
from tests.client import signed_in

pytestmark = pytest.mark.usefixtures("calendar")
VISIT = {"visits": 1, "online_depth": ["consult", "collect"]}


def state_of(case: Case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


def test_c02_a_passed_precheck_waits_for_the_originals_which_the_window_receives() -> None:
    case = filed(**VISIT).case
    desk, address = signed_in(world.staff("窗口受理岗")), f"/desk/cases/{case.pk}/"
    assert 'value="pass_precheck"' in desk.get(address).content.decode()
    desk.post(f"{address}decide/", {"deed": "pass_precheck"})
    assert state_of(case) == CaseState.PRECHECKED
    page = desk.get(address).content.decode()
    assert 'value="receive"' in page and 'value="pass_precheck"' not in page
    desk.post(f"{address}decide/", {"deed": "receive"})
    assert state_of(case) == CaseState.RECEIVED
    assert case.documents.filter(kind=DocumentKind.INTAKE_RECEIPT).exists()


def test_c02_a_return_lists_everything_at_once_and_the_applicant_files_again() -> None:
    """C-02."""
    applicant = world.citizen()
    case = filed(applicant).case
    desk, address = signed_in(world.staff("窗口受理岗")), f"/desk/cases/{case.pk}/return/"
    assert desk.post(address, {}).status_code == 422
    faults = {f"fault-{material.pk}": "看不清，请重新上传" for material in case.materials.all()}
    assert desk.post(address, faults).status_code == 302
    assert state_of(case) == CaseState.PRECHECK_RETURNED
    space = signed_in(applicant)
    assert space.get(f"/space/cases/{case.pk}/").content.decode().count("看不清，请重新上传") >= 2
    world.fill(case, applicant)
    assert space.post(f"/space/apply/{case.pk}/check/", {"truthful": "on"}).status_code == 302
    assert state_of(case) == CaseState.SUBMITTED


def test_a_precheck_that_comes_too_late_is_told_so() -> None:
    case = filed().case
    accept_case(case, by=world.staff("窗口受理岗"))
    desk = signed_in(world.staff("窗口受理岗"))
    faults = {f"fault-{case.materials.first().pk}": "看不清"}
    assert desk.post(f"/desk/cases/{case.pk}/return/", faults).status_code == 422
    answer = desk.post(f"/desk/cases/{case.pk}/decide/", {"deed": "pass_precheck"}, follow=True)
    assert "审查中" in answer.content.decode()
    assert state_of(case) == CaseState.IN_REVIEW


def test_only_the_window_prechecks() -> None:
    case = filed().case
    certifier = signed_in(world.staff("制证岗"))
    certifier.post(f"/desk/cases/{case.pk}/decide/", {"deed": "pass_precheck"})
    certifier.post(f"/desk/cases/{case.pk}/decide/", {"deed": "nonsense"})
    assert state_of(case) == CaseState.SUBMITTED
