"""Phone numbers and licences on the v1 wire."""

from datetime import date
from typing import Annotated

import msgspec

from parlour.http.envelope import NoMeta
from parlour.http.path_parts import PathPart
from parlour.http.v1_envelope import Success
from parlour.http.wire import says

PhoneInPath = Annotated[
    str, PathPart("Phone number", "The phone number, with the code of the country.", "+13155550175")
]

DAY = "%d.%m.%Y"
LAST_DAY = "31.12.2099"
# Clients that compare the number of team members with it are never stopped.
NO_LIMIT = 1_000_000

LicenseId = Annotated[int, says("The licence: one for each location, under its id.", 1)]
LocationId = Annotated[int, says("The location.", 1)]
StaffLimit = Annotated[int, says("The allowed number of team members: practically unlimited.", 10**6)]
EndsOn = Annotated[str, says("The last day (DD.MM.YYYY): practically unlimited.", LAST_DAY)]
StartsOn = Annotated[str, says("The day on which the location came to this server (DD.MM.YYYY).", "31.01.2026")]
Name = Annotated[str, says("The name.", "Self-hosted")]
Active = Annotated[int, says("Always 1.", 1)]
ByRights = Annotated[bool, says("Whether rights are paid for one by one: never.", False)]


class PhoneCheck(msgspec.Struct, frozen=True):
    """What is known of a phone number."""

    is_valid: Annotated[bool, says("It is a number that can be dialled.", True)]


class LicenseOption(msgspec.Struct, frozen=True):
    """What a licence comprises."""

    id: Annotated[int, says("Always 1.", 1)]
    title: Annotated[str, says("The name.", "Everything")]


class License(msgspec.Struct, frozen=True):
    """The licence of a location: active, and without a limit."""

    id: LicenseId
    salon_id: LocationId
    staff_limit: StaffLimit
    deactivation_date: EndsOn
    start_date: StartsOn
    name: Name
    active: Active
    is_paid_rights_model: ByRights
    options: list[LicenseOption]

    @classmethod
    def of_location(cls, location_id: int, opened_on: date) -> "License":
        return cls(
            id=location_id,
            salon_id=location_id,
            staff_limit=NO_LIMIT,
            deactivation_date=LAST_DAY,
            start_date=opened_on.strftime(DAY),
            name="Self-hosted",
            active=1,
            is_paid_rights_model=False,
            options=[EVERYTHING],
        )


class LicenseAnswer(msgspec.Struct, frozen=True):
    """The licence under `data`, and again beside it, where some clients look (Q-030)."""

    success: Success
    data: License
    meta: NoMeta
    id: LicenseId
    salon_id: LocationId
    staff_limit: StaffLimit
    deactivation_date: EndsOn
    start_date: StartsOn
    name: Name
    active: Active
    is_paid_rights_model: ByRights
    options: list[LicenseOption]
    option: LicenseOption = msgspec.field(name="LicenseOption")

    @classmethod
    def of(cls, found: License) -> "LicenseAnswer":
        return cls(success=True, data=found, meta=[], option=EVERYTHING, **msgspec.structs.asdict(found))


EVERYTHING = LicenseOption(1, "Everything")
