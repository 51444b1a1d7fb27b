"""An appointment as its client sees it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

import msgspec


class State(StrEnum):
    """What has become of an appointment."""

    DONE = "done"
    """It is booked, and still to come."""
    CANCELLED = "cancelled"
    OVER = "over"


class Booked(msgspec.Struct, frozen=True):
    """An appointment that was booked, and the secret of its link."""

    appointment_id: int
    link_hash: str


class Appointment(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment that was found by the secret of its link."""

    id: int
    link_hash: str
    starts_at: datetime
    """On the clock of the location."""
    length_s: int
    """Without the technical break."""
    titles: Sequence[str]
    price: Decimal
    member_name: str
    state: State
    is_fixed: bool
    """Only the location can change it: it is of a group event, or something is paid."""
    revision: int
    changed_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.length_s)

    @property
    def can_change(self) -> bool:
        """Return whether its client can move or cancel it."""
        return self.state is State.DONE and not self.is_fixed
