"""Whose word on a client's address is believed, and who is warned about"""

from typing import Any

import pytest
import structlog

from parlour.http.neighbours import MOST_WARNED, Neighbours

FORWARDED = (b"x-forwarded-for", b"203.0.113.9")


class Asked:
    """An application that notes who asks."""

    def __init__(self) -> None:
        self.clients: list[str] = []

    async def __call__(self, scope: Any, *_: Any) -> None:
        self.clients.append(scope["client"][0])


async def ask(neighbours: Neighbours, client: str, *headers: tuple[bytes, bytes]) -> list[Any]:
    """What is logged when a neighbour asks."""
    with structlog.testing.capture_logs() as logged:
        scope: Any = {"type": "http", "client": (client, 1), "headers": [(b"host", b"x"), *headers], "scheme": "http"}
        await neighbours(scope, None, None)  # type: ignore[arg-type]
    return [(entry["log_level"], entry["neighbour"]) for entry in logged]


@pytest.mark.parametrize(
    ("trusted", "client", "believed"),
    [
        (["192.0.2.1"], "192.0.2.1", True),
        (["192.0.2.0/24"], "192.0.2.77", True),
        (["192.0.2.77/24"], "192.0.2.1", True),
        (["192.0.2.1"], "::ffff:192.0.2.1", True),
        (["2001:db8::/32"], "2001:db8:5::1", True),
        ([], "192.0.2.1", False),
        (["192.0.2.2"], "192.0.2.1", False),
        (["0.0.0.0/0"], "2001:db8::1", False),
        (["192.0.2.1"], "", False),
    ],
)
async def test_only_a_trusted_neighbour_is_believed(trusted: list[str], client: str, believed: bool) -> None:
    app = Asked()
    logged = await ask(Neighbours(app, trusted), client, FORWARDED)
    assert (app.clients == ["203.0.113.9"]) is believed
    assert (logged == []) is believed


@pytest.mark.parametrize("header", [FORWARDED, (b"forwarded", b"for=203.0.113.9")])
async def test_a_neighbour_that_is_not_trusted_is_warned_about_once(header: tuple[bytes, bytes]) -> None:
    neighbours = Neighbours(Asked(), ["192.0.2.1"])
    assert await ask(neighbours, "192.0.2.2") == []
    assert await ask(neighbours, "192.0.2.2", header) == [("warning", "192.0.2.2")]
    assert await ask(neighbours, "::ffff:192.0.2.2", header) == []
    assert await ask(neighbours, "2001:db8::1", header) == [("warning", "2001:db8::/64")]
    assert await ask(neighbours, "2001:db8::2", header) == []


async def test_warnings_have_an_end() -> None:
    neighbours = Neighbours(Asked(), [])
    logged = [await ask(neighbours, f"10.0.{n // 250}.{n % 250}", FORWARDED) for n in range(MOST_WARNED + 5)]
    assert sum(map(len, logged)) == MOST_WARNED


async def test_a_client_has_its_plain_address() -> None:
    app = Asked()
    await ask(Neighbours(app, []), "::ffff:192.0.2.2")
    assert app.clients == ["192.0.2.2"]


@pytest.mark.parametrize(
    "scope",
    [
        {"type": "lifespan"},
        {"type": "http", "client": None, "headers": [FORWARDED], "scheme": "http"},
        {"type": "websocket", "client": ("::ffff:192.0.2.1", 1), "headers": [FORWARDED], "scheme": "ws"},
    ],
)
async def test_what_is_no_request_of_a_client_is_passed_on_as_it_is(scope: dict[str, Any]) -> None:
    seen: list[Any] = []

    async def app(passed: Any, *_: Any) -> None:
        seen.append(dict(passed))

    with structlog.testing.capture_logs() as logged:
        await Neighbours(app, ["192.0.2.1"])(dict(scope), None, None)  # type: ignore[arg-type]
    assert (seen, logged) == ([scope], [])


@pytest.mark.parametrize("client", [None, ("192.0.2.1", 1), ("192.0.2.2", 1)], ids=["no client", "trusted", "other"])
async def test_the_application_receives_and_sends_as_without_it(client: tuple[str, int] | None) -> None:
    passed: list[Any] = []

    async def app(_: Any, *others: Any) -> None:
        passed.extend(others)

    receive, send = object(), object()
    scope: Any = {"type": "http", "client": client, "headers": [FORWARDED], "scheme": "http"}
    await Neighbours(app, ["192.0.2.1"])(scope, receive, send)  # type: ignore[arg-type]
    assert passed == [receive, send]


async def test_a_neighbour_keeps_its_port_and_an_unknown_one_is_warned_about_as_such() -> None:
    seen: list[Any] = []

    async def app(scope: Any, *_: Any) -> None:
        seen.append(scope["client"])

    with structlog.testing.capture_logs() as logged:
        for host in ("192.0.2.2", "fe80::1%eth0", "socket"):
            scope: Any = {"type": "http", "client": (host, 4711), "headers": [FORWARDED], "scheme": "http"}
            await Neighbours(app, [])(scope, None, None)  # type: ignore[arg-type]
    assert seen == [("192.0.2.2", 4711), ("fe80::1", 4711), ("socket", 4711)]
    assert [entry["neighbour"] for entry in logged] == ["192.0.2.2", "fe80::/64", "unknown"]
    assert {entry["event"] for entry in logged} == {
        "a neighbour that isn't trusted forwards addresses; if it is your proxy, name it in trusted_proxies"
    }
