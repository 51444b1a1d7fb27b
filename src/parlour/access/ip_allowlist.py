"""The IP addresses that a user may come from: the rights `auth_enable_check_ip` and `auth_list_allowed_ip`.

The rights belong to a role in a location. Requests for a location check the role there; signing in and requests without
a location need an address that at least one of the user's roles allows.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from itertools import chain

from parlour.access.policy import values_of
from parlour.access.rights import RightValues
from parlour.access.user_roles import list_roles_of_user
from parlour.db.pool import Connection
from parlour.errors import Forbidden

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network
Allowlist = tuple[str, ...]
"""Networks as texts."""

CHECK, ALLOWED = "auth_enable_check_ip", "auth_list_allowed_ip"
NOT_FROM_HERE = "Your rights don't allow you to work from this IP address."


def allowlists_of(values: RightValues) -> tuple[Allowlist, ...]:
    """Return the list in these rights; nothing if they don't restrict addresses. An empty list restricts nothing."""
    networks = values.get(ALLOWED)
    if values.get(CHECK) is not True or not isinstance(networks, list) or not networks:
        return ()
    return (tuple(map(str, networks)),)


def require_allowed(address: IpAddress, allowlists: Sequence[Allowlist]) -> None:
    """Raise `Forbidden` for an address that none of the lists allows. No list allows every address."""
    if not allows(address, allowlists):
        raise Forbidden(NOT_FROM_HERE)


def allows(address: IpAddress, allowlists: Sequence[Allowlist]) -> bool:
    """Return whether any of the lists allows an address."""
    return not allowlists or any(_is_listed(address, allowlist) for allowlist in allowlists)


async def list_allowlists(conn: Connection, user_id: int) -> tuple[Allowlist, ...]:
    """Return the lists of all roles of a user; nothing when the user has no role, or one that allows every address."""
    found = [allowlists_of(values_of(each.role, each.rights)) for each in await list_roles_of_user(conn, user_id)]
    return tuple(chain.from_iterable(found)) if all(found) else ()


def _is_listed(address: IpAddress, networks: Iterable[str]) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any((mapped or address) in _network(network) for network in networks)


@lru_cache(maxsize=4096)
def _network(text: str) -> IpNetwork:
    """Parse a network. A network of IPv4 addresses mapped into IPv6 becomes an IPv4 network, as addresses do."""
    network = ip_network(text, strict=False)
    mapped = network.network_address.ipv4_mapped if isinstance(network, IPv6Network) else None
    return network if mapped is None else IPv4Network((mapped, network.prefixlen - 96))
