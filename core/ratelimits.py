"""Counting tries in fixed windows, kept in the cache; asked before anything expensive such as hashing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.translation import gettext as _

from core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `tries` in `seconds`."""

    tries: int
    seconds: int


def count_try(name: str, rates: Sequence[Rate]) -> None:
    """Count one try under `name`, which must not be personal data. Refuses `too_many_tries` beyond any rate."""
    for rate in rates:
        key = f"rate:{name}:{rate.seconds}"
        cache.add(key, 0, timeout=rate.seconds)
        if cache.incr(key) > rate.tries:
            raise Refusal("too_many_tries", _("Too many tries. Please wait a while and try again."))


def forgive(name: str, rates: Sequence[Rate]) -> None:
    """Forget the tries under `name`, for example after a successful sign-in."""
    cache.delete_many([f"rate:{name}:{rate.seconds}" for rate in rates])
