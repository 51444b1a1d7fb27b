"""How often a client came, and what that amounted to."""

from datetime import datetime
from decimal import Decimal

import msgspec


class AttendanceFigures(msgspec.Struct, frozen=True):
    """The figures of one card, or of all cards of a person in the chain."""

    visit_count: int
    """How many visits the client came to."""
    missed_count: int
    """How many appointments the client missed."""
    balance: Decimal
    """Below zero the client owes."""
    sold_amount: Decimal
    paid_amount: Decimal
    last_came_at: datetime | None
    """When the last appointment began that the client came to."""


class FirstVisit(msgspec.Struct, frozen=True):
    """The first visit that a client came to."""

    id: int
    starts_at: datetime
