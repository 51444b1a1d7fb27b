"""A request for every operation: what its address and its body are filled with."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar.handlers import HTTPRouteHandler

from tests.support.factories.catalogue import BOTTLE, MILLILITRE
from tests.support.people import PASSWORD


class Ids(msgspec.Struct, frozen=True):
    """What an address or a body may name. An operation that names something else needs its field here."""

    location_id: int
    category_id: int
    """A category that is empty."""
    product_id: int
    shelf_id: int
    """The category that the product lies in."""
    session_id: int

    @property
    def parent_category_id(self) -> int:
        return self.category_id


def _product(ids: Ids) -> dict[str, Any]:
    units = {"sale_unit_id": BOTTLE, "service_unit_id": MILLILITRE}
    return {"title": "Argan", "article": "A-1", "category_id": ids.shelf_id, **units}


def _category(ids: Ids) -> dict[str, Any]:
    return {"title": "Hair", "parent_category_id": ids.shelf_id}


# A good body of each operation that takes one.
BODIES: dict[str, Callable[[Ids], dict[str, Any]]] = {
    "authorize_user": lambda _: {"login": "owner@example.com", "password": PASSWORD},
    "create_product": _product,
    "update_product": _product,
    "create_product_category": _category,
    "update_product_category": _category,
}
# Those among them that name something of a tenant's.
BODIES_WITH_IDS = ("create_product", "update_product", "create_product_category", "update_product_category")


def name_of(handler: HTTPRouteHandler) -> str:
    assert isinstance(handler.operation_id, str)
    return handler.operation_id


def address(path: str, ids: Ids) -> str:
    """The path below /api/v1 with the ids in their places."""
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    return path.removeprefix("/api/v1").format(**{name: getattr(ids, name) for name in names})


def body(handler: HTTPRouteHandler, ids: Ids) -> dict[str, Any] | None:
    """A good body for the operation; None where it takes none."""
    return BODIES[name_of(handler)](ids) if handler.parsed_data_field is not None else None
