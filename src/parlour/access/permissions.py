"""The rights that an operation can ask for."""

from enum import StrEnum


class Permission(StrEnum):
    """A right in a location; the value is the contract's name for it.

    Each name is a field of the permission tree in contract/b2b-v1/users-permissions.yaml.
    """

    INVENTORY_VIEW = "storages_access"
    PRODUCTS_MANAGE = "storages_goods_crud_access"
    PRODUCTS_CREATE = "storages_goods_create_access"
    PRODUCTS_UPDATE = "storages_goods_update_access"
    PRODUCTS_DELETE = "storages_goods_delete_access"


class Entry(StrEnum):
    """What an operation asks for when no right in a location is involved."""

    OPEN = "open"
    """Nobody has to say who they are."""
    PARTNER = "partner"
    """A partner token; a user token beside it is passed over."""
    PARTNER_OR_USER = "partner or user"
    """A partner token is enough; a user token beside it counts, and must be good."""
    USER = "user"
    """A partner token and a user token."""
