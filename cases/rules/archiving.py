"""How long the file of a case is kept, when it goes to the archives, and what its package must hold (2.10). Pure."""

from collections.abc import Collection
from datetime import date

CITY_LEVEL = 3
"""行使层级 of a city (I-02); smaller numbers are higher bodies."""
YEARS_OF_CITIES, YEARS_OF_COUNTIES = 20, 10
"""After how many years archives are handed over: bodies of cities and above, bodies of counties and below."""
LONG, SHORT = "D30", "D10"


def term_of(*, granted: bool) -> str:
    """保管期限: 30 years for what gave a right, 10 for everything else (DESIGN)."""
    return LONG if granted else SHORT


def transfer_on(ended_on: date, level: int) -> date:
    """The first day on which the file goes to the archives: 1 January after the years of the body's level have passed,
    counted from the end of the year in which the case ended."""
    years = YEARS_OF_CITIES if level <= CITY_LEVEL else YEARS_OF_COUNTIES
    return date(ended_on.year + years + 1, 1, 1)


def archive_number(*, region: str, body: str, year: int, term: str, serial: int) -> str:
    """档号: region, body, year of archiving, term, running number (DESIGN)."""
    return f"{region}-{body}-{year}-{term}-{serial:06d}"


def papers_needed(state: str, *, receipt: str, accepted: bool, granted: bool | None) -> list[str]:
    """Which papers (by their rules) the file of a case that ended so must hold beside those of the archive (S-30).

    `receipt` is the paper its application was answered with, empty for one another system filed; `granted` is None for
    a case without a decision of its own.
    """
    needed = [receipt] if receipt else []
    if state == "declined":
        return [*needed, "D-04"]
    if accepted:
        needed.append("D-03")
    if granted is not None:
        needed.append("D-12" if granted else "D-13")
    if state == "closed" and granted is not None:
        needed.append("D-16")
    if state == "terminated":
        needed.append("D-15")
    if state == "returned":
        needed.append("D-02")
    return needed


def missing_papers(needed: Collection[str], there: Collection[str]) -> list[str]:
    """Those that are not there."""
    return [kind for kind in needed if kind not in there]
