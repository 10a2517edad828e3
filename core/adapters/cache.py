"""Django's Redis cache without a new client for every question."""

from functools import cache
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis


class KeptClients(RedisCacheClient):
    """Keeps the client of each server: making one costs more processor time than asking it. A client may be shared by
    threads; its connections come from the pool."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._client = cache(Redis)


class KeptClientsCache(RedisCache):
    """The cache of the settings (CACHES)."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClients
