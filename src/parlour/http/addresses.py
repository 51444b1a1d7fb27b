"""Where a request comes from."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from litestar import Request

NOWHERE = IPv6Address("::")


def address_of(request: Request[Any, Any, Any]) -> IPv4Address | IPv6Address:
    """The client's address; `::` where a proxy said something that is none, such as `unknown`."""
    try:
        return ip_address((request.client.host if request.client else "").partition("%")[0])
    except ValueError:
        return NOWHERE
