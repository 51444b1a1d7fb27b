"""Codes on the v1 wire."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.clients.model.phones import EXPECTED, normalize_phone
from parlour.errors import Fault
from parlour.http.body import Body
from parlour.http.fields import ShortText, syntax
from parlour.http.wire import says

_LIKELY = re.compile(r"[+\d\s().\-/]+")
PHONE = says(
    "The phone number, with its country's code or as people of the location's country write it.", "+13155550175"
)


def _likely(written: str) -> str:
    """Return what can be a number in some country. Raise `ValueError`."""
    if not _LIKELY.fullmatch(written) or not 5 <= sum(each.isdecimal() for each in written) <= 15:
        raise ValueError(EXPECTED)
    return written


class CodeRequest(msgspec.Struct):
    """Who gets a code."""

    OTHER_NAMES: ClassVar[dict[str, str]] = {"fulname": "fullname"}

    phone: Annotated[str, syntax(_likely, r"^[+0-9 ().\-/]{5,40}$"), PHONE]
    fullname: Annotated[ShortText | UnsetType, says("The name of the person; it isn't used.", "Maya Lind")] = UNSET


def faults_of_phone(data: Body[CodeRequest], country_code: str) -> Iterator[Fault]:
    """Yield the fault of a number that isn't one in the country."""
    if (written := data.given("phone")) is not UNSET:
        try:
            normalize_phone(written, country_code)
        except ValueError as error:
            yield Fault("phone", str(error))
