"""Short ways to a case whose reviewers sit side by side."""

from cases.models import Case
from cases.services.intake import accept_case
from cases.services.submission import submit_case
from identity.actors import Actor
from items.models import ItemVersion
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world

APPROVE = Decision(Verdict.APPROVE, "符合条件")
OBJECT = Decision(Verdict.OBJECT, "间距不足，不符合规范")
FIVE = ("资规局", "住建局", "人防办", "消防队", "气象局")


def panel_item(rule: str, *bodies: str, at_least: int | None = None) -> ItemVersion:
    """An item reviewed by these bodies side by side (by five when none is named), then decided by the leader."""
    panel = world.panel("会审", rule, *(bodies or FIVE))
    if at_least is not None:
        panel["at_least"] = at_least
    return world.item(route=[world.stage("受理", "窗口受理岗"), panel, world.stage("决定", "分管领导岗")])


def accepted(version: ItemVersion) -> Case:
    """A new case of this version, just accepted."""
    applicant = world.citizen()
    case = submit_case(world.draft(version, applicant), by=applicant).case
    return accept_case(case, by=world.staff("窗口受理岗"))


def open_reviews(case: Case) -> list[Review]:
    """The reviews that wait for a verdict, in the order of the seats."""
    return list(Review.objects.filter(case=case, closed_at=None).select_related("post__department").order_by("pk"))


def reviewer_of(review: Review) -> Actor:
    """Somebody new who holds the post of this review."""
    return world.staff(review.post.name, review.post.department.key)


def speak(review: Review, decision: Decision, by: Actor | None = None) -> None:
    """Give a verdict, as somebody new who holds the post unless `by` says who."""
    give_verdict(review, decision, by=by or reviewer_of(review))
