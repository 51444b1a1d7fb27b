"""Checks of stock movements: rights, open periods, visible storages, and enough stock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.inventory import refusals
from parlour.areas.inventory.model.documents import CheckedAmount, DocumentFields, Shortage, StockRules
from parlour.areas.inventory.queries import stock as queries
from parlour.areas.inventory.queries import stock_takes
from parlour.areas.stock.model.stock import Kind
from parlour.areas.stock.rights.limits import limits_of
from parlour.areas.stock.rights.scope import StockScope, oldest_moment
from parlour.db.pool import Connection
from parlour.errors import Fault, Forbidden, Invalid

# Product and storage, the amount before and now, and the name of the stock-take that expected it (None: on hand).
Lowered = tuple[tuple[int, int], Decimal, Decimal, str | None]


class Action(StrEnum):
    """An action on documents and transactions."""

    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"


# The rights that an action needs for a kind, in addition to the right to the action itself.
RIGHTS: dict[Action, dict[Kind, Permission]] = {
    Action.CREATE: {
        Kind.SALE: Permission.STOCK_CREATE_SALES,
        Kind.RECEIPT: Permission.STOCK_CREATE_RECEIPTS,
        Kind.TRANSFER: Permission.STOCK_TRANSFER,
        Kind.STOCK_TAKE: Permission.STOCK_TAKES_EDIT,
    },
    Action.EDIT: {
        Kind.SALE: Permission.STOCK_EDIT_SALES,
        Kind.RECEIPT: Permission.STOCK_EDIT_RECEIPTS,
        Kind.TRANSFER: Permission.STOCK_TRANSFER,
        Kind.STOCK_TAKE: Permission.STOCK_TAKES_EDIT,
    },
    Action.DELETE: {Kind.TRANSFER: Permission.STOCK_TRANSFER, Kind.STOCK_TAKE: Permission.STOCK_TAKES_DELETE},
}


def require_right(tenant: Tenant, action: Action, kind: Kind) -> None:
    """Raise `Forbidden` for a kind that the user's rights don't include."""
    if right := RIGHTS[action].get(kind):
        tenant.require(right)
    if not StockScope.of(tenant).includes_kind(kind):
        raise Forbidden("Your rights don't include this kind of document.")


def require_both_storages(tenant: Tenant, document: DocumentFields) -> None:
    """Raise `Forbidden` for a transfer of which the user sees only one storage: a change would move stock in both."""
    if not all(map(StockScope.of(tenant).includes_storage, document.storage_ids)):
        raise refusals.HALF_SEEN.error()


def require_recent(tenant: Tenant, occurred_at: datetime, days: int | None) -> None:
    """Raise `Forbidden` for a moment that is further back than the user's rights allow."""
    oldest = oldest_moment(tenant, days)
    if oldest is not None and occurred_at < oldest:
        raise Forbidden(f"Your rights reach back {days} days here.")


async def check_document(
    conn: Connection, tenant: Tenant, action: Action, document: DocumentFields, before: DocumentFields | None = None
) -> StockRules:
    """Check rights, storages and date; return the location's stock rules. `before` has the fields before a change.

    A user can't write what they couldn't see afterwards. Raise `Forbidden`, `Invalid` for storages that don't exist or
    aren't visible, `Conflict` for a closed period.
    """
    rules = await queries.find_stock_rules(conn, tenant, document.storage_ids)
    limits, scope = limits_of(tenant), StockScope.of(tenant)
    for each in (before, document) if before else (document,):
        require_right(tenant, action, each.kind)
        require_recent(tenant, each.occurred_at, limits.create_days if action is Action.CREATE else limits.edit_days)
        require_recent(tenant, each.occurred_at, limits.visible_days)
        rules.require_open(each.occurred_at, tenant.timezone)
    fields = {"storage_id": document.storage_id, "to_storage_id": document.to_storage_id}
    faults = [
        refusals.NO_STORAGE.fault(name)
        for name, storage_id in fields.items()
        if storage_id and not (storage_id in rules.storage_ids and scope.includes_storage(storage_id))
    ]
    if faults:
        raise Invalid(faults)
    return rules


def shortage(named: Shortage, field: str, amount: Decimal | None, taken: Decimal, counted: str | None = None) -> Fault:
    """Return the fault when more is taken out than there is. `amount` is None if the user may not see the amount.

    `counted` names the stock-take that expected the amount; None if the amount is on hand.
    """
    unit = named.unit_short_title
    verb, when = ("has", "") if counted is None else ("had", f" before {counted}")
    if amount is None:
        reason = f"{verb} less{when} than the {taken:f} {unit} that"
    else:
        reason = f"{verb} {amount:f} {unit}{when}, {taken:f}"
    return refusals.NOT_ENOUGH.fault(field, named.product_title, named.storage_title, reason)


class NegativeStockCheck(msgspec.Struct, frozen=True):
    """The stock levels before a change; None if the location allows negative stock.

    The amounts that stock-takes expected are checked, too: a change before a stock-take doesn't show in the stock on
    hand.
    """

    levels: Mapping[tuple[int, int], Decimal] | None
    counts: Sequence[CheckedAmount]
    product_ids: Sequence[int]

    @classmethod
    async def snapshot(
        cls,
        conn: Connection,
        tenant: Tenant,
        rules: StockRules,
        product_ids: Sequence[int],
        *documents: DocumentFields,
    ) -> "NegativeStockCheck":
        """Read the stock of locked products; `documents` have the storages and dates before and after the change."""
        if rules.allows_negative_stock:
            return cls(None, [], [])
        checked = await stock_takes.list_checked_amounts(conn, tenant, product_ids, documents)
        levels = {each.key: each.amount for each in checked if each.count_id is None}
        return cls(levels, [each for each in checked if each.count_id is not None], product_ids)

    async def verify(self, conn: Connection, tenant: Tenant, fields: Mapping[int, str]) -> None:
        """Raise `Invalid` when the change lowered stock below zero; `fields` has the field of each product."""
        if self.levels is None:
            return
        after = await queries.list_levels(conn, tenant, self.product_ids)
        before = {key: self.levels.get(key, Decimal(0)) for key in after}
        lowered: list[Lowered] = [(key, before[key], after[key], None) for key in sorted(after)]
        lowered += await self._counted(conn, tenant)
        short = [each for each in lowered if each[2] < 0 and each[2] < each[1]]
        if not short:
            return
        names = await queries.list_shortages(conn, tenant, [key for key, *_ in short])
        sees_amounts = Permission.INVENTORY_VIEW in tenant.permissions
        raise Invalid(
            shortage(names[key], fields.get(key[0], "amount"), old if sees_amounts else None, old - new, counted)
            for key, old, new, counted in short
        )

    async def _counted(self, conn: Connection, tenant: Tenant) -> list[Lowered]:
        """Return what stock-takes expected before and expect now; those that were moved or deleted are left out."""
        if not self.counts:
            return []
        found = await stock_takes.list_counts(conn, tenant, [count.count_id for count in self.counts])
        now = {(count.count_id, count.key, count.occurred_at): count.amount for count in found}
        return [
            (count.key, count.amount, amount, _name_of_stock_take(tenant, count.occurred_at))
            for count in self.counts
            if (amount := now.get((count.count_id, count.key, count.occurred_at))) is not None
        ]


def _name_of_stock_take(tenant: Tenant, occurred_at: datetime | None) -> str:
    """Return how a stock-take is named to the user, who may have no right to see stock-takes."""
    if occurred_at is None or not StockScope.of(tenant).includes_kind(Kind.STOCK_TAKE):
        return "a later moment"
    return f"the stock-take of {occurred_at.astimezone(tenant.timezone):%Y-%m-%d %H:%M:%S}"
