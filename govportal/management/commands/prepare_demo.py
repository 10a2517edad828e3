"""`manage.py prepare_demo`: tables, the demonstration city and its history, each only when it is missing."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from types import MappingProxyType

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from cases.models import Case
from identity.models import Account


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """A management command to call when it is needed, and what to call it on screen.

    A `whole` step is one transaction: interrupted, it leaves nothing behind and is needed again.
    """

    label: str
    command: str
    needed: Callable[[], bool] = _always
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    whole: bool = False


CASES = int(os.environ.get("DEMO_CASES", "240"))
STEPS = (
    Step("database tables", "migrate", options={"interactive": False, "verbosity": 0}),
    Step("demonstration city", "load_demo_city", lambda: not Account.objects.exists(), whole=True),
    Step(
        "a month of history",
        "simulate",
        lambda: not Case.objects.exists(),
        {"cases": CASES, "days": 30, "seed": 1},
    ),
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
                self.stdout.write(f"preparing: {step.label} …")
                self.stdout.flush()
                with transaction.atomic() if step.whole else nullcontext():
                    call_command(step.command, **step.options)
                self.stdout.write(f"preparing: {step.label} done in {time.monotonic() - begun:.1f} s")
                self.stdout.flush()
