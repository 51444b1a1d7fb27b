"""What of one product lies in a storage."""

from decimal import Decimal

import msgspec


class Balance(msgspec.Struct, frozen=True):
    """What lies in one storage, in write-off units and in sale units to ten decimals."""

    storage_id: int
    storage_title: str
    amount: Decimal
    sale_amount: Decimal
