"""The ids in addresses, for all operations: the meaning of each, and an example that fits those in the bodies.

Also the few texts in addresses.
"""

import msgspec


class PathId(msgspec.Struct, frozen=True):
    """An id in an address; `thing` is its name in a 404."""

    thing: str
    meaning: str
    example: int


PATH_IDS: dict[str, PathId] = {
    "location_id": PathId("Location", "The location where this is done.", 1),
    "category_id": PathId("Category", "The category.", 14),
    "parent_category_id": PathId("Category", "The category above; 0 for the roots of the tree.", 3),
    "product_id": PathId("Product", "The product.", 501),
    "product_category_id": PathId("Category", "The category.", 14),
    "attendance_product_item_id": PathId("Item", "The sale of the product.", 70001),
    "session_id": PathId("Session", "The session, one of the user's own.", 7),
    "document_id": PathId("Document", "The document.", 9001),
    "transaction_id": PathId("Transaction", "The transaction.", 70001),
    "user_id": PathId("User", "The user.", 42),
}


class PathText(msgspec.Struct, frozen=True):
    """A text in an address."""

    meaning: str
    example: str


PATH_TEXTS: dict[str, PathText] = {
    "phone": PathText("The phone number, with the code of the country.", "+13155550175"),
    "entity": PathText("What the image shows: `good` (or `product`), `company` (or `location`, `salon`).", "good"),
}
