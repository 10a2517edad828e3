"""The catalogue of a town."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.identifiers import InvalidIdentifier
from govportal.founding.files import TownFileError, TownFolder
from identity.actors import SYSTEM
from identity.models import Department
from items.models import DirectoryEntry, ItemVersion, SearchPhrase, Theme
from items.services.importing import import_item
from items.services.publishing import publish_version

PERSON = {"自然人"}


@transaction.atomic
def load_catalogue(folder: TownFolder, departments: Mapping[str, Department]) -> int:
    """Import and publish every item file, all or none; returns the number of items.

    Raises TownFileError for a wrong code; refuses as importing and publishing do.
    """
    files = folder.item_files()
    _load_themes([item for file in files for item in file["items"]])
    phrases = folder.read("phrases.yaml")
    count = 0
    for file in files:
        department = departments[file["department"]]
        for shape in file["items"]:
            version = _imported(shape, department)
            _add_phrases(version.item.entry, phrases.get(shape["name"], []))
            publish_version(version, by=SYSTEM)
            count += 1
    return count


def _imported(shape: Mapping[str, Any], department: Department) -> ItemVersion:
    try:
        return import_item(shape, department=department)
    except InvalidIdentifier as error:
        raise TownFileError(f"{shape['name']}: {error}") from error


def _load_themes(shapes: list[dict[str, list[str]]]) -> None:
    """Themes in the order they first appear, for each audience that an item with the theme serves."""
    seen: dict[tuple[str, str], int] = {}
    for shape in shapes:
        served = set(shape["audience"])
        audiences = [*(["person"] if served & PERSON else []), *(["enterprise"] if served - PERSON else [])]
        for theme in shape["themes"]:
            for audience in audiences:
                seen.setdefault((audience, theme), len(seen) + 1)
    Theme.objects.bulk_create(
        Theme(audience=audience, name=name, order=order) for (audience, name), order in seen.items()
    )


def _add_phrases(entry: DirectoryEntry, phrases: list[str]) -> None:
    SearchPhrase.objects.bulk_create(SearchPhrase(entry=entry, phrase=phrase) for phrase in phrases)
