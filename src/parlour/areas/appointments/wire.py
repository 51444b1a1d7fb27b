"""What fields of an appointment mean on the wire, each described once; ids in addresses, and the numbers of kinds."""

import re
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from parlour.areas.appointments.model.appointments import LONGEST, LONGEST_BREAK, SHORTEST, STEP, Attendance, Source
from parlour.areas.clients.model.clients import Gender
from parlour.http.fields import multiple_of, number, text
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

AppointmentInPath = Annotated[int, PathPart("Appointment", "The appointment.", 4001)]

AttendanceNumber: TypeAlias = Literal[-1, 0, 1, 2]
ATTENDANCES = {0: Attendance.WAITING, 1: Attendance.ARRIVED, 2: Attendance.CONFIRMED, -1: Attendance.NO_SHOW}
"""The numbers of attendance on the wire."""
NUMBERS = {attendance: number for number, attendance in ATTENDANCES.items()}
DEVICES = {Source.MOBILE_PAGE: 1, Source.DESKTOP_PAGE: 2}
"""The numbers of the pages on which clients book; 0 is for all else."""
GENDERS = {gender: number for number, gender in enumerate(Gender)}
"""The numbers of genders on the wire."""

LONGEST_COMMENT = 5000
MOST_SEATS = 255
COLOR_WRITTEN = re.compile("#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")

Length = Annotated[int, Meta(ge=SHORTEST, le=LONGEST), multiple_of(STEP)]
UnitPrice = Annotated[Decimal, number(0, 999_999_999_999, 4)]
Percent = Annotated[Decimal, number(0, 100, 2)]
Comment = Annotated[str, text(0, LONGEST_COMMENT, has_lines=True)]
SeatCount = Annotated[int, Meta(ge=1, le=MOST_SEATS)]
Break = Annotated[int, Meta(ge=0, le=LONGEST_BREAK), multiple_of(STEP)]

ID = says("The appointment.", 4001, 4002)
MEMBER = says("The team member.", 9)
ATTENDANCE = "-1 the client didn't come, which frees the time, 0 waiting, 1 the client came, 2 confirmed."
LENGTH = says("The length in seconds, with the technical break at the end.", 3600)
BREAK = says("The technical break at the end of the length, in seconds.", 0)
COMMENT = says("A note on the appointment.", "Wants the small room")
API_ID = says("Your own id for it; empty for none.", "")
COLOR = says("The colour in the calendar: six hexadecimal digits without #; empty for none.", "f44336")
SMS_HOURS = says("How many hours before the start the client is reminded by SMS; null or 0 for no reminder.", 5)
EMAIL_HOURS = says("How many hours before the start the client is reminded by email; null or 0 for no reminder.", 24)
AMOUNT = says("How many of them.", 1)
UNIT_PRICE = says("The price of one before the discount.", 50)
FULL_PRICE = says("The price of all of them before the discount.", 50)
DISCOUNT = says("The discount in percent.", 10)
PRICE = says("The price of all of them in the end.", 45)


def attendance_number(attendance: Attendance) -> int:
    return NUMBERS[attendance]


def device_number(source: Source) -> int:
    return DEVICES.get(source, 0)


def gender_number(gender: Gender) -> int:
    return GENDERS[gender]


def read_color(text: str) -> str:
    """Return a colour as six digits in lower case; empty for none."""
    digits = text.removeprefix("#").lower()
    return digits if len(digits) != 3 else "".join(digit * 2 for digit in digits)
