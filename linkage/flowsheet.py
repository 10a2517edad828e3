"""What reviews add to the record of an approval (D-19), and what of it goes when the case becomes anonymous (10.5)."""

from cases.models import Case
from cases.queries.flow import FlowLine
from core.services.emptying import NOBODY, Removed, emptied
from linkage.models import PartnerResult, Reassignment, Review, Verdict


def review_lines(case: Case) -> list[FlowLine]:
    """One line for every review somebody answered; a stage decided without a seat has no line of it."""
    answered = (
        Review.objects.filter(case=case).exclude(verdict="").select_related("stage", "post__department", "decided_by")
    )
    return [
        FlowLine(
            stage=review.stage.title,
            unit=f"{review.post.department.name}{review.post.name}",
            person=review.decided_by.name if review.decided_by else "",
            verdict=str(Verdict(review.verdict).label),
            opinion=review.opinion,
            began_at=review.opened_at,
            ended_at=review.decided_at or review.opened_at,
        )
        for review in answered
    ]


def forget_opinions(case: Case) -> Removed:
    """Opinions, reasons and answers of partners are free texts, which may name people; verdicts and moments stay."""
    removed = emptied(Review.objects.filter(case=case), opinion="")
    removed |= emptied(Reassignment.objects.filter(review__case=case), reason=NOBODY)
    return removed | emptied(PartnerResult.objects.filter(case=case), title="", text="")
