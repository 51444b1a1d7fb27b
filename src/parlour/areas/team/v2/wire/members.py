"""Team members on the v2 wire, with their positions and personal data."""

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.photos import Site
from parlour.areas.team.model import employees
from parlour.areas.team.model.members import MemberFilter
from parlour.areas.team.model.members import TeamMember as Member
from parlour.areas.team.wire import employees as personal
from parlour.areas.team.wire import members as common
from parlour.areas.team.wire import positions
from parlour.http.fields import IdOrZero
from parlour.http.query import Query, parameter
from parlour.http.v2_envelope import ToOne, example_of_one, resource_type, to_one
from parlour.http.wire import made, mapped, of, says

# 0 and 1 are no and yes, 2 is both.
Choice = Annotated[int, Meta(ge=0, le=2)]
CHOICES = {0: False, 1: True, 2: None}
Part = Annotated[str, Meta(min_length=1, max_length=255)]


class TeamMemberList(Query, frozen=True):
    """Which team members are listed, and with what."""

    name: Annotated[Part | None, parameter("A part of the name.", "lima")] = msgspec.field(
        name="filter[name]", default=None
    )
    position_id: Annotated[IdOrZero | None, parameter("Those with this position; 0: those without any.", 6)] = (
        msgspec.field(name="filter[position_id]", default=None)
    )
    position_title: Annotated[Part | None, parameter("A part of the title of the position.", "stylist")] = (
        msgspec.field(name="filter[position_title]", default=None)
    )
    fired: Annotated[Choice, parameter("0: those who are not dismissed; 1: dismissed ones; 2: both.")] = msgspec.field(
        name="filter[fired]", default=2
    )
    deleted: Annotated[Choice, parameter("0: those who are not deleted; 1: deleted ones; 2: both.")] = msgspec.field(
        name="filter[deleted]", default=0
    )
    user_linked: Annotated[Choice, parameter("0: those without a user; 1: those with one; 2: both.")] = msgspec.field(
        name="filter[user_linked]", default=2
    )
    is_paid: Annotated[Choice, parameter("0: those who don't count for the licence; 1: those who do; 2: both.")] = (
        msgspec.field(name="filter[is_paid]", default=2)
    )
    has_schedule: Annotated[Choice, parameter("0: those who have never had working time; 1: others; 2: both.")] = (
        msgspec.field(name="filter[has_schedule]", default=2)
    )
    is_assistant: Annotated[Choice, parameter("0: those who can't assist; 1: those who can; 2: both.")] = msgspec.field(
        name="filter[is_assistant]", default=2
    )
    include: Annotated[
        list[Literal["position", "employee"]] | None,
        parameter("The related resources to include; `employee` needs the right `master_edit`.", ["position"]),
    ] = None

    def to_filter(self) -> MemberFilter:
        return MemberFilter(
            name=self.name,
            position_id=self.position_id,
            position_title=self.position_title,
            is_dismissed=CHOICES[self.fired],
            is_linked=CHOICES[self.user_linked],
            is_paid=CHOICES[self.is_paid],
            has_schedule=CHOICES[self.has_schedule],
            is_assistant=CHOICES[self.is_assistant],
        )


class StaffPositionAttributes(msgspec.Struct, frozen=True):
    """What is known of the position of a team member."""

    title: Annotated[str, positions.TITLE]


class StaffPosition(msgspec.Struct, frozen=True):
    """The position of a team member."""

    type: Annotated[Literal["staff_position"], resource_type("staff_position")]
    id: Annotated[str, says("The position, as a text.", "6")]
    attributes: StaffPositionAttributes

    @classmethod
    def of(cls, member: Member) -> "StaffPosition | None":
        """Return the position of a team member; None for none."""
        if member.position_id is None:
            return None
        return cls("staff_position", str(member.position_id), StaffPositionAttributes(member.position_title))


def _moment(day: date | None) -> str | None:
    return None if day is None else f"{day.isoformat()}T00:00:00"


class EmployeeAttributes(msgspec.Struct, frozen=True):
    """The personal data of a team member; empty where it is unknown."""

    phone: Annotated[str, personal.PHONE]
    name: Annotated[str, says("The whole name.", "Ana Lima", of="full_name")]
    firstname: Annotated[str, personal.FIRST_NAME, of("first_name")]
    surname: Annotated[str, personal.LAST_NAME, of("last_name")]
    patronymic: Annotated[str, personal.MIDDLE_NAME, of("middle_name")]
    date_admission: Annotated[str | None, personal.HIRED_ON, of(made(_moment, "hired_on"))]
    date_registration_end: Annotated[str | None, personal.REGISTERED_UNTIL, of(made(_moment, "registered_until"))]
    citizenship: Annotated[str, personal.CITIZENSHIP]
    gender: Annotated[int, personal.GENDER, of(made(personal.GENDERS.index, "gender"))]
    passport_data: Annotated[str, personal.IDENTITY_DOCUMENT, of("identity_document")]
    personal_tax_reference_number: Annotated[str, personal.TAX_NUMBER, of("tax_number")]
    number_insurance_certificates: Annotated[str, personal.INSURANCE_NUMBER, of("insurance_number")]

    from_model = mapped(employees.Employee)


class Employee(msgspec.Struct, frozen=True):
    """A team member as an employee."""

    type: Annotated[Literal["employee"], resource_type("employee")]
    id: Annotated[str, says("The team member, as a text.", "9")]
    attributes: EmployeeAttributes

    @classmethod
    def from_model(cls, employee: employees.Employee) -> "Employee":
        return cls("employee", str(employee.team_member_id), EmployeeAttributes.from_model(employee))


def _minutes(seconds: int) -> int:
    return seconds // 60


class TeamMemberAttributes(msgspec.Struct, frozen=True):
    """What is known of a team member."""

    name: Annotated[str, common.NAME]
    tt_markup: Annotated[
        int, says("The distance between two starts, in minutes.", 15, of=made(_minutes, "search_step"))
    ]
    specialization: Annotated[str, common.SPECIALIZATION]
    image: Annotated[str, common.AVATAR_BIG, of(made(common.large_photo, "model", "site.base_url"))]
    position_id: Annotated[int, common.POSITION_ID, of(made(common.position_number))]
    is_available_as_assistant: Annotated[bool, common.ASSISTANT, of("is_assistant")]

    from_model = mapped(Member, Site)


class TeamMemberRelationships(msgspec.Struct, frozen=True, kw_only=True):
    """What a team member refers to, as far as `include` names it."""

    position: Annotated[ToOne, example_of_one("staff_position", "6")] | UnsetType = UNSET
    employee: Annotated[ToOne, example_of_one("employee", "9")] | UnsetType = UNSET


class TeamMember(msgspec.Struct, frozen=True):
    """A team member."""

    type: Annotated[Literal["staff"], resource_type("staff")]
    id: Annotated[str, says("The team member, as a text.", "9")]
    attributes: TeamMemberAttributes
    relationships: TeamMemberRelationships | UnsetType = UNSET

    @classmethod
    def from_model(
        cls, member: Member, site: Site, include: AbstractSet[str], employee: Employee | None
    ) -> "TeamMember":
        """Return the resource; `employee` is the one to include, if any."""
        relationships: TeamMemberRelationships | UnsetType = UNSET
        if include:
            relationships = TeamMemberRelationships(
                position=to_one(StaffPosition.of(member)) if "position" in include else UNSET,
                employee=to_one(employee) if "employee" in include else UNSET,
            )
        return cls("staff", str(member.id), TeamMemberAttributes.from_model(member, site), relationships)
