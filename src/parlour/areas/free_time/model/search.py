"""Looking for slots of several members on several days, in what was read of them before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.booking_settings.model import BookingSettings
from parlour.areas.free_time.model.clock import NUMBERS, Reading, clock_of, reading_of
from parlour.areas.free_time.model.offers import Choice, Offer, Provider
from parlour.areas.free_time.model.slots import (
    MemberDay,
    Need,
    Question,
    ResourceDay,
    find_slots,
    free_starts,
    question,
)
from parlour.areas.schedules.model.working_time import Interval, intervals

NO_DAY = MemberDay((), ())
_A_DAY, _A_MINUTE = timedelta(days=1), timedelta(minutes=1)


class Slot(msgspec.Struct, frozen=True):
    """A start at which a member can be booked."""

    start: Reading
    length: int
    """Seconds that the services take."""
    total: int
    """The same with the technical break."""
    team_member_id: int


class Calendars(msgspec.Struct, frozen=True):
    """What is stored of the days that are searched, and of those around them."""

    members: Mapping[int, Mapping[date, MemberDay]]
    resources: Mapping[int, Mapping[date, ResourceDay]]


class Dates(msgspec.Struct, frozen=True):
    """Dates with a slot, and dates on which anybody works."""

    free: Sequence[date]
    worked: Sequence[date]


Found: TypeAlias = tuple[Provider, Need]
"""A provider, and what the services need with them."""


class Search(msgspec.Struct, frozen=True):
    """A search for slots of some services, with all or some who provide them."""

    zone: ZoneInfo
    now: datetime
    settings: BookingSettings
    choice: Choice
    providers: Sequence[Found]
    asked: dict[date, Question] = msgspec.field(default_factory=dict)
    """What is asked of each day, once it has been."""

    @property
    def lengths(self) -> dict[int, int]:
        """Return how many minutes the services take each provider, by their ids."""
        return {provider.id: need.length for provider, need in self.providers}

    def slots(self, day: date, calendars: Calendars) -> list[Slot]:
        """Return each start on a day at which any provider is free, with the one who would be booked."""
        if not self.choice.includes(day):
            return []
        by_start: dict[int, Found] = {}
        for found in self._preferred(day, calendars):
            for start in self._starts(found, day, calendars):
                by_start.setdefault(start, found)
        return [
            Slot(reading_of(day, self.zone, start), 60 * need.length, 60 * need.total, provider.id)
            for start, (provider, need) in sorted(by_start.items())
        ]

    def has_slot(self, day: date, calendars: Calendars) -> bool:
        """Return whether any provider is free at any start of a day."""
        return self.choice.includes(day) and any(
            next(self._starts(found, day, calendars), None) is not None for found in self.providers
        )

    def free_at(self, moment: datetime, calendars: Calendars) -> Found | None:
        """Return the provider who would be booked at a start; None if it is no slot of any."""
        day = moment.astimezone(self.zone).date()
        minute, rest = divmod(moment - clock_of(day, self.zone).begins, _A_MINUTE)
        if rest or not self.choice.includes(day):
            return None
        return next(
            (each for each in self._preferred(day, calendars) if minute in {*self._starts(each, day, calendars)}), None
        )

    def only(self, providers: Iterable[Found]) -> "Search":
        """Return the same search with fewer providers."""
        return msgspec.structs.replace(self, providers=[*providers])

    def alone(self) -> Iterator["Search"]:
        """Yield the same search for each provider."""
        return (self.only([found]) for found in self.providers)

    def _preferred(self, day: date, calendars: Calendars) -> list[Found]:
        """Return the providers in the order in which they are booked when the client doesn't choose one."""

        def rank(found: Found) -> tuple[int, int, int]:
            provider = found[0]
            busy = calendars.members.get(provider.id, {}).get(day, NO_DAY).busy
            return sum(end - start for start, end in intervals(busy)), -provider.weight, provider.id

        return sorted(self.providers, key=rank) if len(self.providers) > 1 else [*self.providers]

    def _starts(self, found: Found, day: date, calendars: Calendars) -> Iterator[int]:
        provider, need = found
        days = calendars.members.get(provider.id)
        if days is None or not days.get(day, NO_DAY).minutes:
            return iter(())
        asked = self._question(day)
        around = {number: its for number in NUMBERS if (its := days.get(day + number * _A_DAY)) is not None}
        return find_slots(asked, need, around, self._resources(asked, need, calendars))

    def _resources(self, asked: Question, need: Need, calendars: Calendars) -> Iterator[Sequence[Interval]]:
        for resource in self.choice.resources:
            days = calendars.resources.get(resource.id, {})
            around = {
                number: its for number in NUMBERS if (its := days.get(asked.clock.day + number * _A_DAY)) is not None
            }
            yield free_starts(asked.clock, need.total, resource.instance_ids, around)

    def _question(self, day: date) -> Question:
        if (known := self.asked.get(day)) is None:
            known = self.asked[day] = question(clock_of(day, self.zone), self.settings.grid_on(day), self.now)
        return known


def search_with_each(offer: Offer, zone: ZoneInfo, now: datetime, service_ids: Sequence[int]) -> Search:
    """Return a search for services with each who provides all of them."""
    choice = offer.choose(service_ids)
    return Search(zone, now, offer.settings, choice, choice.providers)


def search_for(
    offer: Offer, zone: ZoneInfo, now: datetime, service_ids: Sequence[int], member_id: int | None
) -> Search:
    """Return a search for services with one member, or with any who takes part in that if the location allows it."""
    search = search_with_each(offer, zone, now, service_ids)
    if member_id is not None:
        found = [each for each in search.providers if each[0].id == member_id]
    elif offer.settings.allows_any_member:
        found = [each for each in search.providers if each[0].is_in_any_member]
    else:
        found = []
    return search.only(found)
