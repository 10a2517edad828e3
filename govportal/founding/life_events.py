"""Life events of a town: what happens to people and firms, and the items it leads to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from govportal.founding.files import TownFileError, TownFolder
from identity.actors import SYSTEM
from items.models import DirectoryEntry, LifeEvent, LifeEventOption
from items.services.life_events import EventFacts, save_item, save_life_event, save_question, show_life_event

FILE = "life_events.yaml"
Options = dict[tuple[str, str], LifeEventOption]


@transaction.atomic
def load_life_events(folder: TownFolder) -> int:
    """Make every life event of the folder and show it; how many. A town without the file has none.

    Raises TownFileError for an item or an answer nobody knows; refuses as the services of life events do.
    """
    rows = folder.read(FILE) if folder.has(FILE) else []
    entries = {entry.name: entry for entry in DirectoryEntry.objects.all()}
    for row in rows:
        _load(row, entries)
    return len(rows)


def _load(row: Mapping[str, Any], entries: Mapping[str, DirectoryEntry]) -> LifeEvent:
    facts = EventFacts(**{name: row[name] for name in EventFacts.__slots__})
    event = save_life_event(None, facts, by=SYSTEM)
    options: Options = {}
    for asked in row["questions"]:
        question = save_question(event, None, asked["ask"], asked["options"], by=SYSTEM)
        options |= {(asked["key"], option.label): option for option in question.options.all()}
    for item in row["items"]:
        try:
            chosen = [options[key, label].pk for key, labels in item.get("when", {}).items() for label in labels]
            save_item(event, entries[item["name"]], item["why"], chosen, by=SYSTEM)
        except KeyError as error:
            raise TownFileError(f"{FILE}: {row['key']}: {item['name']}: {error}") from error
    show_life_event(event, shown=True, by=SYSTEM)
    return event
