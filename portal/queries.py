"""Named reads of the public face."""

from contextlib import suppress
from datetime import timedelta

from django.core.cache import cache
from redis.exceptions import RedisError

from cases.models import Document
from cases.queries.popular import most_accepted
from core import clock
from items.models import ItemVersion
from items.queries import applicable_versions
from spaces.models import Licence

POPULAR, POPULAR_SECONDS, MOST_KEPT = "popular", 600, 40
WATCHED = timedelta(days=30)


def most_used(limit: int) -> list[ItemVersion]:
    """The items most cases were accepted of in the last 30 days, as it was counted some minutes ago at the earliest;
    where nothing was accepted yet, items that have everyday phrases."""
    codes = _popular_codes()
    found = applicable_versions()
    if not codes:
        return list(found.filter(item__entry__phrases__isnull=False).distinct().order_by("pk")[:limit])
    versions = {version.item.implementing_code: version for version in found.filter(item__implementing_code__in=codes)}
    return [versions[code] for code in codes if code in versions][:limit]


def _popular_codes() -> list[str]:
    with suppress(RedisError):
        if (kept := cache.get(POPULAR)) is not None:
            return list(kept)
    today = clock.today()
    codes = most_accepted(since=today - WATCHED, until=today, most=MOST_KEPT)
    with suppress(RedisError):
        cache.set(POPULAR, codes, POPULAR_SECONDS)
    return codes


def verified_thing(code: str) -> Licence | Document | None:
    """The licence or official paper printed with this verification code."""
    licence = Licence.objects.select_related("issuer", "holder", "file").filter(verify_code=code).first()
    if licence is not None:
        return licence
    return (
        Document.objects.select_related("case__department", "file")
        .filter(verify_code=code, made_at__isnull=False)
        .first()
    )
