"""`manage.py simulate`: a lively past, through the real services in compressed time."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from govportal.simulation.run import Papers, Plan, simulate
from identity.models import Staff
from items.queries import applicable_versions


class Command(BaseCommand):
    """Let some days pass up to now."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, how long, which lot, and which papers are drawn on the way."""
        parser.add_argument("--cases", type=int, default=200, help="applications that arrive (default 200)")
        parser.add_argument("--days", type=int, default=30, help="days that pass, ending now (default 30)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same story (default 1)")
        parser.add_argument(
            "--papers",
            choices=[kind.value for kind in Papers],
            default=Papers.RECENT.value,
            help="papers drawn on the way: all, those of the last day, or none (default recent)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses an empty town; prints a line every few seconds and the cases by state at the end."""
        if not Staff.objects.exists() or not applicable_versions().exists():
            raise CommandError("There is nobody and nothing to simulate: run load_demo_city first.")
        begun = time.monotonic()
        plan = Plan(options["cases"], options["days"], options["seed"], Papers(options["papers"]))
        outcome = simulate(plan, told=self._told)
        for state, count in outcome.states.items():
            self._told(f"{count:6d} {state}")
        if outcome.refused:
            self._told(f"  stories ended by a refusal: {outcome.refused}")
        self._told(f"  {sum(outcome.states.values())} cases in {time.monotonic() - begun:.1f} s")

    def _told(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
