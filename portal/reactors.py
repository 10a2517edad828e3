"""What the public face does when something it shows has changed: pages kept whole are shown no longer (I-17).

Three times: when the change is made, when it is there for others, because somebody may have drawn the former page
meanwhile, and by a worker, because whoever made the change may not live to say so.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from django.db import transaction
from redis.exceptions import RedisError

from core.events import Record
from core.outbox import TryLater
from items.models import Item
from portal.guide_cache import forget_all_guides, forget_guide


def forget_guide_at_once(record: Record) -> None:
    """The guide of the item, as soon as its change is there."""
    _now_and_then(partial(forget_guide, _code(record)))


def make_sure_guide_is_forgotten(record: Record) -> None:
    """The same once more; tried again until the cache is there."""
    try:
        forget_guide(_code(record))
    except RedisError as error:
        raise TryLater from error


def forget_all_guides_at_once(record: Record) -> None:
    """A department or a hall stands on many guides."""
    _now_and_then(forget_all_guides)


def make_sure_all_guides_are_forgotten(record: Record) -> None:
    """The same once more; tried again until the cache is there."""
    try:
        forget_all_guides()
    except RedisError as error:
        raise TryLater from error


def _now_and_then(forget: Callable[[], None]) -> None:
    """Inside the change's transaction and once more after it; a cache that is away has nothing to forget."""

    def quietly() -> None:
        with suppress(RedisError):
            forget()

    quietly()
    transaction.on_commit(quietly, robust=True)


def _code(record: Record) -> str:
    return Item.objects.values_list("implementing_code", flat=True).get(pk=record.event.item_id)
