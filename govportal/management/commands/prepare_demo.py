"""`manage.py prepare_demo`: tables, the demonstration city and its history, each only when it is missing."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from types import MappingProxyType

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cases.models import Case
from core.models import Job, JobState
from core.services.files import sweep_stray_contents
from core.services.jobs import finish_job, start_job
from deliveries.carriers import carriers
from deliveries.models import Parcel
from identity.actors import SYSTEM
from identity.models import Account
from items.services.indexing import indexable


def _always() -> bool:
    return True


def _some_item_is_not_found() -> bool:
    return indexable().filter(finding=None).exists()


def _nothing_was_sent() -> bool:
    return bool(carriers()) and not Parcel.objects.exists()


@dataclass(frozen=True)
class Step:
    """A management command to call when it is needed, and what to call it on screen.

    A `whole` step is one transaction: interrupted, it leaves nothing behind and is needed again. Its job is written
    before and finished inside the transaction, so that an open job says that the step began and never came to its end.
    """

    label: str
    command: str
    needed: Callable[[], bool] = _always
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    whole: bool = False

    @property
    def job_kind(self) -> str:
        """The kind of the jobs that stand for this step."""
        return f"demonstration.{self.command}"

    def was_interrupted(self) -> bool:
        """Whether this step began once and never came to its end."""
        return self.whole and Job.objects.filter(kind=self.job_kind).exclude(state=JobState.FINISHED).exists()


CASES = int(os.environ.get("DEMO_CASES", "240"))
STEPS = (
    Step("database tables", "migrate", options={"interactive": False, "verbosity": 0}),
    Step("index of the items of an earlier release", "index_items", _some_item_is_not_found),
    Step("demonstration city", "load_demo_city", lambda: not Account.objects.exists(), whole=True),
    Step(
        "a month of history",
        "simulate",
        lambda: not Case.objects.exists(),
        {"cases": CASES, "days": 30, "seed": 1},
        whole=True,
    ),
    Step("parcels with results", "send_demo_parcels", _nothing_was_sent),
)


class Command(BaseCommand):
    """Run the steps that are needed and say how long each took."""

    help = "Prepare the demonstration: migrate, load the city, simulate a month."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--bare stops after the tables."""
        parser.add_argument("--bare", action="store_true", help="tables only, nothing of the demonstration")

    def handle(self, *args: object, **options: object) -> None:
        """Stop at the first step that fails, with its error."""
        for step in STEPS[:1] if options["bare"] else STEPS:
            if step.needed():
                begun = time.monotonic()
                self._say(f"preparing: {step.label} …")
                if step.was_interrupted():
                    sweep_stray_contents()
                    self._say(f"preparing: {step.label} was interrupted the last time; nothing of it was kept")
                with as_a_whole(step) if step.whole else nullcontext():
                    call_command(step.command, **step.options)
                self._say(f"preparing: {step.label} done in {time.monotonic() - begun:.1f} s")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


@contextmanager
def as_a_whole(step: Step) -> Iterator[None]:
    """All of the body or nothing; an open job remains of a body that was interrupted, and goes with the next one."""
    Job.objects.filter(kind=step.job_kind).delete()
    job = start_job(step.job_kind, by=SYSTEM)
    with transaction.atomic():
        yield
        finish_job(job.pk)
