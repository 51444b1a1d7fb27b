"""The events of a calendar: appointments as far as a feed shows them."""

import uuid
from datetime import UTC, datetime, timedelta

import msgspec


class Shown(msgspec.Struct, frozen=True):
    """What a feed shows of its appointments."""

    has_members: bool
    """Of several members: each event names its own."""
    has_clients: bool
    has_last_names: bool


class Event(msgspec.Struct, frozen=True, gc=False):
    """An appointment of a feed."""

    id: int
    chain_id: int
    starts_at: datetime
    duration: int
    """In seconds."""
    revision: int
    created_at: datetime
    changed_at: datetime
    member_name: str
    client_name: str
    client_surname: str
    comment: str
    services: list[str]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at.astimezone(UTC) + timedelta(seconds=self.duration)

    @property
    def uid(self) -> str:
        """Return an id that stays the same, and that no appointment of another server has."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"parlour {self.chain_id} {self.id} {self.created_at.timestamp()}"))

    def summary(self, shown: Shown) -> str:
        """Return the line by which a calendar shows it; empty if there is nothing to show."""
        client = (self.client_name, self.client_surname if shown.has_last_names else "")
        parts = (
            self.member_name if shown.has_members else "",
            ", ".join(self.services),
            " ".join(filter(None, client)) if shown.has_clients else "",
        )
        return " · ".join(filter(None, parts))


class State(msgspec.Struct, frozen=True):
    """What changes whenever an event of a feed does."""

    count: int
    revisions: int
    member_revisions: int
    client_revisions: int
    changed_at: datetime | None
