"""A line of the audit log, and what may be asked for. No storage, no wire."""

from datetime import datetime
from ipaddress import IPv4Address, IPv6Address

import msgspec

IpAddress = IPv4Address | IPv6Address


class Change(msgspec.Struct, frozen=True):
    """What somebody did. `before` and `after` are JSON objects of columns; None where there is nothing to tell."""

    id: int
    at: datetime
    origin: str
    user_id: int | None
    user_name: str | None
    partner_id: int | None
    partner_title: str | None
    session_id: int | None
    ip: IpAddress | None
    location_id: int | None
    action: str
    entity: str
    entity_id: int | None
    before: str | None
    after: str | None


class ChangeFilter(msgspec.Struct, frozen=True):
    """Which changes to show; None where it doesn't matter. `since` is included, `until` is not."""

    user_id: int | None = None
    entity: str | None = None
    entity_id: int | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
