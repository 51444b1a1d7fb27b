"""How many connections there may be: of one address, in all, and with room kept for others."""

import contextlib
import resource
import subprocess
import sys

import pytest
import structlog

from parlour.http.protocol import Gate, limits_of
from parlour.http.protocol.limits import MAX_REFUSED_OPEN, MOST_CONNECTIONS
from parlour.settings import Settings
from tests.support.sockets import Echo, Peer, listening

GET = b"GET / HTTP/1.1\r\nHost: parlour.test\r\n\r\n"


class Open:
    """A connection that does nothing."""

    def check_deadlines(self, now: float) -> None:
        """Wait."""


def admitted(gate: Gate, hosts: list[str]) -> list[bool]:
    return [gate.admit(Open(), host) is not None for host in hosts]


def gate_of(**settings: object) -> Gate:
    gate = Gate(limits_of(Settings(**settings), 10_000))  # type: ignore[arg-type]
    gate.watch = gate._connections.add  # type: ignore[assignment,method-assign] # no loop here
    return gate


def test_an_address_is_refused_over_its_bound_and_others_are_served() -> None:
    with listening(Echo(), max_connections_per_address=3) as server, contextlib.ExitStack() as stack:
        mine = [stack.enter_context(Peer(server.port)) for _ in range(3)]
        for _ in range(2):
            refused = stack.enter_context(Peer(server.port)).read()
            assert refused.statuses == [503]
            assert b"\r\nretry-after: " in refused.raw
            assert refused.is_closed
        other = stack.enter_context(Peer(server.port, source="127.0.0.2"))
        for peer in [*mine, other]:
            peer.send(GET)
            assert peer.read(count=1).statuses == [200]


def test_a_refusal_is_read_although_a_request_was_sent() -> None:
    with listening(Echo(), max_connections_per_address=1) as server, Peer(server.port) as first:
        first.send(GET)
        first.read(count=1)
        for _ in range(MAX_REFUSED_OPEN + 20):  # so many may be open at the same time, but these aren't
            with Peer(server.port) as peer:
                peer.send(GET)
                answers = peer.read()
                assert (answers.statuses, answers.is_reset) == ([503], False)


def test_a_place_is_free_again_when_its_connection_ends() -> None:
    with listening(Echo(), max_connections_per_address=1) as server:
        for _ in range(20):
            with Peer(server.port) as peer:
                while True:
                    peer.send(GET)
                    if peer.read(count=1).statuses == [200]:
                        break
                    peer.__init__(server.port)  # type: ignore[misc] # the server has not seen the end of the last one


@pytest.mark.parametrize(
    "hosts", [["192.0.2.1"], ["192.0.2.1", "::ffff:192.0.2.1"], ["2001:db8::1", "2001:db8::ffff:2"]]
)
def test_a_network_counts_as_one_address(hosts: list[str]) -> None:
    gate = gate_of(max_connections_per_address=4)
    assert admitted(gate, hosts * 8).count(True) == 4


@pytest.mark.parametrize("host", ["192.0.2.2", "2001:db8:0:1::1"])
def test_different_networks_are_different_addresses(host: str) -> None:
    gate = gate_of(max_connections_per_address=1)
    assert admitted(gate, ["192.0.2.1", "2001:db8::1", host]) == [True] * 3


def test_a_trusted_proxy_is_bounded_by_the_whole_alone() -> None:
    gate = gate_of(max_connections_per_address=1, max_connections=10, trusted_proxies=("10.0.0.0/8",))
    assert admitted(gate, ["10.1.2.3"] * 12) == [True] * 10 + [False] * 2


def test_a_few_addresses_leave_room_for_others() -> None:
    gate = gate_of(max_connections=100)
    for number in range(5):
        admitted(gate, [f"192.0.2.{number}"] * 100)
    assert admitted(gate, [f"198.51.100.{number}" for number in range(5)]) == [True] * 5
    assert admitted(gate, [f"203.0.113.{number}" for number in range(200)]).count(False) > 100


def test_the_bound_in_all_fits_into_the_limit_of_files() -> None:
    assert limits_of(Settings(), 65_536).connections == MOST_CONNECTIONS
    assert 700 < limits_of(Settings(), 1024).connections < 900
    assert limits_of(Settings(max_connections=60_000), 1024).connections < 900
    assert limits_of(Settings(max_connections=50), 1024).connections == 50


def test_the_limit_of_files_is_raised_at_start() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < 4096:
        pytest.skip("The hard limit is too low to raise the soft one.")
    program = (
        "import resource; from parlour.http.protocol import raise_file_limit as up;"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1];"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard));"
        "print(up() == resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 4096)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout == b"True\n"


def test_a_limit_that_is_reached_often_logs_one_line() -> None:
    gate = gate_of(max_connections_per_address=1)
    with structlog.testing.capture_logs() as lines:
        admitted(gate, ["192.0.2.1"] * 100)
    assert [(line["event"], line["address"]) for line in lines] == [("too many connections", "192.0.2.1")]


def test_as_many_refused_connections_as_allowed_stay_open_and_not_one_more() -> None:
    gate = gate_of()
    assert [gate.keep_refused() for _ in range(MAX_REFUSED_OPEN + 1)] == [True] * MAX_REFUSED_OPEN + [False]
    gate.drop_refused()
    assert [gate.keep_refused(), gate.keep_refused()] == [True, False]
