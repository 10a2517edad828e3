"""The demonstration: a city to load and the people in it to sign in as. Never part of a production installation."""

from pathlib import Path

from govportal.founding.files import TownFolder

CITY = TownFolder(Path(__file__).resolve().parent / "city")
