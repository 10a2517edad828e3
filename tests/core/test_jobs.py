"""Long jobs show their progress and end once."""

import pytest

from core.models import JobState
from core.refusal import Refusal
from core.services.jobs import fail_job, finish_job, report_progress, start_job
from tests.core.doers import CLERK

pytestmark = pytest.mark.django_db


def test_a_job_shows_its_progress_to_whoever_started_it():
    job = start_job("export", by=CLERK, total=200)
    assert (job.state, job.percent, job.started_by_id) == (JobState.WAITING, 0, 7)
    report_progress(job.pk, 50, message="医疗保障局")
    job.refresh_from_db()
    assert (job.state, job.percent, job.message, job.is_over) == (JobState.RUNNING, 25, "医疗保障局", False)


def test_the_total_may_become_known_later():
    job = start_job("import", by=CLERK)
    assert job.percent is None
    report_progress(job.pk, 1, total=4)
    report_progress(job.pk, 2)
    job.refresh_from_db()
    assert job.percent == 50


def test_only_a_finished_job_is_complete():
    job = start_job("export", by=CLERK, total=2)
    report_progress(job.pk, 2)
    job.refresh_from_db()
    assert job.percent == 99
    finish_job(job.pk, result={"file": 12})
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == (JobState.FINISHED, 100, {"file": 12})


@pytest.mark.parametrize("end", [lambda pk: finish_job(pk), lambda pk: fail_job(pk, "no space")])
def test_a_job_that_is_over_stays_as_it_is(end):
    job = start_job("export", by=CLERK)
    end(job.pk)
    job.refresh_from_db()
    for change in (lambda: report_progress(job.pk, 1), lambda: finish_job(job.pk), lambda: fail_job(job.pk, "late")):
        with pytest.raises(Refusal) as refused:
            change()
        assert refused.value.code == "job_over"
    state, message = job.state, job.message
    job.refresh_from_db()
    assert (job.state, job.message, job.is_over) == (state, message, True)
