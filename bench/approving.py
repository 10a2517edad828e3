"""One approval step of a one-seat stage through the service."""

import time
from collections.abc import Iterator
from typing import Any

from bench.floors import script
from bench.measuring import Measured, statements_of
from bench.town import BenchTown, case_in_review
from items.frozen import stages_of
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world

APPROVE = Decision(Verdict.APPROVE, "符合条件")


def measure(town: BenchTown, steps: int) -> list[str]:
    """Lines of the report."""
    reviewer = world.staff("科室审查岗")
    waiting = [Review.objects.get(case=case_in_review(town), closed_at=None) for _step in range(2 * steps + 2)]
    give_verdict(waiting.pop(), APPROVE, by=reviewer)
    count = statements_of(lambda: give_verdict(waiting.pop(), APPROVE, by=reviewer))
    begun, spent = time.perf_counter(), time.process_time()
    for review in waiting[:steps]:
        give_verdict(review, APPROVE, by=reviewer)
    ours = Measured(steps, time.perf_counter() - begun, (time.process_time() - spent) * 1000 / steps)
    spent = time.process_time()
    plain = plain_steps(waiting[steps:])
    plain_cpu = (time.process_time() - spent) * 1000 / max(plain.operations, 1)
    return [
        f"approval step through the service: {count} SQL statements",
        f"   1 client:  {ours.rate:7.1f}/s, {ours.cpu_ms:5.1f} CPU ms each; plain SQL {plain.rate:7.1f}/s, "
        f"{plain_cpu:4.1f} CPU ms, ratio {plain.rate / ours.rate:4.1f} in time, {ours.cpu_ms / plain_cpu:4.1f} in CPU",
    ]


def plain_steps(waiting: list[Review]) -> Measured:
    """The same steps by plain SQL."""
    turn = script("approval_step")
    values = list(_values(waiting))
    begun = time.perf_counter()
    for parameters in values:
        turn(parameters)
    return Measured(len(values), time.perf_counter() - begun)


def _values(waiting: list[Review]) -> Iterator[dict[str, Any]]:
    for review in waiting:
        stage = stages_of(review.case.route_id or 0)[1]
        yield {
            **{"case": review.case_id, "run": review.run_id, "step": review.step.pk, "review": review.pk},
            **{"next_stage": stage.pk, "next_seat": stage.seats.all()[0].pk},
            "department": review.case.department_id,
        }
