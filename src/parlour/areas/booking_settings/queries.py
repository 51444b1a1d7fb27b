"""Statements on the settings of online booking."""

from functools import lru_cache
from typing import LiteralString, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.booking_settings.model import BookingPatch, BookingSettings, DateGrid, WeekdayGrid
from parlour.db.pool import Connection
from parlour.db.rows import to_struct

T = TypeVar("T")
_WEEKDAYS = msgspec.json.Decoder(tuple[WeekdayGrid, ...])
_DATES = msgspec.json.Decoder(tuple[DateGrid, ...])


class StoredSettings(msgspec.Struct, frozen=True):
    """The settings as they are stored, with the grids as JSON."""

    confirms_phone: bool
    allows_any_member: bool
    lead_minutes: int
    max_seats: int
    has_grids: bool
    weekdays: str
    dates: str
    privacy_policy: str

    def read(self) -> BookingSettings:
        return BookingSettings(
            self.confirms_phone,
            self.allows_any_member,
            self.lead_minutes,
            self.max_seats,
            self.has_grids,
            _weekdays_of(self.weekdays),
            _dates_of(self.dates),
            self.privacy_policy,
        )


_COLUMNS: LiteralString = """
    booking_confirms_phone AS confirms_phone, booking_allows_any_member AS allows_any_member,
    booking_lead_minutes AS lead_minutes, booking_max_seats AS max_seats, booking_has_grids AS has_grids,
    booking_weekdays::text AS weekdays, booking_dates::text AS dates, privacy_policy
"""
FIND_SETTINGS: LiteralString = f"SELECT {_COLUMNS} FROM locations WHERE chain_id = $1 AND id = $2"


async def get_settings(conn: Connection, tenant: Tenant) -> BookingSettings:
    row = await conn.fetchrow(FIND_SETTINGS, tenant.chain_id, tenant.location_id)
    assert row is not None  # noqa: S101 - locations are never deleted
    return to_struct(StoredSettings, row).read()


UPDATE_SETTINGS: LiteralString = f"""
    UPDATE locations SET
        booking_confirms_phone = coalesce($3, booking_confirms_phone),
        booking_allows_any_member = coalesce($4, booking_allows_any_member),
        booking_lead_minutes = coalesce($5, booking_lead_minutes),
        booking_max_seats = coalesce($6, booking_max_seats),
        booking_has_grids = coalesce($7, booking_has_grids),
        booking_weekdays = coalesce($8::jsonb, booking_weekdays),
        booking_dates = coalesce($9::jsonb, booking_dates)
    WHERE chain_id = $1 AND id = $2
    RETURNING {_COLUMNS}
"""


async def update_settings(conn: Connection, tenant: Tenant, patch: BookingPatch) -> BookingSettings:
    """Change the settings and return all of them."""
    row = await conn.fetchrow(
        UPDATE_SETTINGS,
        tenant.chain_id,
        tenant.location_id,
        _none_for_unset(patch.confirms_phone),
        _none_for_unset(patch.allows_any_member),
        _none_for_unset(patch.lead_minutes),
        _none_for_unset(patch.max_seats),
        _none_for_unset(patch.has_grids),
        None if patch.weekdays is UNSET else msgspec.json.encode(patch.weekdays).decode(),
        None if patch.dates is UNSET else msgspec.json.encode(patch.dates).decode(),
    )
    assert row is not None  # noqa: S101 - see above
    return to_struct(StoredSettings, row).read()


def _none_for_unset(value: T | UnsetType) -> T | None:
    return None if value is UNSET else value


@lru_cache(maxsize=1024)
def _weekdays_of(stored: str) -> tuple[WeekdayGrid, ...]:
    return _WEEKDAYS.decode(stored)


@lru_cache(maxsize=1024)
def _dates_of(stored: str) -> tuple[DateGrid, ...]:
    return _DATES.decode(stored)
