"""Systems we exchange with. Only registered ones are ever called (settings.EXCHANGE_PARTNERS)."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Partner:
    """A registered system: where it takes rows, and the secret both sides sign with."""

    code: str
    url: str
    secret: str


def partners() -> list[Partner]:
    """All registered partners."""
    return [Partner(code, **values) for code, values in settings.EXCHANGE_PARTNERS.items()]


def partner(code: str) -> Partner | None:
    """The registered partner of this code."""
    return next((found for found in partners() if found.code == code), None)
