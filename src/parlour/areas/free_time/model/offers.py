"""What clients can book online: services, and the members who provide them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from parlour.areas.booking_settings.model import DAY_S, BookingSettings
from parlour.areas.free_time.model.grids import Steps
from parlour.areas.free_time.model.slots import Need

LENGTHS = 300
"""The length of an appointment is a multiple of so many seconds."""
_A_MINUTE = 60


class OfferedService(msgspec.Struct, frozen=True):
    """A service that can be booked online. Lengths and times of day are in seconds."""

    id: int
    technical_break: int | None
    """None for the location's."""
    search_start: int
    search_finish: int
    search_step: int
    step: int
    """How often starts are shown; 0 for all."""
    first_day: date | None
    last_day: date | None
    """The days on which it can be booked; None for no limit."""
    resource_ids: list[int]


class Provider(msgspec.Struct, frozen=True):
    """A member who can be booked online."""

    id: int
    weight: int
    is_in_any_member: bool
    """Whether they take part when a client books any member."""
    search_start: int
    search_finish: int
    search_step: int
    durations: Mapping[int, int]
    """How long each service that they provide takes them, in seconds; at least one."""


class NeededResource(msgspec.Struct, frozen=True):
    """A kind of resource that the services need."""

    id: int
    instance_ids: list[int]


class Choice(msgspec.Struct, frozen=True):
    """Services that are chosen together, and who can be booked for all of them. None can if one isn't offered."""

    services: Sequence[OfferedService]
    providers: Sequence[tuple[Provider, Need]]
    resources: Sequence[NeededResource]
    is_offered: bool

    def includes(self, day: date) -> bool:
        """Return whether all services can be booked on a day."""
        return all(
            (service.first_day is None or service.first_day <= day)
            and (service.last_day is None or day <= service.last_day)
            for service in self.services
        )


class Offer(msgspec.Struct, frozen=True):
    """What can be booked online, as far as it was asked for."""

    technical_break: int
    """The location's own."""
    settings: BookingSettings
    services: list[OfferedService]
    providers: list[Provider]
    """Who provides any of the services, the highest weight first."""
    resources: list[NeededResource]

    def choose(self, service_ids: Sequence[int]) -> Choice:
        """Return the choice of services, of which one may come twice. Without any, the shortest of each provider's."""
        services = [service for service in self.services if service.id in service_ids]
        is_offered = len(services) == len({*service_ids})
        resource_ids = {resource_id for service in services for resource_id in service.resource_ids}
        return Choice(
            services,
            [*self._needs(service_ids, services)] if is_offered else [],
            [resource for resource in self.resources if resource.id in resource_ids],
            is_offered,
        )

    def _needs(self, service_ids: Sequence[int], services: Sequence[OfferedService]) -> Iterator[tuple[Provider, Need]]:
        """Yield what services need with each who provides all of them; none with whom they would take too long."""
        pause = max((self._break_of(service) for service in services), default=0)
        for provider in self.providers:
            durations = provider.durations
            if not all(service_id in durations for service_id in service_ids):
                continue
            length = sum(durations[each] for each in service_ids) if service_ids else min(durations.values())
            if not (length + pause) % LENGTHS and length + pause <= DAY_S:
                yield provider, Need(length // _A_MINUTE, pause // _A_MINUTE, _steps(services, provider))

    def _break_of(self, service: OfferedService) -> int:
        return self.technical_break if service.technical_break is None else service.technical_break


def _steps(services: Sequence[OfferedService], provider: Provider) -> Steps:
    searched: Sequence[OfferedService | Provider] = (*services, provider)
    return Steps(
        [service.search_step for service in services],
        provider.search_step,
        [service.step for service in services if service.step],
        (max(each.search_start for each in searched), min(each.search_finish for each in searched)),
    )
