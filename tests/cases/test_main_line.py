"""The life of a case from draft to archive through the real services."""

import pytest

from cases.models import CaseState, Clock, ClockKind, Document, DocumentKind
from cases.services.intake import accept_case
from cases.services.issuing import deliver_result, issue_result
from cases.services.submission import submit_case
from core.outbox import drain
from deliveries.models import DeliveryWay
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world

pytestmark = pytest.mark.usefixtures("calendar")


def test_an_application_becomes_a_licence_in_the_wallet_and_the_case_closes() -> None:
    """C-01, C-04, C-21: draft, submission, acceptance, two reviews, licence, delivery, archive."""
    applicant, clerk = world.citizen(), world.staff("窗口受理岗")
    case = world.draft(world.item(), applicant)
    receipt = submit_case(case, by=applicant)
    assert len(receipt.query_code) == 6 and receipt.case.state == CaseState.SUBMITTED

    case = accept_case(receipt.case, by=clerk)
    assert case.case_no is not None and len(case.case_no) == 43

    for post in ("科室审查岗", "分管领导岗"):
        reviewer = world.staff(post)
        review = Review.objects.get(case=case, closed_at=None)
        give_verdict(review, Decision(Verdict.APPROVE, "符合条件"), by=reviewer)
    case.refresh_from_db()
    assert case.state == CaseState.GRANTED
    assert not Clock.objects.filter(case=case, finished_at=None).exclude(kind=ClockKind.DELIVERY).exists()

    case = issue_result(case, by=clerk)
    drain(["pdf", "interactive"])
    case = deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient=applicant.name, by=applicant)
    assert case.state == CaseState.CLOSED
    made = Document.objects.filter(case=case, made_at__isnull=False).values_list("kind", flat=True)
    assert {DocumentKind.RECEIPT, DocumentKind.ACCEPTANCE_NOTICE, DocumentKind.GRANT_DECISION} <= set(made)
    case.licence.refresh_from_db()
    assert case.licence.file is not None
