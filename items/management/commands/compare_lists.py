"""Compare the official lists with the catalogue (H95–H98)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from items.listgaps import gap_words, gaps_of
from items.models import ListKind


class Command(BaseCommand):
    """`compare_lists` prints each difference with its list, body and code, then how many there are."""

    help = "Compares the four official lists with the items in force; ends with `0 differences`. Exit code 1 on any."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for kind in ListKind:
            for gap in gaps_of(kind):
                count += 1
                self.stdout.write(f"{kind.label}: {gap.body} {gap.base_code} {gap.name}: {gap_words(gap)}")
        self.stdout.write(f"{count} differences")
        if count:
            raise CommandError(ngettext("%(count)d difference", "%(count)d differences", count) % {"count": count})
