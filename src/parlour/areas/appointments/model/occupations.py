"""When rooms and devices are taken."""

from datetime import datetime, timedelta

import msgspec


class OccupationFilter(msgspec.Struct, frozen=True):
    """Which occupations are listed: those that take time between two moments."""

    since: datetime
    until: datetime
    service_ids: list[int] | None
    """Only of resources that one of these services needs; None for all."""


class Occupation(msgspec.Struct, frozen=True):
    """A room or a device that an appointment or an event takes."""

    is_event: bool
    source_id: int
    """The event, or the appointment."""
    resource_id: int
    instance_id: int
    starts_at: datetime
    duration: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(seconds=self.duration)
