"""Which accounts, and so which payments, a user's rights show."""

from collections.abc import Mapping

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant


def account_ids_of(tenant: Tenant) -> list[int] | None:
    """Return the only accounts that the user may see and use; None for no limit. An empty list is none at all."""
    values: Mapping[str, object] = tenant.values
    if values.get("finances_accounts_limited_access") is not True:
        return None
    ids = values.get("finances_accounts_ids")
    return [each for each in ids if isinstance(each, int)] if isinstance(ids, list) else []


def visible_account_ids(tenant: Tenant) -> list[int] | None:
    """Return the only accounts whose payments the user may see: none without a right to payments."""
    if tenant.permissions.isdisjoint({Permission.PAYMENTS_VIEW, Permission.APPOINTMENT_PAYMENTS}):
        return []
    return account_ids_of(tenant)
