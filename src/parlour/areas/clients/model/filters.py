"""Which clients the old list shows."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import msgspec


class ClientFilter(msgspec.Struct, frozen=True):
    """A filter; None admits all. Texts match in part, and are folded as the texts are that they are compared with."""

    ids: Sequence[int] | None = None
    changed_after: datetime | None = None
    changed_before: datetime | None = None
    paid_min: Decimal | None = None
    paid_max: Decimal | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    card: str | None = None
