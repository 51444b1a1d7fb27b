"""The old list of clients: its parameters, and its pages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.clients.model.filters import ClientFilter
from parlour.areas.clients.v1.wire.cards import ClientCard
from parlour.areas.folding import fold
from parlour.http.cursors import Cursor, NextCursor
from parlour.http.dates import Instant
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, moment_parameter, parameter
from parlour.http.v1_envelope import Success
from parlour.http.wire import says

A_DAY = "2026-01-31T18:30:00-05:00"
Part = Annotated[str, Meta(max_length=255)]
# With nine digits after the point, as many as a currency can have, and more than any client spends before it.
Amount = Annotated[str, Meta(pattern=r"^-?[0-9]{1,12}(\.[0-9]{1,9})?$")]


class ClientList(Query, frozen=True):
    """Which clients are listed. All conditions must hold."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"client_id": "id", "client_ids": "id", "ids": "id", "name": "fullname"}
    fullname: Annotated[Part | None, parameter("A part of the name, whatever its case and accents.", "rey")] = None
    phone: Annotated[Part | None, parameter("A part of the phone number: digits.", "555")] = None
    email: Annotated[Part | None, parameter("A part of the email address.", "maya@")] = None
    card: Annotated[Part | None, parameter("A part of the number of the card.", "1207")] = None
    paid_min: Annotated[Amount | None, parameter("Who paid at least this much.", "100")] = None
    paid_max: Annotated[Amount | None, parameter("Who paid at most this much.", "500.50")] = None
    id: Annotated[list[Id] | None, parameter("Only these clients.", [812])] = None
    changed_after: Annotated[Instant | None, moment_parameter("Changed at this moment or later.", A_DAY)] = None
    changed_before: Annotated[Instant | None, moment_parameter("Changed before this moment.", A_DAY)] = None
    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=300), parameter("Clients on a page.")] = 25
    cursor: Cursor = None

    def to_filter(self, timezone: ZoneInfo) -> ClientFilter:
        """Return the filter; dates without an offset are of the time zone."""
        return ClientFilter(
            ids=self.id,
            changed_after=self.changed_after.at(timezone) if self.changed_after else None,
            changed_before=self.changed_before.at(timezone) if self.changed_before else None,
            paid_min=None if self.paid_min is None else Decimal(self.paid_min),
            paid_max=None if self.paid_max is None else Decimal(self.paid_max),
            name=_folded(self.fullname),
            phone=None if self.phone is None else "".join(each for each in fold(self.phone) if each.isdecimal()),
            email=_folded(self.email),
            card=_folded(self.card),
        )


def _folded(part: str | None) -> str | None:
    return None if part is None else fold(part)


class ClientPageMeta(msgspec.Struct, frozen=True):
    """Where a page of clients is, and how many clients there are on all pages."""

    page: Annotated[int, says("The number of the page.", 1)]
    total_count: Annotated[int, says("How many clients there are on all pages.", 2)]
    next_cursor: NextCursor | UnsetType = UNSET


class ClientPage(msgspec.Struct, frozen=True):
    """A page of clients."""

    success: Success
    data: list[ClientCard]
    meta: ClientPageMeta
