"""Everything that can be done to stock, in any order; after each step the server must say what the model says."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.areas.stock.v1.wire import CODES, UNIT_CODES
from tests.inventory import checks
from tests.inventory.model import Books
from tests.inventory.records import NEW_ID, Closed, Good, Line, Paper, Refused
from tests.inventory.shop import Shop

FIRST_HOUR = datetime(2026, 3, 2, 15, tzinfo=UTC)
# Few, so that things happen at the same moment; some fall on either side of midnight in the location.
MOMENTS = st.integers(0, 5).map(lambda n: FIRST_HOUR + timedelta(hours=15 * n))
CLOSED_DAYS = st.sampled_from([None, None, date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)])
KIND = st.sampled_from(Kind)
UNIT = st.sampled_from(UnitKind)
_WHOLE, _EXACT = st.integers(1, 30).map(Decimal), st.integers(1, 10**6).map(lambda n: Decimal(n).scaleb(-4))
_FINE = st.integers(1, 10**12).map(lambda n: Decimal(n).scaleb(-10))
_ODD = st.sampled_from([Decimal(n) for n in ("0", "0.0001", "40000000", "9999999999")])
RARELY = st.integers(0, 24).map(lambda n: n == 24)
PRICES = st.one_of(st.integers(0, 100).map(Decimal), _EXACT)
DISCOUNTS = st.sampled_from([Decimal(n) for n in ("0", "0", "0", "0", "10", "33.3333", "100")])
RATIOS = st.sampled_from([Decimal(n) for n in ("1", "2", "3", "0.7", "0.3333", "250", "12.3456", "1000")])
STORAGES = st.integers(0, 1)
# How far a total that is sent may be off the right one, in the smallest coins: by a rounding.
OFF = [Decimal(0), Decimal(0), Decimal(1), Decimal(-1)]
WRONG = Decimal(5)
MANY = 4
"""So many transactions must be there before one is deleted, or most runs would end with none."""
BASES = {UnitKind.SALE: "sale", UnitKind.WRITE_OFF: "service"}


class StockMachine(RuleBasedStateMachine):
    """One location and its books, from empty on."""

    make_shop: ClassVar[Callable[[], Shop]]

    def __init__(self) -> None:
        super().__init__()
        self.shop = type(self).make_shop()
        self.books = self.shop.books()
        self.good_ids = [product.id for product in self.shop.products]
        self.touched: int | None = None
        """The document that was last written to."""

    # Documents with all their lines.

    @initialize(storage=STORAGES, data=st.data())
    def receive(self, storage: int, data: st.DataObject) -> None:
        """Something is there from the beginning."""
        self.enter_operation(Kind.RECEIPT, storage, FIRST_HOUR, data)

    @rule(kind=KIND, storage=STORAGES, at=MOMENTS, data=st.data())
    def enter_operation(self, kind: Kind, storage: int, at: datetime, data: st.DataObject) -> None:
        given = data.draw(st.lists(lines(self.good_ids, self.books.decimals, is_whole=False), min_size=1, max_size=4))
        self.post(self.paper(NEW_ID, kind, storage, at), given)

    @precondition(lambda self: self.books.rows)
    @rule(amount=_WHOLE, unit=UNIT, data=st.data())
    def count_at_the_moment_of_another(self, amount: Decimal, unit: UnitKind, data: st.DataObject) -> None:
        """What moves at the moment of a stock-take is there already."""
        row = self.books.rows[data.draw(st.sampled_from(sorted(self.books.rows)))]
        line = Line(good=row.good, unit=unit, amount=amount, price=None, discount=Decimal(0), cost=None)
        self.post(self.paper(NEW_ID, Kind.STOCK_TAKE, self.shop.storages.index(row.storage), row.at), [line])

    @precondition(lambda self: self.counts())
    @rule(kind=KIND, amount=_WHOLE | _EXACT, unit=UNIT, hours=st.sampled_from([0, 0, 1, 15, 30]), data=st.data())
    def enter_before_a_count(
        self, kind: Kind, amount: Decimal, unit: UnitKind, hours: int, data: st.DataObject
    ) -> None:
        """The counted amount is there afterwards, whatever is entered late for the time before."""
        row = self.books.rows[data.draw(st.sampled_from(self.counts()))]
        line = Line(good=row.good, unit=unit, amount=amount, price=None, discount=Decimal(0), cost=None)
        paper = self.paper(NEW_ID, kind, self.shop.storages.index(row.storage), row.at - timedelta(hours=hours))
        if paper.to_storage is not None and data.draw(st.booleans()):
            paper = replace(paper, storage=paper.to_storage, to_storage=paper.storage)
        before = self.books.levels()[row.good, row.storage]
        self.post(paper, [line])
        if hours:
            assert self.books.levels()[row.good, row.storage] == before

    @precondition(lambda self: self.counts())
    @rule(amount=_WHOLE | _EXACT, data=st.data())
    def change_a_count(self, amount: Decimal, data: st.DataObject) -> None:
        row = self.books.rows[data.draw(st.sampled_from(self.counts()))]
        line = Line(good=row.good, unit=row.unit, amount=amount, price=row.price, discount=Decimal(0), cost=Decimal(0))
        line = replace(line, cost=line.total(row.price, self.books.decimals))
        self.attempt(
            lambda books: books.change_row(row.id, line),
            "PUT", f"{self.shop.at('/storage_operations/goods_transactions')}/{row.id}",
            _body_of_line(line) | {"document_id": row.paper},
        )  # fmt: skip
        self.touched = row.paper

    @rule(kind=KIND, storage=STORAGES, at=MOMENTS, data=st.data(), place=st.integers(0, 3))
    def enter_operation_with_a_bad_line(
        self, kind: Kind, storage: int, at: datetime, data: st.DataObject, place: int
    ) -> None:
        """One bad line among good ones, and nothing is written."""
        given = data.draw(st.lists(lines(self.good_ids, self.books.decimals, is_whole=False), max_size=3))
        good_id = self.shop.products[0].id
        bad: dict[str, Any] = data.draw(
            st.sampled_from(
                [
                    {"good_id": 10**9, "amount": 1},
                    {"good_id": good_id, "amount": 10**10},
                    {"good_id": good_id, "amount": 1, "discount": 101},
                    {"good_id": good_id, "amount": -1 if kind is Kind.RECEIPT else "a few"},
                    {"good_id": good_id, "amount": 1, "operation_unit_type": 3},
                    {"good_id": good_id, "amount": 1, "cost_per_unit": -1},
                ]
            )
        )
        bodies = [_body_of_line(line) for line in given]
        bodies.insert(place, bad)
        if self.is_closed(at):
            return
        body = self.body_of(self.paper(NEW_ID, kind, storage, at)) | {"goods_transactions": bodies}
        response = self.shop.send("POST", self.shop.at("/storage_operations/operation"), body)
        assert response.status_code == 422, response.text
        named = f"goods_transactions[{bodies.index(bad)}]."
        assert named in response.text

    @rule(kind=KIND, storage=STORAGES, at=MOMENTS)
    def create_document(self, kind: Kind, storage: int, at: datetime) -> None:
        paper = self.paper(NEW_ID, kind, storage, at)
        self.attempt(
            lambda books: books.enter(paper, []),
            "POST", self.shop.at("/storage_operations/documents"), self.body_of(paper),
            new_paper=lambda answer: answer["id"],
        )  # fmt: skip

    @precondition(lambda self: self.books.papers)
    @rule(data=st.data(), storage=STORAGES, at=MOMENTS)
    def change_document(self, data: st.DataObject, storage: int, at: datetime) -> None:
        earlier = self.books.papers[data.draw(st.sampled_from(sorted(self.books.papers)))]
        paper = self.paper(earlier.id, earlier.kind, storage, at)
        self.attempt(
            lambda books: books.change_paper(paper),
            "PUT", f"{self.shop.at('/storage_operations/documents')}/{paper.id}", self.body_of(paper),
        )  # fmt: skip
        self.touched = paper.id

    @precondition(lambda self: len(self.books.rows) > MANY)
    @rule(data=st.data())
    def delete_document(self, data: st.DataObject) -> None:
        paper_id = data.draw(st.sampled_from(sorted(self.books.papers)))
        self.attempt(
            lambda books: books.delete_paper(paper_id),
            "DELETE", f"{self.shop.at('/storage_operations/documents')}/{paper_id}",
        )  # fmt: skip
        self.touched = paper_id

    # Single transactions.

    @precondition(lambda self: self.books.papers)
    @rule(data=st.data())
    def create_transaction(self, data: st.DataObject) -> None:
        paper = self.books.papers[data.draw(st.sampled_from(sorted(self.books.papers)))]
        line = data.draw(lines(self.good_ids, self.books.decimals, is_whole=True))
        self.attempt(
            lambda books: books.enter(paper, [line]),
            "POST", self.shop.at("/storage_operations/goods_transactions"),
            _body_of_line(line) | {"document_id": paper.id},
        )  # fmt: skip
        self.touched = paper.id

    @precondition(lambda self: self.books.rows)
    @rule(data=st.data())
    def change_transaction(self, data: st.DataObject) -> None:
        row = self.books.rows[data.draw(st.sampled_from(sorted(self.books.rows)))]
        line = data.draw(lines(self.good_ids, self.books.decimals, is_whole=True))
        self.attempt(
            lambda books: books.change_row(row.id, line),
            "PUT", f"{self.shop.at('/storage_operations/goods_transactions')}/{row.id}",
            _body_of_line(line) | {"document_id": row.paper},
        )  # fmt: skip
        self.touched = row.paper

    @precondition(lambda self: len(self.books.rows) > MANY)
    @rule(data=st.data())
    def delete_transaction(self, data: st.DataObject) -> None:
        row = self.books.rows[data.draw(st.sampled_from(sorted(self.books.rows)))]
        self.attempt(
            lambda books: books.delete_row(row.id),
            "DELETE", f"{self.shop.at('/storage_operations/goods_transactions')}/{row.id}",
        )  # fmt: skip
        self.touched = row.paper

    # Products and settings.

    @precondition(lambda self: self.books.rows)
    @rule(ratio=RATIOS, units=st.permutations([1, 4, 11]), data=st.data())
    def change_units(self, ratio: Decimal, units: list[int], data: st.DataObject) -> None:
        """Each kind that has moved gets a rule; now and then one is forgotten, or all."""
        good = data.draw(self.moved_goods())
        changed = replace(good, ratio=ratio, sale_unit_id=units[0], write_off_unit_id=units[1])
        moved = {row.kind for row in self.books.of_good(good.id)}
        rules = {kind: data.draw(UNIT) for kind in sorted(moved - {Kind.STOCK_TAKE})}
        if data.draw(RARELY):
            rules = dict(list(rules.items())[1:])
        if data.draw(st.booleans()):
            rules[Kind.STOCK_TAKE] = data.draw(UNIT)
        body = self.body_of_product(good) | {
            "sale_unit_id": changed.sale_unit_id,
            "service_unit_id": changed.write_off_unit_id,
            "unit_equals": ratio,
            "correction_rules": [{"type": CODES[kind], "base_unit": BASES[unit]} for kind, unit in rules.items()],
        }
        path = f"{self.shop.at('/goods')}/{good.id}"
        if moved and changed != good and not rules:
            response = self.shop.send("PUT", path, body)
            assert response.status_code == 409, response.text
            assert response.json()["meta"]["conflict"] is True
            return
        self.attempt(lambda books: books.change_units(changed, rules) if changed != good else None, "PUT", path, body)

    @precondition(lambda self: self.books.rows)
    @rule(said=st.sampled_from([Decimal(0), Decimal(0), Decimal("7.25"), Decimal(100)]), data=st.data())
    def set_cost_price(self, said: Decimal, data: st.DataObject) -> None:
        """Above 0 it is fixed, at 0 it follows the receipts again."""
        good, cost = data.draw(self.moved_goods()), round(said, self.books.decimals)
        self.attempt(
            lambda books: books.fix_cost_price(good.id, cost),
            "PUT", f"{self.shop.at('/goods')}/{good.id}", self.body_of_product(good) | {"actual_cost": cost},
        )  # fmt: skip

    @rule(allows_negative=st.booleans(), closed_until=CLOSED_DAYS)
    def change_settings(self, allows_negative: bool, closed_until: date | None) -> None:
        said = {"allows_negative_stock": allows_negative, "closed_until": closed_until}
        response = self.shop.send("PUT", self.shop.at("/storages/settings"), said)
        assert response.status_code == 200, response.text
        self.books = replace(self.books, allows_negative=allows_negative, closed_until=closed_until)

    # What holds after every step.

    @invariant()
    def both_agree(self) -> None:
        """On what is shown, what is kept, and what follows from the ledger."""
        checks.check_products(self.shop, self.books)
        checks.check_list(self.shop, self.books)
        if self.touched is not None:
            checks.check_document(self.shop, self.books, self.touched)
        checks.check_rows(self.shop, self.books)
        checks.check_ledger(self.shop)

    # How.

    def counts(self) -> list[int]:
        """The lines of stock-takes."""
        return sorted(row.id for row in self.books.rows.values() if row.counted is not None)

    def attempt(
        self,
        change: Callable[[Books], None],
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        new_paper: Callable[[Any], int] | None = None,
    ) -> None:
        """Does it here and there: both must do it, or both refuse and leave everything as it was."""
        books = self.books.copy()
        wanted = 200
        try:
            change(books)
        except Closed:
            wanted = 409
        except Refused:
            wanted = 422
        response = self.shop.send(method, path, body)
        assert response.status_code in ((200, 202) if wanted == 200 else (wanted,)), response.text
        if wanted != 200:
            return
        paper_id = None
        if new_paper is not None:
            paper_id = self.touched = new_paper(response.json()["data"])
        self.books = self.named(books, paper_id)

    def post(self, paper: Paper, given: list[Line]) -> None:
        """A new document with its lines."""
        self.attempt(
            lambda books: books.enter(paper, given),
            "POST", self.shop.at("/storage_operations/operation"),
            self.body_of(paper) | {"goods_transactions": [_body_of_line(line) for line in given]},
            new_paper=lambda answer: answer["document"]["id"],
        )  # fmt: skip

    def named(self, books: Books, paper_id: int | None) -> Books:
        """With the ids that the server gave to what is new."""
        if paper_id is not None:
            books.papers[paper_id] = replace(books.papers.pop(NEW_ID), id=paper_id)
        new = sorted(row.id for row in books.rows.values() if row.id > NEW_ID)
        if not new:
            return books
        paper = books.rows[new[0]].paper if paper_id is None else paper_id
        shown = self.shop.get(f"/storage_operations/documents/goods_transactions/{paper}")
        given = [row["id"] for row in shown if row["id"] not in books.rows]
        ids = dict(zip(new, given, strict=True))
        for earlier in new:
            row = books.rows.pop(earlier)
            other = None if row.other_half is None else ids[row.other_half]
            books.rows[ids[earlier]] = replace(row, id=ids[earlier], paper=paper, other_half=other)
        return books

    def is_closed(self, at: datetime) -> bool:
        closed_until = self.books.closed_until
        return closed_until is not None and at.astimezone(self.books.timezone).date() <= closed_until

    def paper(self, paper_id: int, kind: Kind, storage: int, at: datetime) -> Paper:
        source, target = self.shop.storages[storage], self.shop.storages[1 - storage]
        return Paper(
            id=paper_id, kind=kind, storage=source, to_storage=target if kind is Kind.TRANSFER else None, at=at
        )

    def body_of(self, paper: Paper) -> dict[str, Any]:
        target = {} if paper.to_storage is None else {"to_storage_id": paper.to_storage}
        return {"type_id": CODES[paper.kind], "storage_id": paper.storage, "create_date": paper.at, **target}

    def moved_goods(self) -> st.SearchStrategy[Good]:
        """Products that have moved."""
        return st.sampled_from(
            [self.books.goods[good] for good in sorted({row.good for row in self.books.rows.values()})]
        )

    def body_of_product(self, good: Good) -> dict[str, Any]:
        product = self.shop.products[self.good_ids.index(good.id)]
        return {
            "title": product.title,
            "category_id": product.category_id,
            "sale_unit_id": good.sale_unit_id,
            "service_unit_id": good.write_off_unit_id,
        }


@st.composite
def lines(draw: st.DrawFn, good_ids: list[int], decimals: int, *, is_whole: bool) -> Line:
    """A line whose total has so many decimals; unless it is whole, price and total may be left out.

    Some totals contradict the rest.
    """
    unit = draw(UNIT)
    usual = _WHOLE | _EXACT | _FINE if unit is UnitKind.SALE else _WHOLE | _EXACT
    line = Line(
        good=draw(st.sampled_from(good_ids)),
        unit=unit,
        amount=draw(_ODD if draw(RARELY) else usual) * (-1 if draw(RARELY) else 1),
        price=draw(PRICES if is_whole else st.none() | PRICES),
        discount=draw(DISCOUNTS),
        cost=None,
    )
    if line.price is None:
        return replace(line, cost=draw(st.none() | PRICES.map(lambda price: round(price, decimals))))
    off = WRONG if draw(RARELY) else draw(st.sampled_from(OFF if is_whole else [None, *OFF]))
    if off is None:
        return line
    return replace(line, cost=max(Decimal(0), line.total(line.price, decimals) + off.scaleb(-decimals)))


def _body_of_line(line: Line) -> dict[str, Any]:
    said = {"cost_per_unit": line.price, "cost": line.cost}
    return {
        "good_id": line.good,
        "operation_unit_type": UNIT_CODES[line.unit],
        "amount": line.amount,
        "discount": line.discount,
        **{name: value for name, value in said.items() if value is not None},
    }
