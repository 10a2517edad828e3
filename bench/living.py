"""The whole life of a case through the services: create, accept, two reviews, decide, issue, hand out, close."""

import time

from bench.measuring import Measured, statements_of
from bench.town import BenchTown, case_in_review
from cases.models import Case, CaseState
from cases.services.issuing import deliver_result, issue_result
from deliveries.models import DeliveryWay
from identity.actors import Actor
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world

APPROVE = Decision(Verdict.APPROVE, "符合条件")


def measure(town: BenchTown, lives: int) -> list[str]:
    """Lines of the report."""
    posts = ("科室审查岗", "分管领导岗", "制证岗", "窗口受理岗")
    people = {post: world.staff(post) for post in posts}
    live(town, people)
    count = statements_of(lambda: live(town, people))
    begun, spent = time.perf_counter(), time.process_time()
    for _life in range(lives):
        live(town, people)
    ours = Measured(lives, time.perf_counter() - begun, (time.process_time() - spent) * 1000 / lives)
    return [
        f"whole life create → accept → 2 reviews → decide → issue → close: {count} SQL statements",
        f"   1 client:  {ours.rate:7.1f}/s, {ours.cpu_ms:5.1f} CPU ms each",
    ]


def live(town: BenchTown, people: dict[str, Actor]) -> Case:
    """One case from nothing to its end."""
    case = case_in_review(town)
    for post in ("科室审查岗", "分管领导岗"):
        give_verdict(Review.objects.get(case=case, closed_at=None), APPROVE, by=people[post])
    issue_result(case, by=people["制证岗"])
    closed = deliver_result(case, way=DeliveryWay.WINDOW, recipient="林晓", by=people["窗口受理岗"])
    if closed.state != CaseState.CLOSED:
        raise RuntimeError(f"the case is {closed.state}")
    return closed
