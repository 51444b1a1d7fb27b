"""What clients choose from."""

from collections.abc import Sequence

import msgspec

from parlour.areas.free_time.model.search import Slot
from parlour.areas.services.model.categories import Category
from parlour.areas.services.model.services import Service
from parlour.areas.team.model.members import TeamMember


class ServiceMenu(msgspec.Struct, frozen=True):
    """Services that can be booked, and the categories that they are in."""

    services: Sequence[Service]
    categories: Sequence[Category]


class OfferedMember(msgspec.Struct, frozen=True):
    """A team member whom clients see."""

    member: TeamMember
    is_bookable: bool
    nearest: Sequence[Slot]
    """The slots on the nearest date that has any, if they were asked for."""
