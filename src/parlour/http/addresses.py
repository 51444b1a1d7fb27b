"""The client's IP address of a request."""

from ipaddress import IPv6Address, ip_address
from typing import Any

from litestar import Request
from litestar.types import Scope

from parlour.access.networks import IpAddress, unmapped_address

NOWHERE = IPv6Address("::")


def address_of(request: Request[Any, Any, Any]) -> IpAddress:
    """Return the client's address; `::` if a proxy sent something that is no address, such as `unknown`."""
    return parse_address(host_of(request.scope))


def host_of(scope: Scope) -> str:
    """Return the client's address as the connection or a trusted proxy reports it."""
    client = scope.get("client")
    return client[0] if client else ""


def parse_address(host: str) -> IpAddress:
    """Parse an IP address; return `::` for a text that is none."""
    try:
        return unmapped_address(ip_address(host.partition("%")[0]))
    except ValueError:
        return NOWHERE
