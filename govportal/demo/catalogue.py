"""The catalogue of the demonstration city."""

from collections.abc import Callable, Mapping

from django.db import transaction

from govportal.demo.places import CITY, read
from identity.actors import SYSTEM
from identity.models import Department
from items.models import DirectoryEntry, SearchPhrase, Theme
from items.services.importing import import_item
from items.services.publishing import publish_version

PERSON = {"自然人"}


@transaction.atomic
def load_catalogue(departments: Mapping[str, Department], *, told: Callable[[str], None]) -> int:
    """Import and publish every item file, all or none; returns the number of items.

    `told` hears each department's name.
    """
    files = [read(f"items/{path.name}") for path in sorted((CITY / "items").glob("*.yaml"))]
    _load_themes([item for file in files for item in file["items"]])
    phrases = read("phrases.yaml")
    count = 0
    for file in files:
        department = departments[file["department"]]
        told(department.name)
        for shape in file["items"]:
            version = import_item(shape, department=department, departments=departments)
            _add_phrases(version.item.entry, phrases.get(shape["name"], []))
            publish_version(version, by=SYSTEM)
            count += 1
    return count


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
