"""Which part of a location's stock a user's rights let them see and change."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import msgspec

from parlour.access.permissions import Permission
from parlour.access.rights import Values
from parlour.access.tenant import Grant, Tenant
from parlour.areas.stock.model import Kind
from parlour.areas.stock.v1_codes import KINDS
from parlour.errors import Forbidden

ALL_DAYS = -1


class StockSight(msgspec.Struct, frozen=True):
    """The limits of a user's rights; None where nothing is limited."""

    storage_ids: list[int] | None
    kinds: list[str] | None
    seen_days: int | None
    create_days: int | None
    edit_days: int | None

    @classmethod
    def of(cls, tenant: Tenant) -> "StockSight":
        return _sight(tenant.grant)

    def shows_storage(self, storage_id: int) -> bool:
        return self.storage_ids is None or storage_id in self.storage_ids

    def shows_kind(self, kind: Kind) -> bool:
        return self.kinds is None or kind in self.kinds


# Remembered, for it is asked for with every product that is shown.
@lru_cache(maxsize=4096)
def _sight(grant: Grant) -> StockSight:
    values = grant.values
    return StockSight(
        storage_ids=_ids(values.get("storages_ids")),
        kinds=_kinds(values),
        seen_days=_days(values.get("storages_last_days_count")),
        create_days=_days(values.get("storages_create_last_days_count")),
        edit_days=_days(values.get("storages_edit_last_days_count")),
    )


def _kinds(values: Values) -> list[str] | None:
    """Stock-takes are seen with a right of their own."""
    codes = _ids(values.get("storages_transactions_types"))
    kinds = [*Kind] if codes is None else [KINDS[code] for code in codes if code in KINDS]
    if values.get(Permission.STOCK_TAKES_VIEW) is not True:
        kinds = [kind for kind in kinds if kind is not Kind.STOCK_TAKE]
    return None if len(kinds) == len(Kind) else [*map(str, kinds)]


def oldest_moment(tenant: Tenant, days: int | None, now: datetime) -> datetime | None:
    """Where the last so many days of the location begin, today being one more; None for no limit."""
    if days is None:
        return None
    today = now.astimezone(tenant.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)


def visible_since(tenant: Tenant) -> datetime | None:
    """Where what the user may see of the past begins; None for no limit."""
    return oldest_moment(tenant, StockSight.of(tenant).seen_days, datetime.now(UTC))


def require_recent(tenant: Tenant, occurred_at: datetime, days: int | None, now: datetime) -> None:
    """Raises `Forbidden` for a moment that lies further back than the user's rights reach."""
    oldest = oldest_moment(tenant, days, now)
    if oldest is not None and occurred_at < oldest:
        raise Forbidden(f"Your rights reach back {days} days here.")


def _ids(value: object) -> list[int] | None:
    return [each for each in value if isinstance(each, int)] if isinstance(value, list) and value else None


def _days(value: object) -> int | None:
    return value if isinstance(value, int) and value != ALL_DAYS else None
