"""What the body began by itself, walked to its decision."""

from cases.models import Case
from cases.services.hearings import waive_hearing
from identity.actors import Actor
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world

APPROVE = Decision(Verdict.APPROVE, "事实清楚，依据充分")


def speak(case: Case, post: str, decision: Decision = APPROVE, by: Actor | None = None) -> None:
    give_verdict(Review.objects.get(case=case, closed_at=None), decision, by=by or world.staff(post))


def concluded(case: Case, owner: Actor, last: Decision = APPROVE) -> Case:
    """The holder waives the hearing, both posts speak."""
    if case.hearings.filter(ending="").exists():
        waive_hearing(case, by=owner)
    speak(case, "科室审查岗")
    speak(case, "分管领导岗", last)
    return Case.objects.get(pk=case.pk)
