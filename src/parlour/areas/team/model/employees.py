"""What a business knows of a team member as an employee: personal data, which most members have none of."""

from datetime import date
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType


class Gender(StrEnum):
    """The gender of an employee, if it is known."""

    UNKNOWN = "unknown"
    MALE = "male"
    FEMALE = "female"


class EmployeeFields(msgspec.Struct, frozen=True):
    """The personal data of a team member; empty where it is unknown."""

    phone: str
    first_name: str
    last_name: str
    middle_name: str
    hired_on: date | None
    registered_until: date | None
    citizenship: str
    gender: Gender
    identity_document: str
    tax_number: str
    insurance_number: str

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.first_name, self.middle_name, self.last_name) if part)


NO_DATA = EmployeeFields("", "", "", "", None, None, "", Gender.UNKNOWN, "", "", "")
"""The personal data of a team member of whom nothing is known."""


class Employee(EmployeeFields, frozen=True):
    """A team member as an employee."""

    team_member_id: int


class EmployeePatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to personal data; UNSET keeps the value."""

    phone: str | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    middle_name: str | UnsetType = UNSET
    hired_on: date | UnsetType | None = UNSET
    registered_until: date | UnsetType | None = UNSET
    citizenship: str | UnsetType = UNSET
    gender: Gender | UnsetType = UNSET
    identity_document: str | UnsetType = UNSET
    tax_number: str | UnsetType = UNSET
    insurance_number: str | UnsetType = UNSET
