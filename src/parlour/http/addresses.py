"""Where a request comes from."""

from ipaddress import IPv6Address, ip_address
from typing import Any

from litestar import Request
from litestar.types import Scope

from parlour.access.networks import IpAddress, plain_address

NOWHERE = IPv6Address("::")


def address_of(request: Request[Any, Any, Any]) -> IpAddress:
    """Return the client's address; `::` where a proxy said something that is none, such as `unknown`."""
    return parse_address(host_of(request.scope))


def host_of(scope: Scope) -> str:
    """Return what the connection, or a trusted proxy, says of the client's address."""
    client = scope.get("client")
    return client[0] if client else ""


def parse_address(host: str) -> IpAddress:
    """Return an address; `::` for what is none."""
    try:
        return plain_address(ip_address(host.partition("%")[0]))
    except ValueError:
        return NOWHERE
