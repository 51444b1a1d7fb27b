"""An appointment as its client sees it."""

from datetime import datetime

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments.model.appointments import Appointment
from parlour.areas.locations.model import Location
from parlour.areas.team.model.members import TeamMember


class ClientsRecord(msgspec.Struct, frozen=True):
    """An appointment with where it is, and with whom."""

    appointment: Appointment
    location: Location
    member: TeamMember


class OwnRecord(msgspec.Struct, frozen=True):
    """An appointment that its client has shown to be the own one."""

    location_id: int
    link_hash: str


class RecordsOfLocation(msgspec.Struct, frozen=True):
    """Appointments that a person has in a location."""

    location_id: int
    appointment_ids: list[int]


class Move(msgspec.Struct, frozen=True):
    """What a client changes of an appointment; UNSET keeps it, and None is a time that the clock never shows."""

    starts_at: datetime | UnsetType | None = UNSET
    comment: str | UnsetType = UNSET
