"""A glance at days: what is stored of a day alone decides it, except where work or a break touches another day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from parlour.areas.free_time.model.clock import clock_of
from parlour.areas.free_time.model.search import Calendars, Found, Search
from parlour.areas.free_time.model.slots import MemberDay, ResourceDay
from parlour.areas.schedules.model.working_time import END_OF_DAY, LAST_MINUTE

LOOKED_AT = 3
"""How many members of a day, or days of a member, are looked at before all are."""
Resources = Mapping[int, Mapping[date, ResourceDay]]


class Candidate(msgspec.Struct, frozen=True):
    """A day of a member with a gap that is long enough."""

    member_id: int
    day: date
    its: MemberDay


class GlancedDay(msgspec.Struct, frozen=True):
    """A day with the first candidates, and whether anyone works on it."""

    is_worked: bool
    candidates: Sequence[Candidate]


def has_slot(search: Search, glanced: GlancedDay, resources: Resources) -> bool | None:
    """Return whether there is a slot on a day; None if that isn't clear yet."""
    by_id = {found[0].id: found for found in search.providers}
    is_clear = len(glanced.candidates) < LOOKED_AT
    for each in glanced.candidates:
        verdict = _verdict(search, by_id[each.member_id], each, resources)
        if verdict:
            return True
        is_clear = is_clear and verdict is not None
    return False if is_clear else None


def first_day(
    search: Search, found: Found, candidates: Iterable[Candidate], resources: Resources
) -> Candidate | bool | None:
    """Return the first day of a provider with a slot, False if there is none, None if that isn't clear yet."""
    known = [*candidates]
    for each in known:
        verdict = _verdict(search, found, each, resources)
        if verdict is not False:
            return each if verdict else None
    return None if len(known) == LOOKED_AT else False


def calendars_of(candidate: Candidate, resources: Resources) -> Calendars:
    """Return what is known of a candidate."""
    return Calendars({candidate.member_id: {candidate.day: candidate.its}}, resources)


def _verdict(search: Search, found: Found, candidate: Candidate, resources: Resources) -> bool | None:
    if not _stands_alone(search, found, candidate):
        return None
    return search.only([found]).has_slot(candidate.day, calendars_of(candidate, resources))


def _stands_alone(search: Search, found: Found, candidate: Candidate) -> bool:
    """Return whether the days around a day can't matter to it."""
    minutes, need = candidate.its.minutes, found[1]
    is_flexible = search.settings.grid_on(candidate.day).grid.is_flexible
    ends_before = minutes[-1] < LAST_MINUTE and minutes[-1] + need.technical_break <= END_OF_DAY
    return clock_of(candidate.day, search.zone).is_regular and ends_before and not (is_flexible and minutes[0] == 0)
