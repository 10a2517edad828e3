"""Founding a town: calendar, regions, departments, halls, the published catalogue and its lists, all or nothing."""

from collections.abc import Callable

from django.db import transaction

from core.services.calendar import seed_calendar
from govportal.founding.catalogue import load_catalogue
from govportal.founding.files import TownFolder
from govportal.founding.life_events import load_life_events
from govportal.founding.lists import load_lists
from govportal.founding.organisation import load_departments, load_halls, load_regions
from identity.actors import SYSTEM
from identity.models import Department


@transaction.atomic
def found_town(folder: TownFolder, *, told: Callable[[str], None]) -> dict[str, Department]:
    """Load the folder into an empty database; returns the departments by their short key. `told` hears each part done.

    Raises TownFileError for a file that cannot be read; refuses `unpublishable` and `other_entry` as importing does.
    """
    calendar = seed_calendar(by=SYSTEM)
    told(f"calendar of {calendar.first_year} to {calendar.last_year}")
    regions = load_regions(folder)
    departments = load_departments(folder, regions)
    load_halls(folder, regions)
    told(f"{len(regions)} regions, {len(departments)} departments")
    told(f"{load_catalogue(folder, departments)} items published")
    told(f"{load_life_events(folder)} life events")
    told(f"{load_lists()} rows of the official lists")
    return departments
