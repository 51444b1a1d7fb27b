"""A request for every operation: what its address and its body are filled with."""

from collections.abc import Callable
from typing import Any

import msgspec

from parlour.http.operation import Operation
from tests.support.client import Form
from tests.support.factories.images import picture
from tests.support.people import PASSWORD, WORKER


class Ids(msgspec.Struct, frozen=True):
    """What an address or a body may name. An operation that names something else needs its field here."""

    location_id: int
    category_id: int
    """A category that is empty."""
    product_id: int
    shelf_id: int
    """The category that the product lies in."""
    session_id: int
    user_id: int = WORKER.id
    """Somebody who works there without any right."""
    image_id: int = 999_999
    """The image of the product."""
    sale_id: int = 999_999
    """A sale of the product during an appointment."""

    storage_id: int = 999_999
    document_id: int = 999_999
    """Of something that was used up, out of the storage."""
    transaction_id: int = 999_999
    """The product on the document."""

    @property
    def phone(self) -> str:
        return "+13155550175"

    @property
    def entity(self) -> str:
        return "good"

    @property
    def parent_category_id(self) -> int:
        return self.category_id

    @property
    def product_category_id(self) -> int:
        return self.category_id

    @property
    def attendance_product_item_id(self) -> int:
        return self.sale_id


def _product(ids: Ids) -> dict[str, Any]:
    # As the product has them: other units would need rules for what has moved.
    units = {"sale_unit_id": 1, "service_unit_id": 1}
    return {"title": "Argan", "article": "A-1", "category_id": ids.shelf_id, **units}


def _category(ids: Ids) -> dict[str, Any]:
    return {"title": "Hair", "parent_category_id": ids.shelf_id}


def _location(_: Ids) -> dict[str, Any]:
    return {"title": "Harbour", "country_id": 840, "address": "12 Pearl Street"}


def _image(ids: Ids) -> dict[str, Any]:
    return Form({"image": picture(), "company_id": ids.location_id, "good_id": ids.product_id})


def _links(ids: Ids) -> dict[str, Any]:
    return {"user_company_links": [{"company_id": ids.location_id}]}


def _document(ids: Ids) -> dict[str, Any]:
    return {"type_id": 2, "storage_id": ids.storage_id, "create_date": "2026-01-31T18:30:00-05:00"}


def _transaction(ids: Ids) -> dict[str, Any]:
    said = {"amount": 1, "cost_per_unit": 2, "cost": 2, "discount": 0, "operation_unit_type": 1}
    return {"good_id": ids.product_id, "document_id": ids.document_id, **said}


def _operation(ids: Ids) -> dict[str, Any]:
    return {**_document(ids), "goods_transactions": [{"good_id": ids.product_id, "amount": 1}]}


# A good body of each operation that takes one.
BODIES: dict[str, Callable[[Ids], dict[str, Any]]] = {
    "authorize_user": lambda _: {"login": "owner@example.com", "password": PASSWORD},
    "create_product": _product,
    "update_product": _product,
    "create_product_category": _category,
    "update_product_category": _category,
    "create_location": _location,
    "update_location": _location,
    "upload_image": _image,
    "update_user_permissions": lambda _: {"user_permissions": [{"slug": "storages_access", "value": False}]},
    "create_user_invitation": lambda _: {"invites": [{"search": "newcomer@example.com"}]},
    "remove_user_from_locations": _links,
    "copy_user_permissions_to_locations": _links,
    "create_inventory_operation": _operation,
    "create_document": _document,
    "update_document": _document,
    "create_transaction": _transaction,
    "update_transaction": _transaction,
    "update_stock_settings": lambda _: {"allows_negative_stock": False, "closed_until": None},
    "delete_image": lambda ids: Form({"image_group_id": ids.image_id}),
}
# Those among them that name something of a tenant's.
BODIES_WITH_IDS = (
    "remove_user_from_locations",
    "copy_user_permissions_to_locations",
    "upload_image",
    "delete_image",
    "create_inventory_operation",
    "create_document",
    "update_document",
    "create_transaction",
    "update_transaction",
    "create_product",
    "update_product",
    "create_product_category",
    "update_product_category",
)


# What a query can't go without.
QUERIES = {"/api/v2/locations/{location_id}/products/autocomplete": "?filter[term]=argan"}


def name_of(handler: Operation) -> str:
    assert isinstance(handler.unique_id, str)
    return handler.unique_id


def address(path: str, ids: Ids) -> str:
    """The path with the ids in their places, and what a good query needs; below /api/v1, others whole."""
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    filled = path.removeprefix("/api/v1").format(**{name: getattr(ids, name) for name in names})
    return f"{filled}{QUERIES.get(path, '')}"


def body(handler: Operation, ids: Ids) -> dict[str, Any] | None:
    """A good body for the operation; None where it takes none."""
    return BODIES[name_of(handler)](ids) if handler.arguments.body is not None else None
