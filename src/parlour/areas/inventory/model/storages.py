"""A place where a location keeps stock. No storage of ours, no wire."""

from enum import StrEnum

import msgspec


class StorageKind(StrEnum):
    """What lies there."""

    CONSUMABLES = "consumables"
    PRODUCTS = "products"


class Storage(msgspec.Struct, frozen=True):
    """Where stock lies. The default one of its kind is used where none is named."""

    id: int
    title: str
    kind: str
    comment: str
    weight: int
    is_default: bool

    @property
    def serves_services(self) -> bool:
        """What services use up is taken from here."""
        return self.is_default and self.kind == StorageKind.CONSUMABLES

    @property
    def serves_sales(self) -> bool:
        """What is sold is taken from here."""
        return self.is_default and self.kind == StorageKind.PRODUCTS
