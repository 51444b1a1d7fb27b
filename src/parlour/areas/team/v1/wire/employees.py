"""The personal data of a team member in bodies of v1; answers of v2 have the same names."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.team.model.employees import EmployeePatch
from parlour.areas.team.v1.wire.phones import digits_of
from parlour.areas.team.wire import employees as common
from parlour.http.fields import ShortText, syntax

DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}(T00:00:00)?$"
PHONE_PATTERN = r"^\+?[0-9]{9,15}$"


def _parse_day(text: str) -> str:
    """Return a day in ISO 8601, which may have the midnight of answers. Raise `ValueError`."""
    try:
        return date.fromisoformat(text.removesuffix("T00:00:00")).isoformat()
    except ValueError:
        raise ValueError("Expected a day, such as 2026-01-31.") from None


def _parse_phone(text: str) -> str:
    return f"+{digits_of(text)}"


Day = Annotated[str, syntax(_parse_day, DAY_PATTERN)]
Phone = Annotated[str, syntax(_parse_phone, PHONE_PATTERN)]
GenderNumber = Annotated[int, Meta(ge=0, le=2)]


class EmployeeForm(msgspec.Struct):
    """Personal data (ours): what is left out stays; an empty name, or null as phone number or date, removes it."""

    phone: Annotated[Phone | UnsetType | None, common.PHONE] = UNSET
    firstname: Annotated[ShortText | UnsetType, common.FIRST_NAME] = UNSET
    surname: Annotated[ShortText | UnsetType, common.LAST_NAME] = UNSET
    patronymic: Annotated[ShortText | UnsetType, common.MIDDLE_NAME] = UNSET
    date_admission: Annotated[Day | UnsetType | None, common.HIRED_ON] = UNSET
    date_registration_end: Annotated[Day | UnsetType | None, common.REGISTERED_UNTIL] = UNSET
    citizenship: Annotated[ShortText | UnsetType, common.CITIZENSHIP] = UNSET
    gender: Annotated[GenderNumber | UnsetType, common.GENDER] = UNSET
    passport_data: Annotated[ShortText | UnsetType, common.IDENTITY_DOCUMENT] = UNSET
    personal_tax_reference_number: Annotated[ShortText | UnsetType, common.TAX_NUMBER] = UNSET
    number_insurance_certificates: Annotated[ShortText | UnsetType, common.INSURANCE_NUMBER] = UNSET

    def to_patch(self) -> EmployeePatch:
        return EmployeePatch(
            phone="" if self.phone is None else self.phone,
            first_name=self.firstname,
            last_name=self.surname,
            middle_name=self.patronymic,
            hired_on=_day(self.date_admission),
            registered_until=_day(self.date_registration_end),
            citizenship=self.citizenship,
            gender=UNSET if self.gender is UNSET else common.GENDERS[self.gender],
            identity_document=self.passport_data,
            tax_number=self.personal_tax_reference_number,
            insurance_number=self.number_insurance_certificates,
        )


def _day(text: str | UnsetType | None) -> date | UnsetType | None:
    if text is UNSET:
        return UNSET
    return date.fromisoformat(text) if text else None
