"""`manage.py check_invariants`: one line per invariant, exit code 1 when any is broken."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core.invariants import Finding, check, registered


def missing_tables() -> list[str]:
    """Names of the tables our models need and this database lacks."""
    models = apps.get_models(include_auto_created=True)
    needed = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    return sorted(needed - set(connection.introspection.table_names()))


class Command(BaseCommand):
    """Asks every registered invariant and shows the rows that break one."""

    help = "Check that the data keeps every registered invariant."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that read every file or need workers")

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := missing_tables():
            words = f"{len(missing)} tables are missing, {missing[0]} among them: run manage.py migrate first"
            raise CommandError(words, returncode=1)
        findings = [check(one) for one in registered() if options["all"] or not one.apart]
        for finding in findings:
            self._tell(finding)
        broken = sum(not finding.holds for finding in findings)
        if broken:
            raise CommandError(f"invariants: {len(findings)} checked, {broken} broken", returncode=1)
        self.stdout.write(self.style.SUCCESS(f"invariants: {len(findings)} checked, all hold"))

    def _tell(self, finding: Finding) -> None:
        one = finding.invariant
        if finding.holds:
            self.stdout.write(f"ok      {one.number:>4}  {one.sentence}")
            return
        self.stdout.write(self.style.ERROR(f"BROKEN  {one.number:>4}  {one.sentence}"))
        for row in finding.rows:
            self.stdout.write(f"              {', '.join(str(value) for value in row)}")
