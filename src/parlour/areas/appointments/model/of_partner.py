"""Appointments that an integration has made, in all locations of a user."""

from datetime import date

import msgspec


class PartnerFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which of them are listed; None admits all. Days are those of the location, and included."""

    partner_id: int
    first_day: date | None = None
    last_day: date | None = None
    created_from: date | None = None
    created_until: date | None = None
    created_user_id: int | None = None
