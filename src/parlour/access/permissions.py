"""The rights that an operation can ask for."""

from enum import StrEnum


class Permission(StrEnum):
    """A right in a location that some operation asks for, by its name in rights.toml, which holds all there are."""

    INVENTORY_VIEW = "storages_access"
    PRODUCTS_MANAGE = "storages_goods_crud_access"
    PRODUCTS_CREATE = "storages_goods_create_access"
    PRODUCTS_UPDATE = "storages_goods_update_access"
    PRODUCTS_DELETE = "storages_goods_delete_access"
    PRODUCT_TITLE = "storages_goods_title_edit_access"
    PRODUCT_CATEGORY = "storages_goods_category_edit_access"
    PRODUCT_PRICE = "storages_goods_selling_price_edit_access"
    PRODUCT_COST_PRICE = "storages_goods_cost_price_edit_access"
    PRODUCT_UNITS = "storages_goods_units_edit_access"
    PRODUCT_BALANCES = "storages_goods_critical_balance_edit_access"
    PRODUCT_MASSES = "storages_goods_masses_edit_access"
    PRODUCT_COMMENT = "storages_goods_comment_edit_access"
    COST_PRICE_VIEW = "storages_goods_prime_cost_view_access"
    LOCATION_EDIT = "settings_basis_access"
    USERS_VIEW = "users_access"
    USERS_INVITE = "create_users_access"
    USERS_EDIT = "edit_users_access"
    USERS_REMOVE = "delete_users_access"
    LOGINS_VIEW = "security_logins_access"
    CHANGES_VIEW = "security_data_changes_access"


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
    MEMBER = "member"
    """A user with any role in the location; no right is needed."""
