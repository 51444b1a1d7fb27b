"""Eight weeks of past and four of future appointments of a demo location, within the hours of who works there."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.schedules.model.working_time import intervals
from parlour.demo.client_names import make_names
from parlour.demo.clients import Client
from parlour.demo.day_plan import DayPlan
from parlour.demo.guests import Guests
from parlour.demo.salon import Provided, Salon

BEFORE, AHEAD = timedelta(weeks=8), timedelta(weeks=4)
STEP = 15
# How much of the time is taken, up to today and then less and less; as the chance of an appointment at a free moment.
DEMAND, DEMAND_AT_THE_END = 0.75, 0.2
WALK_INS, COUPLES, TWO_SERVICES = 0.02, 0.04, 0.18
NO_SHOWS, CANCELLED = 0.05, 0.03
LONG, SHORT = 75 * 60, 30 * 60
"""Services longer than this are taken less often; up to that, they are added to others."""


class Booking(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment before it has an id. `client` is a position; without one there is a visitor's name.

    The two bookings of a couple have one `visit`.
    """

    visit: int
    client: int | None
    visitor_name: str
    member: int
    starts_at: datetime
    services: tuple[Provided, ...]
    instance_ids: list[int]
    attendance: str
    is_cancelled: bool
    is_first: bool
    is_couple: bool

    @property
    def day(self) -> date:
        return self.starts_at.date()

    @property
    def technical_break(self) -> int:
        """Return the seconds after the services in which nothing can be booked."""
        return break_after(self.services)

    @property
    def duration(self) -> int:
        """Return the seconds of all of it, with the break."""
        return duration_of(self.services)


def break_after(services: Sequence[Provided]) -> int:
    return max(service.technical_break for service in services)


def duration_of(services: Sequence[Provided]) -> int:
    return sum(service.duration for service in services) + break_after(services)


class AppointmentBook:
    """Fills the days of a location, one after the other."""

    def __init__(self, rng: random.Random, salon: Salon, clients: Sequence[Client], now: datetime) -> None:
        self._rng = rng
        self._salon = salon
        self._clients = clients
        self._zone = ZoneInfo(salon.place.location.timezone)
        self._now = now.astimezone(self._zone)
        self._names = make_names(rng, salon.place.language)
        self._seen: set[int] = set()
        self._visits = 0
        first = self._now.date() - BEFORE
        self._guests = Guests(rng, clients, list(salon.services), first)
        self._first = first

    def bookings(self) -> Iterator[Booking]:
        """Yield the appointments, day by day."""
        for day, hours in sorted(self._salon.days.items()):
            if self._first <= day <= self._now.date() + AHEAD:
                yield from self._fill(day, DayPlan(self._salon, hours))

    def _fill(self, day: date, plan: DayPlan) -> Iterator[Booking]:
        demand = self._demand_on(day)
        for member in plan.members(self._rng):
            for start, end in intervals(plan.hours[member]):
                minute = start
                while minute < end:
                    if self._rng.random() < demand and (booked := self._book(day, plan, member, minute)):
                        yield booked
                        if self._rng.random() < COUPLES and booked.client is not None:
                            yield from self._accompany(booked, plan, minute)
                        minute += -(-booked.duration // (60 * STEP)) * STEP
                    else:
                        minute += STEP

    def _demand_on(self, day: date) -> float:
        ahead = max(0.0, (day - self._now.date()) / AHEAD)
        return DEMAND + (DEMAND_AT_THE_END - DEMAND) * ahead

    def _book(self, day: date, plan: DayPlan, member: int, minute: int) -> Booking | None:
        """Return an appointment from a minute on; None if nothing fits there or no client is found."""
        end = plan.end_of(member, minute)
        is_walk_in = self._rng.random() < WALK_INS
        client = None if is_walk_in else self._guests.next_for(member, day)
        if end is None or (client is None and not is_walk_in):
            return None
        services = self._choose(member, "" if client is None else self._clients[client].name.gender)
        instances = self._place(plan, services, minute, end)
        if instances is None:
            return None
        is_first = False
        if client is not None:
            self._guests.came(client, member, day)
            is_first = client not in self._seen and self._clients[client].created_on >= self._first
            self._seen.add(client)
        self._visits += 1
        plan.take(member, instances, minute, minute + duration_of(services) // 60)
        return self._booking(client, member, day, minute, services, instances, is_first=is_first)

    def _accompany(self, booked: Booking, plan: DayPlan, minute: int) -> Iterator[Booking]:
        """Yield a second appointment of the same visit, with another member at the same time, if one is free."""
        for member in plan.hours:
            end = plan.end_of(member, minute)
            if member == booked.member or end is None:
                continue
            services = self._choose(member, "")
            instances = self._place(plan, services, minute, end)
            if instances is None:
                continue
            plan.take(member, instances, minute, minute + duration_of(services) // 60)
            yield msgspec.structs.replace(
                booked, member=member, services=services, instance_ids=instances, is_couple=True
            )
            return

    def _choose(self, member: int, gender: str) -> tuple[Provided, ...]:
        offered = [each for each in self._salon.services[member] if each.gender in ("", gender)]
        (chosen,) = self._rng.choices(offered, [1 if each.duration > LONG else 4 for each in offered])
        added = [each for each in offered if each.duration <= SHORT and each is not chosen]
        if added and self._rng.random() < TWO_SERVICES:
            return chosen, self._rng.choice(added)
        return (chosen,)

    @staticmethod
    def _place(plan: DayPlan, services: Sequence[Provided], minute: int, end: int) -> list[int] | None:
        """Return the instances for services that fit between a minute and an end; None if they don't fit."""
        until = minute + duration_of(services) // 60
        needed = [each.resource_id for each in services if each.resource_id is not None]
        return None if until > end else plan.free_instances(needed, minute, until)

    def _booking(
        self, client: int | None, member: int, day: date, minute: int, services: tuple[Provided, ...],
        instance_ids: list[int], *, is_first: bool,
    ) -> Booking:  # fmt: skip
        name = next(self._names) if client is None else None
        starts_at = datetime.combine(day, time(*divmod(minute, 60)), self._zone)
        is_cancelled = self._rng.random() < CANCELLED
        return Booking(
            visit=self._visits,
            client=client,
            visitor_name="" if name is None else f"{name.first} {name.last}",
            member=member,
            starts_at=starts_at,
            services=services,
            instance_ids=instance_ids,
            attendance="waiting" if is_cancelled else self._attendance(starts_at),
            is_cancelled=is_cancelled,
            is_first=is_first,
            is_couple=False,
        )

    def _attendance(self, starts_at: datetime) -> str:
        if starts_at <= self._now:
            return "no_show" if self._rng.random() < NO_SHOWS else "arrived"
        is_soon = starts_at - self._now < timedelta(days=2)
        return "confirmed" if self._rng.random() < (0.6 if is_soon else 0.15) else "waiting"
