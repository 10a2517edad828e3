"""Check every item in force, or every open draft, as publishing does (I-15, I-20)."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from identity.models import Department
from items.exporting import shape_of
from items.findings import SENTENCES, finding_words, place_words
from items.models import DraftState, ItemDraft
from items.queries import shown_versions
from items.rules.chains import findings as of_chains
from items.rules.checks import Finding, findings
from items.rules.shapes import Shape
from items.surroundings import licence_names, surroundings


class Command(BaseCommand):
    """`lint_items` prints each finding with its item, place and rule, then how many items and errors there are."""

    help = "Checks all items in force as publishing does; ends with `310 items, 0 errors`. Exit code 1 on errors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--drafts", action="store_true", help="check the open drafts instead")
        parser.add_argument("--chains", type=Path, help="also check the limits of the chains in this file")
        parser.add_argument("--department", default="", help="only items of this department (its key)")

    def handle(self, *args: Any, **options: Any) -> None:
        licences, items, errors, hints = licence_names(), 0, 0, 0
        for shape, department in _items(options["drafts"], options["department"]):
            items += 1
            for found in findings(shape, surroundings(shape, department, licences=licences)):
                errors, hints = errors + found.grave, hints + (not found.grave)
                words = f"{place_words(found.place)}: {finding_words(found)} ({found.rule})"
                self.stdout.write(f"{department.short} {shape['name']}: {words}{'' if found.grave else ' (hint)'}")
        for found in _chain_findings(options["chains"]):
            errors += 1
            self.stdout.write(f"{found.place}: {SENTENCES[found.code] % found.words} ({found.rule})")
        tail = f", {hints} hints" if hints else ""
        self.stdout.write(f"{items} items, {errors} errors{tail}")
        if errors:
            raise CommandError(ngettext("%(count)d error", "%(count)d errors", errors) % {"count": errors})


def _chain_findings(path: Path | None) -> Iterator[Finding]:
    """What is wrong with a file of chains. Raises CommandError for one that cannot be read."""
    if path is None:
        return
    try:
        chains = yaml.safe_load(path.read_text(encoding="utf-8"))["chains"]
        yield from of_chains(chains)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise CommandError(f"{path} is no file of chains: {error}") from error


def _items(drafts: bool, department: str) -> Iterator[tuple[Shape, Department]]:
    if drafts:
        found = ItemDraft.objects.exclude(state__in=[state for state in DraftState if state.over])
        found = found.select_related("item__department").order_by("pk")
        for draft in found.filter(item__department__key=department) if department else found:
            yield draft.content, draft.item.department
        return
    versions = shown_versions().order_by("pk")
    for version in versions.filter(item__department__key=department) if department else versions:
        yield shape_of(version), version.item.department
