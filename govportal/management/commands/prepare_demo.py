"""`manage.py prepare_demo`: tables, the demonstration city and its history, each only when it is missing."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from cases.models import Case
from identity.models import Account


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Step:
    """A management command to call when it is needed, and what to call it on screen."""

    label: str
    command: str
    needed: Callable[[], bool] = _always
    options: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


CASES = int(os.environ.get("DEMO_CASES", "400"))
STEPS = (
    Step("database tables", "migrate", options={"interactive": False, "verbosity": 0}),
    Step("demonstration city", "load_demo_city", lambda: not Account.objects.exists()),
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

    def handle(self, *args: object, **options: object) -> None:
        """Stop at the first step that fails, with its error."""
        for step in STEPS:
            if step.command in get_commands() and step.needed():
                begun = time.monotonic()
                self.stdout.write(f"preparing: {step.label} …")
                self.stdout.flush()
                call_command(step.command, **step.options)
                self.stdout.write(f"preparing: {step.label} done in {time.monotonic() - begun:.1f} s")
                self.stdout.flush()
