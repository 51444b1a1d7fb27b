"""A claim to time: what an appointment or an event shall take, and what is in its way."""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from parlour.areas.appointments.model.choices import ChosenResource
from parlour.areas.schedules.model.working_time import Span
from parlour.errors import Fault
from parlour.refusals import FaultRefusal


class TakesTime(Protocol):
    """What takes the time of a member and of instances of resources."""

    @property
    def team_member_id(self) -> int: ...
    @property
    def resource_instance_ids(self) -> list[int]: ...
    @property
    def span(self) -> Span: ...
    @property
    def service_span(self) -> Span:
        """Return the time of the services, without the technical break."""


class Claim(msgspec.Struct, frozen=True):
    """The time that something shall take, beside what it takes now."""

    before: TakesTime | None
    """None for something new, and for what takes no time now."""
    after: TakesTime
    needed: Sequence[ChosenResource]
    """One instance of each is taken."""
    held_resource_ids: Sequence[int]
    """The kinds of the instances that it has now."""

    @property
    def own(self) -> Span | None:
        return self.before.span if self.before else None


class Obstacle(msgspec.Struct, frozen=True):
    """Something that is in the way of a claim."""

    refusal: FaultRefusal[*tuple[Any, ...]]
    values: tuple[Any, ...]

    def fault(self, field: str) -> Fault:
        return self.refusal.fault(field, *self.values)


class FoundTime(msgspec.Struct, frozen=True):
    """What was found for a claim: the instances that are free, and all that is in the way."""

    instance_ids: list[int]
    obstacles: list[Obstacle]
