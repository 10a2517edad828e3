"""Write the drawing of the life of a case into the documentation."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.drawing import life_document

PLACE = settings.BASE_DIR / "docs" / "case-life.md"


class Command(BaseCommand):
    """`manage.py draw_case_life`."""

    help = "Write docs/case-life.md from the declared machine of the case."

    def handle(self, *args: Any, **options: Any) -> None:
        PLACE.write_text(life_document(), encoding="utf-8")
        self.stdout.write(f"{PLACE.name} written")
