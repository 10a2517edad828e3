"""Django's Redis cache without a new client for every question."""

from concurrent.futures import ThreadPoolExecutor

from django.core.cache import caches

from core.adapters.cache import KeptClients, KeptClientsCache


def test_the_cache_of_the_settings_keeps_its_clients() -> None:
    cache = caches["default"]
    assert isinstance(cache, KeptClientsCache)
    assert isinstance(cache._cache, KeptClients)


def test_one_client_answers_every_question() -> None:
    clients = KeptClients(["redis://127.0.0.1:1/0"])
    assert clients.get_client("a") is clients.get_client("b", write=True)


def test_each_server_has_a_client_of_its_own() -> None:
    clients = KeptClients(["redis://127.0.0.1:1/0", "redis://127.0.0.1:2/0"])
    written, read = clients.get_client("a", write=True), clients.get_client("a")
    assert written.connection_pool.connection_kwargs["port"] == 1
    assert read.connection_pool.connection_kwargs["port"] == 2


def test_one_cache_asked_by_many_threads_answers_each_its_own() -> None:
    cache = caches["default"]
    cache.set_many({f"kept-clients-{number}": number for number in range(50)})
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda number: cache.get(f"kept-clients-{number}"), range(50)))
    assert found == list(range(50))
