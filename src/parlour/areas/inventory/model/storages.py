"""The storages in which a location keeps its stock. No database, no wire."""

from enum import StrEnum

import msgspec


class StorageKind(StrEnum):
    """What a storage is for."""

    CONSUMABLES = "consumables"
    PRODUCTS = "products"


class Storage(msgspec.Struct, frozen=True):
    """A place for stock. The default storage of its kind is used when none is named."""

    id: int
    title: str
    kind: StorageKind
    comment: str
    weight: int
    is_default: bool

    @property
    def serves_services(self) -> bool:
        """Return whether the consumables of services are taken from here."""
        return self.is_default and self.kind == StorageKind.CONSUMABLES

    @property
    def serves_sales(self) -> bool:
        """Return whether sold products are taken from here."""
        return self.is_default and self.kind == StorageKind.PRODUCTS
