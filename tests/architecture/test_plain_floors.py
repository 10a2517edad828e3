"""The plain SQL that measurements compare with writes rows the tables of today take."""

from typing import Any

import pytest
from django.db import connection

from bench.floors import keys, statements_in
from cases.models import Case, Clock, Document
from items.frozen import routes_of, stages_of
from linkage.models import Review
from tests.cases.walks import accepted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar", "time")]


def write(name: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements_in(name):
            if statement not in {"BEGIN", "COMMIT"}:
                cursor.execute(statement, values if "%(" in statement else None)


def test_the_floor_of_an_acceptance_writes_a_case() -> None:
    known = accepted()
    version, review = known.version, Review.objects.get(case=known)
    given = {
        **{"version": version.pk, "department": known.department_id, "route": routes_of(version.pk)[0].pk},
        **{"stage": review.stage_id, "seat": review.seat_id, "post": review.post_id},
        "spec": version.materialspec_set.all()[0].pk,
    }
    write("accept_case", keys() | given)
    made = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
    clocks, papers = Clock.objects.filter(case_id=made), Document.objects.filter(case_id=made)
    assert (made != known.pk, clocks.count(), papers.count()) == (True, 3, 1)


def test_the_floor_of_an_approval_step_opens_the_next_review() -> None:
    case = accepted()
    review = Review.objects.get(case=case)
    following = stages_of(case.route_id or 0)[1]
    given = {
        **{"case": case.pk, "run": review.run_id, "step": review.step.pk, "review": review.pk},
        **{"next_stage": following.pk, "next_seat": following.seats.all()[0].pk, "department": case.department_id},
    }
    write("approval_step", given)
    assert Review.objects.filter(case=case, closed_at=None, stage=following).exists()
