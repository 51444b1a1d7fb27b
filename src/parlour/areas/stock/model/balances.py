"""The stock of one product in a storage."""

from decimal import Decimal

import msgspec


class Balance(msgspec.Struct, frozen=True):
    """The stock of a product in one storage, in write-off units and (to ten decimals) in sale units."""

    storage_id: int
    storage_title: str
    amount: Decimal
    sale_amount: Decimal
