"""A plain model of appointments: every minute is looked at, nothing is kept that can be worked out."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

ZONE = ZoneInfo("Europe/Berlin")
DAYS = (date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30))
"""The clock skips an hour on the second one."""
A_MINUTE = timedelta(minutes=1)
NEW_VISIT = -1


class Taken(Exception):
    """The time isn't free."""


class Booked(msgspec.Struct, frozen=True):
    """An appointment: who, when, for whom, and which services."""

    id: int
    member: int
    starts_at: datetime
    minutes: int
    services: tuple[int, ...]
    client: int | None
    attendance: int
    visit: int
    rooms: tuple[int, ...] = ()
    is_deleted: bool = False

    @property
    def takes_time(self) -> bool:
        return not self.is_deleted and self.attendance != -1

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(ZONE).date()

    @property
    def taken(self) -> frozenset[datetime]:
        """Every minute of it."""
        return frozenset(self.starts_at + number * A_MINUTE for number in range(self.minutes))


class Diary(msgspec.Struct):
    """All appointments of a location, and what they are made of."""

    prices: dict[int, Decimal]
    room_services: frozenset[int]
    """The services that need a room."""
    rooms: tuple[int, ...]
    hours: dict[tuple[int, date], tuple[int, ...]] = {}
    booked: dict[int, Booked] = {}

    def live(self) -> list[Booked]:
        return [each for each in self.booked.values() if not each.is_deleted]

    def place(self, wanted: Booked, *, is_forced: bool) -> Booked:
        """Return it with the rooms that it gets. Raise `Taken`."""
        if not wanted.takes_time:
            return wanted
        others = [each for each in self.live() if each.id != wanted.id and each.takes_time]
        busy = {minute for each in others if each.member == wanted.member for minute in each.taken}
        is_free = wanted.taken <= self._worked(wanted.member) and not wanted.taken & busy
        rooms: tuple[int, ...] = ()
        if self.room_services & {*wanted.services}:
            free = [room for room in self.rooms if all(not self._meets(wanted, each, room) for each in others)]
            kept = [room for room in free if room in wanted.rooms]
            rooms = tuple((kept or free)[:1])
            is_free = is_free and bool(rooms)
        if not (is_free or is_forced):
            raise Taken
        return replace(wanted, rooms=rooms)

    def visit_for(self, client: int | None, day: date, own: int | None, known: Iterable[tuple[int, int, date]]) -> int:
        """Return the visit that an appointment joins; `known` are all visits ever: id, client and day."""
        for visit, of_client, of_day in sorted(known):
            inside = [each for each in self.live() if each.visit == visit and each.id != own]
            is_open = not inside or any(each.attendance != 1 for each in inside)
            if client is not None and (of_client, of_day) == (client, day) and is_open:
                return visit
        return NEW_VISIT

    def busy(self) -> dict[tuple[int, date], list[int]]:
        return self._by_day(lambda each: (each.member,))

    def occupied(self) -> dict[tuple[int, date], list[int]]:
        return self._by_day(lambda each: each.rooms)

    def visit_attendance(self, visit: int) -> int:
        found = {each.attendance for each in self.live() if each.visit == visit}
        return next((number for number in (1, 2, 0) if number in found), -1)

    def figures(self, client: int) -> tuple[int, Decimal]:
        """Return how often a client came, and what was sold."""
        came = [each for each in self.live() if each.client == client and each.attendance == 1]
        sold = sum((self.prices[service] for each in came for service in each.services), Decimal(0))
        return len({each.visit for each in came}), sold

    def _by_day(self, owners: Callable[[Booked], Iterable[int]]) -> dict[tuple[int, date], list[int]]:
        found: dict[tuple[int, date], list[tuple[int, int]]] = {}
        for each in self.live():
            for owner in owners(each) if each.takes_time else ():
                for day in {minute.astimezone(ZONE).date() for minute in each.taken}:
                    midnight = first_showing(datetime.combine(day, time()))
                    inside = sorted(minute for minute in each.taken if minute.astimezone(ZONE).date() == day)
                    pair = ((inside[0] - midnight) // A_MINUTE, (inside[-1] - midnight) // A_MINUTE + 1)
                    found.setdefault((owner, day), []).append(pair)
        return {key: [minute for pair in sorted(pairs) for minute in pair] for key, pairs in found.items()}

    def _worked(self, member: int) -> set[datetime]:
        found: set[datetime] = set()
        for (owner, day), minutes in self.hours.items():
            for start, end in zip(minutes[::2], minutes[1::2], strict=True) if owner == member else ():
                begins, ends = (first_showing(datetime.combine(day, time()) + at * A_MINUTE) for at in (start, end))
                found |= {begins + number * A_MINUTE for number in range((ends - begins) // A_MINUTE)}
        return found

    def _meets(self, wanted: Booked, other: Booked, room: int) -> bool:
        return room in other.rooms and bool(wanted.taken & other.taken)


@lru_cache(maxsize=4096)
def first_showing(wanted: datetime) -> datetime:
    """Return the first moment at which the clock of the location shows a time, or a later one."""
    moment = wanted.replace(tzinfo=UTC) - timedelta(hours=4)
    while moment.astimezone(ZONE).replace(tzinfo=None) < wanted:
        moment += A_MINUTE
    return moment
