"""Storages on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.inventory.model.storages import Storage as Model
from parlour.http.wire import says

FOR_SERVICES = says("1 when services take their consumables from here, else 0.", 1, 0)


class Storage(msgspec.Struct, frozen=True):
    """A place where stock lies."""

    id: Annotated[int, says("The storage.", 1, 2)]
    title: Annotated[str, says("What people call it.", "Consumables", "Products")]
    for_services: Annotated[int, FOR_SERVICES]
    for_service: Annotated[int, says("The same as `for_services`.", 1, 0)]
    for_sale: Annotated[int, says("1 when sales take from here unless they name another storage, else 0.", 0, 1)]
    comment: Annotated[str, says("A note for the team; may be empty.", "Second floor", "")]
    weight: Annotated[int, says("Where it stands in the list: the smallest first.", 0, 0)]

    @classmethod
    def from_model(cls, storage: Model) -> "Storage":
        return cls(
            id=storage.id,
            title=storage.title,
            for_services=int(storage.serves_services),
            for_service=int(storage.serves_services),
            for_sale=int(storage.serves_sales),
            comment=storage.comment,
            weight=storage.weight,
        )
