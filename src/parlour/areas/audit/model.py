"""A line of the audit log, and the filter for reading it. No storage, no wire."""

from datetime import datetime
from ipaddress import IPv4Address, IPv6Address

import msgspec

IpAddress = IPv4Address | IPv6Address


class Change(msgspec.Struct, frozen=True):
    """One recorded change. `before` and `after` are JSON objects of columns; None where there is nothing to show."""

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
    """A filter for changes; None means no restriction. `since` is inclusive, `until` is exclusive."""

    user_id: int | None = None
    entity: str | None = None
    entity_id: int | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
