"""The parts of a running server."""

from litestar import Litestar
from litestar.datastructures import State

from parlour.access.cache import AccessCache
from parlour.http.services import services_of
from tests.unit.http.scopes import application, request_to, services_without_database


def test_all_that_is_remembered_of_access_is_forgotten_together() -> None:
    caches: list[AccessCache[str]] = [AccessCache(60.0) for _ in range(3)]
    users, partners, places = caches
    for cache in caches:
        cache.connected()
        cache.store("key", "value", cache.generation)
        assert cache.get("key") == "value"
    services_without_database(access_cache=users, partners=partners, places=places).clear_access()
    assert [cache.get("key") for cache in caches] == [None] * 3


def test_a_request_finds_the_parts_of_its_application() -> None:
    services = services_without_database()
    app: Litestar = application(services)
    assert services_of(request_to(app, "/")) is services
    app.state = State({"services": services_without_database()})
    assert services_of(request_to(app, "/")) is not services
