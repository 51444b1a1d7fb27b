"""Which part of a location's stock a user's rights let them see and change."""

from datetime import datetime, timedelta

import msgspec

from parlour.access.tenant import Tenant
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
        values = tenant.values
        return cls(
            storage_ids=_ids(values.get("storages_ids")),
            kinds=[KINDS[code] for code in _ids(values.get("storages_transactions_types")) or () if code in KINDS]
            or None,
            seen_days=_days(values.get("storages_last_days_count")),
            create_days=_days(values.get("storages_create_last_days_count")),
            edit_days=_days(values.get("storages_edit_last_days_count")),
        )

    def shows_storage(self, storage_id: int) -> bool:
        return self.storage_ids is None or storage_id in self.storage_ids

    def shows_kind(self, kind: Kind) -> bool:
        return self.kinds is None or kind in self.kinds


def oldest_moment(tenant: Tenant, days: int | None, now: datetime) -> datetime | None:
    """Where the last so many days of the location begin, today being one more; None for no limit."""
    if days is None:
        return None
    today = now.astimezone(tenant.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days)


def require_recent(tenant: Tenant, occurred_at: datetime, days: int | None, now: datetime) -> None:
    """Raises `Forbidden` for a moment that lies further back than the user's rights reach."""
    oldest = oldest_moment(tenant, days, now)
    if oldest is not None and occurred_at < oldest:
        raise Forbidden(f"Your rights reach back {days} days here.")


def _ids(value: object) -> list[int] | None:
    return [each for each in value if isinstance(each, int)] if isinstance(value, list) and value else None


def _days(value: object) -> int | None:
    return value if isinstance(value, int) and value != ALL_DAYS else None
