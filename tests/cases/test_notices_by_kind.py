"""Notices by the kind of case: promised, joint, to be completed (D-05)."""

import pytest

from cases.models import DocumentKind, Material
from cases.services.intake import request_correction
from tests import world
from tests.cases.paperwork import words
from tests.cases.walks import accepted, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time", "calendar")]
BODIES = ["住房和城乡建设局", "卫生健康委员会"]


def test_a_promised_case_gets_a_notice_with_its_due_date() -> None:
    """2.4: where the licensing law prescribes no other name."""
    said = words(accepted(type="20"), DocumentKind.ACCEPTANCE_NOTICE)
    assert "承诺件通知书" in said and "2026年3月9日" in said


def test_a_licence_keeps_the_name_the_law_gives_it() -> None:
    """XKF 32."""
    said = words(accepted(), DocumentKind.ACCEPTANCE_NOTICE)
    assert "受理通知书" in said and "承诺件" not in said and "协办" not in said


@pytest.mark.parametrize(("type_", "title"), [("01", "联办件受理通知书"), ("20", "联办件通知书")])
def test_a_joint_case_says_who_leads_who_assists_and_until_when(type_: str, title: str) -> None:
    for name in BODIES:
        world.department(name)
    said = words(accepted(type=type_, joint_bodies=BODIES), DocumentKind.ACCEPTANCE_NOTICE)
    assert title in said and "牵头机关：张家港市市监局" in said
    assert all(name in said for name in BODIES) and "2026年3月9日" in said


def test_what_is_missing_is_listed_with_its_day() -> None:
    """D-05 补办件通知书 is the one-time notice of D-02."""
    case = filed(type="20").case
    fault = {Material.objects.filter(case=case).order_by("spec__order")[0].pk: "缺少签名"}
    said = words(request_correction(case, faults=fault, by=world.staff("窗口受理岗")), DocumentKind.CORRECTION_NOTICE)
    assert "补办件通知书" in said and "申请书" in said and "缺少签名" in said and "2026年4月1日" in said
