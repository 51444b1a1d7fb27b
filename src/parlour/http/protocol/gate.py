"""What all connections of one worker share: the limit of connections, memory for bodies, and deadlines."""

import asyncio
import time
from collections import Counter
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Protocol

import structlog

from parlour.http.protocol.limits import MAX_REFUSED_OPEN, Limits

NOTICE_S = 60.0
V6_NETWORK_BITS = 64

log = structlog.get_logger()


class Watched(Protocol):
    """A connection, as the gate sees it."""

    def check_deadlines(self, now: float) -> None:
        """End what takes too long."""


class Gate:
    """Counter of connections by address and of bodies by size; it also checks each connection's deadlines regularly.

    It is made in the process that starts the workers and copied into each of them: every worker counts its own.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.is_draining = False
        self._connections: set[Watched] = set()
        self._by_address: Counter[str] = Counter()
        self._trusted = [ip_network(network, strict=False) for network in limits.trusted_proxies]
        self._refused_open = 0
        self._body_memory = 0
        self._is_watching = False
        shortest_s = min(limits.head_s, limits.stall_s, limits.idle_s, max(limits.drain_s, 0.1))
        self._interval_s = min(1.0, shortest_s / 4)
        self._noticed: dict[str, float] = {}
        self._unsaid: Counter[str] = Counter()

    def drain(self) -> None:
        """Let every answer close its connection from now on."""
        self.is_draining = True

    # --- connections ---

    def admit(self, connection: Watched, host: str) -> str | None:
        """Count a new connection and return the address that it counts for; None if there is no room for it.

        An address may take half of the free connections, and no more than its limit, so there is always room for
        others. A trusted proxy has many clients, so its connections count for no address.
        """
        address = _counted_address(host, self._trusted)
        free = self.limits.connections - len(self._connections)
        share = max(1, min(self.limits.connections_per_address, free // 2))
        if free <= 0 or (address and self._by_address[address] >= share):
            self.notice("too many connections", address=address, open=len(self._connections))
            return None
        self._by_address[address] += 1
        self.watch(connection)
        return address

    def leave(self, connection: Watched, address: str) -> None:
        """Forget a connection that was admitted."""
        self._connections.discard(connection)
        self._by_address[address] -= 1
        if self._by_address[address] <= 0:
            del self._by_address[address]

    def keep_refused(self) -> bool:
        """Return whether one more refused connection may stay open until its client has read the reason; count it."""
        if self._refused_open >= MAX_REFUSED_OPEN:
            return False
        self._refused_open += 1
        return True

    def drop_refused(self) -> None:
        """Forget a refused connection that was kept open."""
        self._refused_open -= 1

    # --- bodies ---

    def take_memory(self, size: int) -> bool:
        """Reserve memory for a part of a body until `give_back_memory`; return whether there is enough."""
        if self._body_memory + size > self.limits.body_memory:
            self.notice("too many large bodies", mib=self._body_memory // 1024**2)
            return False
        self._body_memory += size
        return True

    def give_back_memory(self, size: int) -> None:
        """Release memory that was reserved for a body."""
        self._body_memory -= size

    # --- deadlines ---

    def watch(self, connection: Watched) -> None:
        """Check the deadlines of a connection until `leave`."""
        self._connections.add(connection)
        if not self._is_watching:
            self._is_watching = True
            asyncio.get_running_loop().call_later(self._interval_s, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in list(self._connections):
            connection.check_deadlines(now)
        self._is_watching = bool(self._connections)
        if self._is_watching:
            loop.call_later(self._interval_s, self._look)

    def notice(self, event: str, **details: Any) -> None:
        """Log that a limit was met: once a minute, with how often it was met since the last line."""
        now = time.monotonic()
        if now - self._noticed.get(event, -NOTICE_S) < NOTICE_S:
            self._unsaid[event] += 1
            return
        self._noticed[event] = now
        log.warning(event, **details, before=self._unsaid.pop(event, 0))


def _counted_address(host: str, trusted: list[IPv4Network | IPv6Network]) -> str:
    """Return the address to count for: an IPv4 address or a /64 of IPv6; `""` for trusted proxies."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    if any(address in network for network in trusted):
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, V6_NETWORK_BITS), strict=False))
    return str(address)
