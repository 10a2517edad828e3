"""`manage.py suspend_item 11320582… --because "系统升级"`: no new applications until `--resume` (I-13)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusal import Refusal
from identity.actors import SYSTEM
from items.queries import shown_versions
from items.services.suspending import resume_version, suspend_version


class Command(BaseCommand):
    """Closes an item to new applications, or opens it again; what was filed before goes on."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """The implementing code (I-02), and what to do."""
        parser.add_argument("code")
        deed = parser.add_mutually_exclusive_group(required=True)
        deed.add_argument("--because", metavar="REASON", help="shown to applicants on the guide")
        deed.add_argument("--resume", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error for an unknown code and for what the services refuse."""
        version = shown_versions().filter(item__implementing_code=options["code"]).first()
        if version is None:
            raise CommandError("no item in force has this code")
        try:
            if options["resume"]:
                resume_version(version, by=SYSTEM)
            else:
                suspend_version(version, reason=options["because"], by=SYSTEM)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        done = "takes applications again" if options["resume"] else "takes no new applications"
        self.stdout.write(self.style.SUCCESS(f"{version.name} {done}"))
