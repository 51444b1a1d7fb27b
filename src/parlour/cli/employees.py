"""Personal data of team members: showing and changing it."""

from datetime import date
from typing import Annotated, Any, TypeVar

import typer
from msgspec import UNSET, UnsetType

from parlour.areas.team import operator
from parlour.areas.team.model.employees import EmployeePatch, Gender
from parlour.cli import checks
from parlour.cli.options import Id, calendar_day
from parlour.cli.session import Call, on_database

T = TypeVar("T")


def _text(flag: str, about: str) -> Any:
    return typer.Option(flag, metavar="TEXT", help=f"{about}; an empty text removes it.")


FirstName = Annotated[str | None, _text("--first-name", "The first name")]
LastName = Annotated[str | None, _text("--last-name", "The last name")]
MiddleName = Annotated[str | None, _text("--middle-name", "The middle name")]
Phone = Annotated[str | None, _text("--phone", "The phone number, with its country code")]
Citizenship = Annotated[str | None, _text("--citizenship", "The citizenship")]
Document = Annotated[str | None, _text("--identity-document", "The identity document")]
TaxNumber = Annotated[str | None, _text("--tax-number", "The tax number")]
Insurance = Annotated[str | None, _text("--insurance-number", "The number of the social insurance")]
HiredOn = Annotated[date | None, typer.Option(metavar="DAY", parser=calendar_day, help="The first day of work.")]
Until = Annotated[
    date | None, typer.Option(metavar="DAY", parser=calendar_day, help="The last day of the permit to work.")
]
GenderFlag = Annotated[Gender | None, typer.Option("--gender", help="The gender, if it is known.")]


@on_database
def change_employee(
    call: Call,
    member_id: Id,
    first_name: FirstName = None,
    last_name: LastName = None,
    middle_name: MiddleName = None,
    phone: Phone = None,
    hired_on: HiredOn = None,
    registered_until: Until = None,
    citizenship: Citizenship = None,
    gender: GenderFlag = None,
    identity_document: Document = None,
    tax_number: TaxNumber = None,
    insurance_number: Insurance = None,
) -> None:
    """Change the personal data of a team member, and show all of it."""
    found = checks.Checks()
    patch = EmployeePatch(
        first_name=_checked(found, "--first-name", first_name),
        last_name=_checked(found, "--last-name", last_name),
        middle_name=_checked(found, "--middle-name", middle_name),
        phone=found.apply("--phone", checks.phone, phone) if phone else _given(phone),
        hired_on=_given(hired_on),
        registered_until=_given(registered_until),
        citizenship=_checked(found, "--citizenship", citizenship),
        gender=_given(gender),
        identity_document=_checked(found, "--identity-document", identity_document),
        tax_number=_checked(found, "--tax-number", tax_number),
        insurance_number=_checked(found, "--insurance-number", insurance_number),
    )
    found.refuse_faults()
    changed = call.in_transaction(lambda conn: operator.change_employee(conn, member_id, patch))
    call.show(changed)


def _checked(found: checks.Checks, flag: str, text: str | None) -> str | UnsetType:
    return UNSET if text is None else found.apply(flag, checks.short_text, text)


def _given(value: T | None) -> T | UnsetType:
    return UNSET if value is None else value
