"""What the beat has done besides waking workers."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from core import clock
from govportal.celery import app
from govportal.tasks import clear_sessions


@pytest.mark.django_db
def test_expired_sessions_are_deleted_and_no_others() -> None:
    for name, ends_in in (("over", -timedelta(seconds=1)), ("running", timedelta(hours=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=clock.now() + ends_in)
    clear_sessions()
    assert [found.session_key for found in Session.objects.all()] == ["running"]


def test_every_task_on_the_schedule_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
