"""Networks for limits on addresses: the network that one customer of a provider has."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IpAddress = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

IPV6_PREFIX = 64  # a single customer gets at least this much, and can choose among its 2^64 addresses


def unmapped_address(address: IpAddress) -> IpAddress:
    """Return the IPv4 address of `::ffff:192.0.2.1`, which listeners on both families report; others unchanged."""
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def network_of(address: IpAddress) -> Network:
    """Return the network of one address for IPv4, or the /64 of an IPv6 address."""
    unmapped = unmapped_address(address)
    if isinstance(unmapped, IPv4Address):
        return IPv4Network(unmapped)
    return IPv6Network((int(unmapped) >> IPV6_PREFIX << IPV6_PREFIX, IPV6_PREFIX))
