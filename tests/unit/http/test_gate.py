"""What all connections of a worker share: places by address, memory for bodies, regular looks, and few log lines."""

import time
from typing import Any

import pytest
import structlog

from parlour.http.protocol.gate import Gate
from parlour.http.protocol.limits import limits_of
from parlour.settings import Settings
from tests.support.sockets import Echo
from tests.support.wires import wired


class Watched:
    """A connection that only notes when it was looked at."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    def check_deadlines(self, now: float) -> None:
        self.seen.append(now)


def gate_of(**settings: Any) -> Gate:
    gate = Gate(limits_of(Settings(**settings), 10_000))
    gate.watch = gate._connections.add  # type: ignore[assignment,method-assign] # no loop here
    return gate


def number_admitted(gate: Gate, host: str) -> int:
    """How many connections of one address find a place, if as many come as can."""
    return sum(gate.admit(Watched(), host) is not None for _ in range(100))


@pytest.mark.parametrize(
    ("places", "per_address", "admitted"),
    [
        (8, 256, [3, 2, 1, 1, 1, 0]),  # it has three when five are free; the last place isn't kept free
        (10, 256, [3, 2, 2, 1, 1, 1, 0]),
        (1, 256, [1, 0]),
        (20, 3, [3, 3, 3, 3, 3, 2, 1, 1, 1, 0]),
        (20, 1, [1] * 20 + [0]),
    ],
)
def test_an_address_has_at_most_half_of_what_is_free(places: int, per_address: int, admitted: list[int]) -> None:
    gate = gate_of(max_connections=places, max_connections_per_address=per_address)
    assert [number_admitted(gate, f"192.0.2.{number}") for number in range(len(admitted))] == admitted


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:8000::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("10.1.2.3", ""),
        ("::ffff:10.1.2.3", ""),
        ("172.16.0.9", ""),
        ("fd00::9", ""),
        ("somewhere", "somewhere"),
        ("", ""),
    ],
)
def test_a_connection_counts_for_its_network_and_a_trusted_proxy_for_none(host: str, counted: str) -> None:
    gate = gate_of(trusted_proxies=("10.0.0.1/8", "172.16.0.9", "fd00::/8"))
    assert gate.admit(Watched(), host) == counted


def test_a_place_is_free_again_after_its_connection() -> None:
    gate = gate_of(max_connections=10, max_connections_per_address=2)
    connections = [Watched() for _ in range(3)]
    assert [gate.admit(each, "192.0.2.1") for each in connections] == ["192.0.2.1", "192.0.2.1", None]
    gate.leave(connections[0], "192.0.2.1")
    assert [gate.admit(each, "192.0.2.1") for each in connections[:2]] == ["192.0.2.1", None]
    for each in (connections[0], connections[1]):
        gate.leave(each, "192.0.2.1")
    assert (gate._connections, gate._by_address) == (set(), {})  # nothing is kept of who was here


def test_memory_is_taken_to_the_last_byte_and_given_back() -> None:
    gate = gate_of(body_memory_mib=3)
    assert gate.take_memory(2 * 1024**2 + 5)
    with structlog.testing.capture_logs() as lines:
        assert not gate.take_memory(1024**2 - 4)
    assert [(line["event"], line["mib"]) for line in lines] == [("too many large bodies", 2)]
    assert gate.take_memory(1024**2 - 5)
    assert not gate.take_memory(1)
    gate.give_back_memory(100)
    assert [gate.take_memory(60), gate.take_memory(41), gate.take_memory(40)] == [True, False, True]


@pytest.mark.parametrize(
    ("times", "interval_s"),
    [
        ({}, 0.5),  # a quarter of the two seconds in which a server stops
        ({"head_timeout_s": 1}, 0.25),
        ({"stall_timeout_s": 1}, 0.25),
        ({"idle_timeout_s": 1}, 0.25),
        ({"stop_grace_s": 0}, 0.025),
        ({"stop_grace_s": 1}, 0.125),
    ],
)
def test_connections_are_looked_at_four_times_within_the_shortest_time(
    times: dict[str, float], interval_s: float
) -> None:
    gate = Gate(limits_of(Settings(**times), 10_000))  # type: ignore[arg-type]
    assert gate._interval_s == pytest.approx(interval_s)


def test_connections_are_looked_at_once_a_second_at_least() -> None:
    limits = limits_of(Settings(), 10_000)
    patient = {name: getattr(limits, name) for name in limits.__struct_fields__} | {"drain_s": 100.0}
    assert Gate(type(limits)(**patient))._interval_s == 1


def test_all_connections_are_looked_at_until_they_leave() -> None:
    with wired(Echo()) as server:
        gate, first, second = server.gate, Watched(), Watched()
        for each in (first, second):
            server.call(gate.admit, each, "192.0.2.1")
        server.lapse(3)
        assert first.seen == second.seen == [1001, 1002, 1003]
        server.call(gate.leave, first, "192.0.2.1")
        server.lapse(1)
        assert (len(first.seen), len(second.seen)) == (3, 4)
        server.call(gate.leave, second, "192.0.2.1")
        server.lapse(2)
        assert not gate._is_watching  # a server without connections sleeps
        server.call(gate.admit, first, "192.0.2.1")  # looking begins again
        server.lapse(1)
        assert first.seen[3:] == [1007]


def test_a_limit_that_is_met_often_is_logged_once_a_minute_with_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    gate = gate_of()
    with structlog.testing.capture_logs() as lines:
        for now in (5.0, 6.0, 6.5, 64.5, 65.0, 124.0, 125.0, 185.0):
            gate.notice("met", size=now)
        gate.notice("another", size=1)
    said = [(line["event"], line["log_level"], line["size"], line["before"]) for line in lines]
    assert said == [
        ("met", "warning", 5.0, 0),
        ("met", "warning", 65.0, 3),
        ("met", "warning", 125.0, 1),
        ("met", "warning", 185.0, 0),
        ("another", "warning", 1, 0),
    ]


def test_a_worker_whose_places_are_all_taken_says_how_many_are_open() -> None:
    gate = gate_of(max_connections=2, max_connections_per_address=1)
    with structlog.testing.capture_logs() as lines:
        for host in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
            gate.admit(Watched(), host)
    assert [(line["event"], line["address"], line["open"]) for line in lines] == [
        ("too many connections", "192.0.2.3", 2)
    ]
