"""What a business knows of a team member as an employee: personal data, which most members have none of."""

from datetime import date
from enum import StrEnum

import msgspec


class Gender(StrEnum):
    """The gender of an employee, if it is known."""

    UNKNOWN = "unknown"
    MALE = "male"
    FEMALE = "female"


class Employee(msgspec.Struct, frozen=True):
    """The personal data of a team member; empty where it is unknown."""

    team_member_id: int
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
