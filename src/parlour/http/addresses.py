"""Where a request comes from."""

from ipaddress import IPv6Address, ip_address
from typing import Any

from litestar import Request

from parlour.access.networks import IpAddress, plain_address

NOWHERE = IPv6Address("::")


def address_of(request: Request[Any, Any, Any]) -> IpAddress:
    """Return the client's address; `::` where a proxy said something that is none, such as `unknown`."""
    try:
        return plain_address(ip_address((request.client.host if request.client else "").partition("%")[0]))
    except ValueError:
        return NOWHERE
