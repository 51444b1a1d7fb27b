"""What fields of schedules, series and their events mean on the v1 wire; ids in addresses, and kinds of values."""

import re
from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from parlour.areas.appointments.model.appointments import LONGEST, STEP
from parlour.areas.event_schedules.model.schedules import Weekday
from parlour.areas.events.model.choices import ChosenInstance
from parlour.areas.photos import Site
from parlour.areas.tags import wire as tags
from parlour.areas.tags.model import Tag
from parlour.areas.team.model.members import TeamMember
from parlour.areas.team.wire import members as team
from parlour.http.dates import TO_SECONDS, format_instant
from parlour.http.fields import multiple_of, syntax
from parlour.http.path_parts import PathPart
from parlour.http.wire import mapped, says

ScheduleInPath = Annotated[int, PathPart("Schedule", "The schedule.", 91)]
SeriesInPath = Annotated[int, PathPart("Series", "The series.", 95)]
FAULT_NAMES = {
    "series": "days",
    "original_event_id": "original_entity_id",
    "last_day": "date_end",
    "weekday": "day_of_week",
    "team_member_id": "events_master_id",
    "minute": "events_time",
    "duration": "events_duration",
    "capacity": "events_capacity",
    "tag_ids": "labels_ids",
    "resource_instance_ids": "resource_instances_ids",
}
"""The fields of the models, as these bodies call them."""
DayOfWeek = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: dict[str, Weekday] = {day.name.lower(): day for day in Weekday}
WORDS: dict[int, DayOfWeek] = {1: "mon", 2: "tue", 3: "wed", 4: "thu", 5: "fri", 6: "sat", 7: "sun"}
TIME_PATTERN = "^([01]?[0-9]|2[0-3]):[0-5][0-9](:00)?$"
TIME_EXPECTED = "Expected a time of day in whole minutes, such as 18:30:00."


def normal_time(text: str) -> str:
    """Return a time of day as `18:30:00`. Raise `ValueError` with what was expected."""
    if not re.fullmatch(TIME_PATTERN, text, re.ASCII):
        raise ValueError(TIME_EXPECTED)
    hour, minute = text.split(":")[:2]
    return f"{hour:0>2}:{minute}:00"


def minute_of(time: str) -> int:
    """Return the minute of the day of a time in its normal form."""
    hour, minute, _ = time.split(":")
    return int(hour) * 60 + int(minute)


def time_of(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}:00"


def local_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Format as `2026-01-01 12:00:00`, in the location's time."""
    return format_instant(moment, zone)[:TO_SECONDS].replace("T", " ")


Time = Annotated[str, syntax(normal_time, TIME_PATTERN)]
Length = Annotated[int, Meta(ge=STEP, le=LONGEST), multiple_of(STEP)]

DAY_OF_WEEK = says("The day of the week.", "mon")
MEMBER = says("The team member of the events.", 9)
TIME = says("When the events begin, in the location's time.", "11:00:00")
LENGTH = says("How long the service takes, in seconds, without the technical break.", 3600)
SEATS = says("How many seats the events have.", 12)
TAGS = says("The tags of the events.", [])
INSTANCES = says("The rooms and devices that the events take.", [71])
DATE_END = says("The last day on which there are events.", "2026-03-02")


class SchedulePosition(msgspec.Struct, frozen=True):
    """The position of a team member."""

    id: Annotated[int, says("The position.", 6)]
    title: Annotated[str, says("Its title.", "Stylist")]


class ScheduleMaster(msgspec.Struct, frozen=True):
    """A team member, perhaps dismissed or deleted since."""

    id: Annotated[int, says("The team member.", 9)]
    name: Annotated[str, team.NAME]
    company_id: Annotated[int, says("The location.", 1)]
    specialization: Annotated[str, team.SPECIALIZATION]
    avatar: Annotated[str, team.AVATAR]
    avatar_big: Annotated[str, team.AVATAR_BIG]
    position: Annotated[SchedulePosition | None, says("The position; null for none.", {"id": 6, "title": "Stylist"})]
    is_paid_staff: Annotated[bool, says("Counts for the licence.", True)]

    @classmethod
    def of(cls, member: TeamMember, site: Site) -> "ScheduleMaster":
        position = SchedulePosition(member.position_id, member.position_title) if member.position_id else None
        return cls(
            member.id, member.name, member.location_id, member.specialization,
            team.small_photo(member, site.base_url), team.large_photo(member, site.base_url), position, member.is_paid,
        )  # fmt: skip


class ScheduleLabel(msgspec.Struct, frozen=True):
    """A tag."""

    id: Annotated[int, says("The tag.", 31)]
    title: Annotated[str, tags.TITLE]
    color: Annotated[str, tags.COLOR]

    from_model = mapped(Tag)


class ScheduleInstance(msgspec.Struct, frozen=True):
    """A room or a device."""

    id: Annotated[int, says("The room or device.", 71)]
    title: Annotated[str, says("Its name.", "Bed 1")]
    resource_id: Annotated[int, says("Its kind.", 6)]

    from_model = mapped(ChosenInstance)
