"""Documents, transactions, usages and searches: what follows from their fields alone."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import asdict, replace

from parlour.areas.inventory.model.documents import (
    LockedDocument,
    StockRules,
    StoredTransaction,
    Transaction,
    TransactionFields,
)
from parlour.areas.inventory.model.search import FoundTransaction, TransactionFilter
from parlour.areas.inventory.model.sold_items import SoldItem
from parlour.areas.inventory.model.storages import Storage, StorageKind
from parlour.areas.inventory.model.usages import NewUsage, PostedUsage, Usage, UsageHead, change_between
from parlour.areas.inventory.rights import within
from parlour.areas.inventory.service.locked_stock import LockedStock, with_positions
from parlour.areas.inventory.service.transactions import LockedTransaction
from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.rights.scope import StockScope
from parlour.currencies import currency_by_code
from parlour.errors import Conflict
from parlour.page_requests import MomentSortKey
from tests.support.values import values_for
from tests.unit.areas.inventory.lines import NOON, SALE, WRITE_OFF, D, a_document

HOUR = timedelta(hours=1)
NEW_YORK = ZoneInfo("America/New_York")
LOCKED = LockedDocument(9, Kind.TRANSFER, 2, 1, NOON, "Moved", 3, 1)


def test_a_document_has_one_storage_and_a_transfer_two() -> None:
    assert a_document(Kind.SALE).storage_ids == [2]
    assert a_document(Kind.TRANSFER).storage_ids == [2, 1]
    assert LOCKED.fields == a_document(Kind.TRANSFER, comment="Moved")


@pytest.mark.parametrize(
    ("closed_until", "moment", "is_open"),
    [
        (None, "2020-01-01T00:00:00Z", True),
        (date(2026, 1, 31), "2026-02-01T04:59:59Z", False),
        (date(2026, 1, 31), "2026-02-01T05:00:00Z", True),
        (date(2026, 1, 31), "2025-01-31T12:00:00Z", False),
    ],
)
def test_the_last_closed_day_ends_at_midnight_in_the_location(
    closed_until: date | None, moment: str, is_open: bool
) -> None:
    rules = StockRules(True, closed_until, [])
    if is_open:
        rules.require_open(datetime.fromisoformat(moment), NEW_YORK)
    else:
        with pytest.raises(
            Conflict, match=r"^Stock is closed until 2026-01-31: documents up to this date can't change\.$"
        ):
            rules.require_open(datetime.fromisoformat(moment), NEW_YORK)


def stored(**fields: Any) -> StoredTransaction:
    found: StoredTransaction = values_for(StoredTransaction, id=70, counterpart_id=69, **fields)
    return found


@pytest.mark.parametrize(
    ("other", "amount", "ids"), [(None, "-2", [70]), (69, "-2", [70, 69]), (69, "0.5", [69, 70]), (71, "2", [71, 70])]
)
def test_the_half_of_a_transfer_that_takes_out_comes_first(other: int | None, amount: str, ids: list[int]) -> None:
    half = replace(stored(), counterpart_id=other, amount=D(amount))
    assert LockedTransaction(half, LOCKED, LockedStock({}, {}, currency_by_code("USD"))).ids == ids


def test_what_was_entered_is_the_amount_in_its_unit_without_sign() -> None:
    amounts = {"amount": D(-500), "sale_amount": D(-2)}
    assert stored(unit=SALE, **amounts).entered == 2
    assert stored(unit=WRITE_OFF, **amounts).entered == 500


def test_transactions_are_numbered_and_the_halves_of_a_transfer_name_each_other() -> None:
    rows: list[TransactionFields] = [values_for(TransactionFields, product_id=number) for number in range(4)]
    for in_pairs, counterparts in ((True, [2, 1, 4, 3]), (False, [0] * 4)):
        written = with_positions(rows, in_pairs=in_pairs)
        assert [(row.position, row.counterpart) for row in written] == list(
            zip([1, 2, 3, 4], counterparts, strict=True)
        )
        assert [row.product_id for row in written] == [0, 1, 2, 3]


@pytest.mark.parametrize("unit", [SALE, WRITE_OFF])
def test_what_was_sold_is_in_its_unit_at_its_price(unit: UnitKind) -> None:
    amounts: dict[str, Any] = {"amount": D(-500), "sale_amount": D(-2), "price": D("0.125"), "discount": D(10)}
    sold: Transaction = values_for(Transaction, unit=unit, kind=Kind.SALE, **amounts)
    quantity, gross = (D(2), D("0.25")) if unit is SALE else (D(500), D("62.50"))
    item = SoldItem.of(sold, currency_by_code("USD"))
    same = {name: getattr(sold, name) for name in SoldItem.__struct_fields__ if name not in ("quantity", "gross")}
    assert asdict(item) == {**same, "quantity": quantity, "gross": gross}
    assert item.unit_id == sold.unit_id == (sold.sale_unit_id if unit is SALE else sold.write_off_unit_id)
    assert sold.entered == -quantity


@pytest.mark.parametrize("kind", StorageKind)
@pytest.mark.parametrize("is_default", [True, False])
def test_the_default_storage_of_its_kind_serves(kind: StorageKind, is_default: bool) -> None:
    storage = Storage(1, "Cellar", kind, "", 0, is_default)
    assert storage.serves_services == (is_default and kind is StorageKind.CONSUMABLES)
    assert storage.serves_sales == (is_default and kind is StorageKind.PRODUCTS)


def usage(**fields: Any) -> Usage:
    found: Usage = values_for(Usage, **fields)
    return found


def posted(wanted: Usage, number: int = 70, **fields: Any) -> PostedUsage:
    return PostedUsage(**{**asdict(wanted), **fields}, id=number, document_id=9)


def test_a_usage_is_a_line_on_a_document_of_its_appointment() -> None:
    one = usage()
    said = asdict(one)
    line = asdict(one.line)
    shared = ("product_id", "price", "team_member_id", "client_id", "appointment_id")
    assert {name: line.pop(name) for name in shared} == {name: said[name] for name in shared}
    rest = {"unit": WRITE_OFF, "entered": one.amount, "discount": 0, "cost": None}
    assert line == {**rest, "supplier_id": 0, "account_id": 0, "is_paid": False, "comment": ""}
    head = {"storage_id": one.storage_id, "to_storage_id": None, "occurred_at": one.occurred_at}
    assert one.document == a_document(Kind.USAGE, **head, team_member_id=one.team_member_id)


@pytest.mark.parametrize("name", Usage.__struct_fields__)
def test_a_usage_that_differs_in_anything_is_another(name: str) -> None:
    one = usage()
    assert posted(one).is_like(one)
    value = getattr(one, name)
    assert not posted(one).is_like(replace(one, **{name: value + (HOUR if name == "occurred_at" else 1)}))


def test_a_price_that_is_not_given_is_any() -> None:
    assert posted(usage()).is_like(usage(price=None))
    assert not posted(usage(), price=D(99)).is_like(usage())
    assert not posted(usage(), amount=D(99)).is_like(usage(price=None))


def test_a_usage_follows_its_appointment() -> None:
    head: UsageHead = values_for(UsageHead, 40)
    moved = posted(usage()).of(head)
    assert moved == replace(usage(), **asdict(head))


def test_the_columns_of_a_usage_are_those_of_its_line_and_its_own() -> None:
    row: TransactionFields = values_for(TransactionFields, 40, unit=WRITE_OFF)
    written = asdict(NewUsage.of(usage(), row, 5))
    own = {"position": 5, "service_id": usage().service_id, "occurred_at": usage().occurred_at}
    assert {name: written.pop(name) for name in own} == own
    assert written == {name: getattr(row, name) for name in written}


def test_what_is_posted_as_wanted_stays_once() -> None:
    one, other, third = (usage(product_id=number) for number in (101, 102, 103))
    change = change_between([posted(one, 1), posted(one, 2), posted(other, 3)], [other, third, one])
    assert (change.taken_back, change.used) == ([posted(one, 2)], [third])
    assert change.all == [posted(one, 2), third]
    again = change_between([posted(one)], [one, one])
    assert (again.taken_back, again.used) == ([], [one])
    assert change_between([posted(one)], [one]).all == []


PERIOD: dict[str, Any] = {"since": NOON, "until": NOON + HOUR}
CHANGED: dict[str, Any] = {"changed_since": NOON + 2 * HOUR, "changed_until": NOON + 3 * HOUR}


@pytest.mark.parametrize(
    ("conditions", "begins_at", "ends_at", "is_by_change"),
    [
        ({}, None, None, False),
        (PERIOD, NOON, NOON + HOUR, False),
        ({**PERIOD, **CHANGED}, NOON + 2 * HOUR, NOON + 3 * HOUR, True),
        ({**PERIOD, "changed_since": NOON}, NOON, None, True),
        ({**PERIOD, "changed_until": NOON}, None, NOON, True),
    ],
)
def test_a_search_is_in_the_order_of_changes_if_it_has_a_condition_on_them(
    conditions: dict[str, Any], begins_at: datetime | None, ends_at: datetime | None, is_by_change: bool
) -> None:
    asked = TransactionFilter(**conditions)
    assert (asked.begins_at, asked.ends_at, asked.is_by_change) == (begins_at, ends_at, is_by_change)
    found: FoundTransaction = values_for(FoundTransaction)
    assert found.sort_key(asked) == MomentSortKey(found.changed_at if is_by_change else found.occurred_at, found.id)


@pytest.mark.parametrize(
    ("conditions", "is_narrowed"),
    [
        ({}, False),
        ({**CHANGED, "document_id": 9, "product_id": 501}, False),
        ({"since": NOON}, True),
        ({"until": NOON}, True),
        ({"storage_ids": ()}, True),
        ({"kinds": ("sale",)}, True),
    ],
)
def test_a_search_is_narrowed_by_period_storage_and_kind(conditions: dict[str, Any], is_narrowed: bool) -> None:
    assert TransactionFilter(**conditions).is_narrowed is is_narrowed


# What is asked for, what may be seen, and both.
NARROWED: list[tuple[Any, Any, Any]] = [
    (None, None, None),
    ((1, 2), None, (1, 2)),
    (None, [2, 3], (2, 3)),
    ((1, 2), [2, 3], (2,)),
    ((1,), [2, 3], ()),
    (None, [], ()),
    ((), [2], ()),
]


@pytest.mark.parametrize(("asked", "seen", "found"), NARROWED)
def test_a_search_is_narrowed_to_what_may_be_seen(asked: Any, seen: Any, found: Any) -> None:
    """Q-103: storages and kinds, each on its own."""
    wanted = TransactionFilter(storage_ids=asked, document_id=9, until=NOON)
    assert within(StockScope(1, 1, seen, None, None), wanted) == replace(wanted, storage_ids=found)
    wanted = TransactionFilter(kinds=asked, product_id=501, changed_since=NOON)
    assert within(StockScope(1, 1, None, seen, None), wanted) == replace(wanted, kinds=found)


@pytest.mark.parametrize(
    ("asked", "seen", "since"),
    [(None, None, None), (NOON, None, NOON), (None, NOON, NOON), (NOON, NOON + HOUR, NOON + HOUR),
     (NOON + HOUR, NOON, NOON + HOUR)],
)  # fmt: skip
def test_a_search_reaches_back_as_far_as_the_rights(
    asked: datetime | None, seen: datetime | None, since: datetime | None
) -> None:
    wanted = TransactionFilter(since=asked)
    assert within(StockScope(1, 1, None, None, seen), wanted) == TransactionFilter(since=since)
