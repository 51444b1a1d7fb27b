"""Storages on the v1 wire."""

from typing import Annotated

import msgspec

from parlour.areas.inventory.model.storages import Storage as Model
from parlour.http.wire import made, mapped, says


class Storage(msgspec.Struct, frozen=True):
    """A place where stock is kept."""

    id: Annotated[int, says("The storage.", 1, 2)]
    title: Annotated[str, says("The name of the storage.", "Consumables", "Products")]
    for_services: Annotated[
        int, says("1 if services use consumables of this storage, else 0.", 1, 0, of=made(int, "serves_services"))
    ]
    for_service: Annotated[int, says("The same as `for_services`.", 1, 0, of=made(int, "serves_services"))]
    for_sale: Annotated[
        int,
        says("1 if it is the default storage of sales, else 0.", 0, 1, of=made(int, "serves_sales")),
    ]
    comment: Annotated[str, says("A note for the team; may be empty.", "Second floor", "")]
    weight: Annotated[int, says("The position in the list; the smallest comes first.", 0, 0)]

    from_model = mapped(Model)
