"""Storages on the v1 wire."""

from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.areas.inventory.model.storages import Storage as Model

FOR_SERVICES = Meta(description="1 when services take their consumables from here, else 0.", examples=[1, 0])


class Storage(msgspec.Struct, frozen=True):
    """A place where stock lies."""

    id: Annotated[int, Meta(description="The storage.", examples=[1, 2])]
    title: Annotated[str, Meta(description="What people call it.", examples=["Consumables", "Products"])]
    for_services: Annotated[int, FOR_SERVICES]
    for_service: Annotated[int, Meta(description="The same as `for_services`.", examples=[1, 0])]
    for_sale: Annotated[
        int, Meta(description="1 when sales take from here unless they name another storage, else 0.", examples=[0, 1])
    ]
    comment: Annotated[str, Meta(description="A note for the team; may be empty.", examples=["Second floor", ""])]
    weight: Annotated[int, Meta(description="Where it stands in the list: the smallest first.", examples=[0, 0])]

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
