"""What stock should be: plain records in memory, and all else worked out from them, each time from the beginning.

Nothing here comes from the code under test, save the words for kinds and units.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from parlour.areas.stock.model.stock import Kind, UnitKind
from tests.inventory.conversion import converted
from tests.inventory.records import (
    AMOUNT,
    FINER_PRICES,
    MOST,
    MOST_MONEY,
    NEW_ID,
    SALE_AMOUNT,
    UNIT_COST,
    Closed,
    Good,
    Line,
    Paper,
    Refused,
    Row,
    half_up,
)


class Books(msgspec.Struct, kw_only=True):
    """All that is known of a location's stock. Whatever refuses leaves books behind that are not to be used."""

    goods: dict[int, Good]
    papers: dict[int, Paper]
    rows: dict[int, Row]
    allows_negative: bool
    closed_until: date | None
    timezone: ZoneInfo
    decimals: int
    """Of money."""

    @property
    def decimals_of_rates(self) -> int:
        """Of prices for one unit that are worked out."""
        return max(self.decimals + 2, 4)

    def copy(self) -> "Books":
        return replace(self, goods=dict(self.goods), papers=dict(self.papers), rows=dict(self.rows))

    # What follows from the rows.

    def of_paper(self, paper: int) -> list[Row]:
        return sorted((row for row in self.rows.values() if row.paper == paper), key=lambda row: row.id)

    def of_good(self, good: int) -> list[Row]:
        return [row for row in self.listing() if row.good == good]

    def listing(self) -> list[Row]:
        return sorted(self.rows.values(), key=lambda row: (row.at, row.id))

    def levels(self) -> dict[tuple[int, int], Decimal]:
        """On hand by product and storage."""
        sums: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
        for row in self.rows.values():
            sums[row.good, row.storage] += row.amount
        return sums

    def average(self, good: int) -> Decimal | None:
        """What a write-off unit costs on average, from the first row to the last."""
        there, average = Fraction(0), None
        for row in self.of_good(good):
            if row.kind is Kind.TRANSFER:
                continue
            if row.kind is Kind.RECEIPT:
                held = there if there > 0 and average is not None else Fraction(0)
                worth = held * Fraction(average or 0) + Fraction(row.cost)
                average = half_up(worth / (held + Fraction(row.amount)), UNIT_COST)
            there += Fraction(row.amount)
        return average

    def cost_price(self, good: int) -> Decimal:
        """What a sale unit costs."""
        product, average = self.goods[good], self.average(good)
        if product.is_fixed or average is None:
            return product.cost_price
        return half_up(Fraction(average) * Fraction(product.ratio), self.decimals)

    def unit_cost(self, good: int) -> Decimal:
        """What a write-off unit costs in a new transaction."""
        product, average = self.goods[good], self.average(good)
        if product.is_fixed or average is None:
            return half_up(Fraction(product.cost_price) / Fraction(product.ratio), UNIT_COST)
        return average

    def lay_there(self, good: int, storage: int, at: datetime, row_id: int = 2 * NEW_ID) -> Decimal:
        """What lay in a storage at a moment, before a row of that moment; a row that is still to come is the last."""
        return sum(
            (
                row.amount
                for row in self.rows.values()
                if (row.good, row.storage) == (good, storage) and (row.at, row.id) < (at, row_id)
            ),
            Decimal(0),
        )

    # What can be done.

    def enter(self, paper: Paper, lines: Iterable[Line]) -> None:
        """A document with lines; one that is there already gets more of them."""
        self._require_open(paper.at)
        self.papers[paper.id] = paper
        before = self.copy()
        made: list[Row] = []
        for line in lines:
            if paper.kind is Kind.STOCK_TAKE and line.good in {row.good for row in [*made, *before.of_paper(paper.id)]}:
                raise Refused("counted twice")
            found = before.lay_there(line.good, paper.storage, paper.at)
            made += before._rows_of(paper, line, before.unit_cost(line.good), found)
        first = max([NEW_ID, *self.rows]) + 1
        for offset, row in enumerate(made):
            other = None
            if paper.kind is Kind.TRANSFER:
                other = first + (offset - 1 if offset % 2 else offset + 1)
            self.rows[first + offset] = replace(row, id=first + offset, other_half=other)
        self._require_stock(before)

    def change_row(self, row_id: int, line: Line) -> None:
        row, before = self.rows[row_id], self.copy()
        paper = self.papers[row.paper]
        self._require_open(paper.at)
        is_same = line.good == row.good
        if (
            not is_same
            and paper.kind is Kind.STOCK_TAKE
            and line.good in {each.good for each in self.of_paper(paper.id)}
        ):
            raise Refused("counted twice")
        unit_cost = row.unit_cost if is_same else self.unit_cost(line.good)
        found = self.lay_there(line.good, row.storage, row.at, row.id)
        made = self._rows_of(paper, line, unit_cost, found)
        ids = [row.id] if row.other_half is None else sorted((row.id, row.other_half))
        for its_id, new in zip(ids, made, strict=True):
            self.rows[its_id] = replace(new, id=its_id, other_half=self.rows[its_id].other_half)
        self._require_stock(before)

    def delete_row(self, row_id: int) -> None:
        row, before = self.rows[row_id], self.copy()
        self._require_open(row.at)
        for its_id in (row.id, row.other_half):
            self.rows.pop(its_id or 0, None)
        self._require_stock(before)

    def change_paper(self, paper: Paper) -> None:
        """To another moment or other storages."""
        earlier, before = self.papers[paper.id], self.copy()
        self._require_open(earlier.at)
        self._require_open(paper.at)
        self.papers[paper.id] = paper
        for row in before.of_paper(paper.id):
            storage = paper.storage if row.storage == earlier.storage else paper.to_storage
            assert storage is not None
            self.rows[row.id] = replace(row, at=paper.at, storage=storage)
        self._require_stock(before)

    def delete_paper(self, paper_id: int) -> None:
        before = self.copy()
        self._require_open(self.papers.pop(paper_id).at)
        self.rows = {row.id: row for row in self.rows.values() if row.paper != paper_id}
        self._require_stock(before)

    def change_units(self, good: Good, rules: dict[Kind, UnitKind]) -> None:
        """Other units or another ratio; of each kind the amount in the unit of its rule stays as it was."""
        old, before = self.goods[good.id], self.copy()
        self.goods[good.id] = good
        for row in self.of_good(good.id):
            base = rules.get(row.kind, row.unit if row.kind is Kind.STOCK_TAKE else None)
            if base is None:
                raise Refused(f"no rule for {row.kind}")
            self.rows[row.id] = converted(row, base, Fraction(old.ratio), Fraction(good.ratio))
        self._settle()
        earlier = before.levels()
        if not self.allows_negative and any(
            amount < 0 <= earlier[place] for place, amount in self.levels().items()
        ):  # what is owed may become more in other units
            raise Refused("not enough there")

    def fix_cost_price(self, good: int, said: Decimal) -> None:
        if said != self.cost_price(good):
            self.goods[good] = replace(self.goods[good], cost_price=said, is_fixed=said > 0)

    # How.

    def _require_open(self, at: datetime) -> None:
        if self.closed_until is not None and at.astimezone(self.timezone).date() <= self.closed_until:
            raise Closed

    def _settle(self) -> None:
        """Every stock-take, from the first on, finds what lay there: after it lies what was counted."""
        there: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
        for row in self.listing():
            place = row.good, row.storage
            if row.counted is not None and row.expected != there[place]:
                self.rows[row.id] = self._found(row, row.counted, there[place])
            there[place] += self.rows[row.id].amount

    def _require_stock(self, before: "Books") -> None:
        """What lies there and what was found by counts that stay where they are must not be lowered below nothing."""
        self._settle()
        earlier = before.levels()
        short = [place for place, amount in self.levels().items() if amount < 0 and amount < earlier[place]]
        for row in before.rows.values():
            now = self.rows.get(row.id, row)
            if row.expected is None or now.expected is None:
                continue
            is_here = (now.good, now.storage, now.at) == (row.good, row.storage, row.at)
            if is_here and now.expected < 0 and now.expected < row.expected:
                short.append((row.good, row.storage))
        if short and not self.allows_negative:
            raise Refused("not enough there")

    def _rows_of(self, paper: Paper, line: Line, unit_cost: Decimal, found: Decimal) -> list[Row]:
        row = Row(
            id=0,
            paper=paper.id,
            kind=paper.kind,
            good=line.good,
            storage=paper.storage,
            at=paper.at,
            unit=line.unit,
            amount=Decimal(0),
            sale_amount=Decimal(0),
            price=Decimal(0),
            discount=line.discount,
            cost=Decimal(0),
            unit_cost=unit_cost,
        )
        amount, sale_amount = self._in_both_units(line)
        if paper.kind is Kind.STOCK_TAKE:
            if line.amount < 0 or amount > MOST:
                raise Refused("absurd count")
            counted = self._counted(replace(row, discount=Decimal(0)), amount, found)
            if max(counted.price, counted.cost) > MOST_MONEY:
                raise Refused("absurd money")
            return [counted]
        if paper.kind is Kind.RECEIPT and amount < 0:
            raise Refused("a receipt takes nothing out")
        amount, sale_amount = abs(amount), abs(sale_amount)
        if not amount or not sale_amount or max(amount, sale_amount) > MOST:
            raise Refused("absurd amount")
        price = self._price(paper.kind, line, unit_cost)
        total = line.total(price, self.decimals)
        if line.cost and total and abs(line.cost - total) > Decimal(1).scaleb(-self.decimals):
            raise Refused("contradicting total")
        cost = total if line.cost is None else line.cost
        if max(price, cost) > MOST_MONEY:
            raise Refused("absurd money")
        if paper.kind is Kind.RECEIPT:
            unit_cost = half_up(Fraction(cost) / Fraction(amount), UNIT_COST)
            return [replace(row, amount=amount, sale_amount=sale_amount, price=price, cost=cost, unit_cost=unit_cost)]
        out = replace(row, amount=-amount, sale_amount=-sale_amount, price=price, cost=cost)
        if paper.to_storage is None:
            return [out]
        return [out, replace(out, storage=paper.to_storage, amount=amount, sale_amount=sale_amount)]

    def _in_both_units(self, line: Line) -> tuple[Decimal, Decimal]:
        ratio = Fraction(self.goods[line.good].ratio)
        if line.unit is UnitKind.SALE:
            return half_up(Fraction(line.amount) * ratio, AMOUNT), line.amount
        return line.amount, half_up(Fraction(line.amount) / ratio, SALE_AMOUNT)

    def _price(self, kind: Kind, line: Line, unit_cost: Decimal) -> Decimal:
        """What stands there, what follows from the total, or what is known of the product; per entered unit."""
        good = self.goods[line.good]
        if line.price is not None:
            return line.price
        if line.cost is not None:
            return self._price_for(line, line.cost)
        if kind is Kind.SALE:
            exact = Fraction(good.price) / (1 if line.unit is UnitKind.SALE else Fraction(good.ratio))
        else:
            exact = Fraction(unit_cost) * (Fraction(good.ratio) if line.unit is UnitKind.SALE else 1)
        return half_up(exact, self.decimals_of_rates)

    def _price_for(self, line: Line, cost: Decimal) -> Decimal:
        """With as few decimals as make the total."""
        share = (100 - Fraction(line.discount)) / 100
        if not share or not line.amount:
            return Decimal(0)
        exact = Fraction(cost) / (abs(Fraction(line.amount)) * share)
        prices = [half_up(exact, places) for places in (self.decimals, *FINER_PRICES)]
        smallest = Decimal(1).scaleb(-self.decimals)
        fitting = (price for price in prices if abs(line.total(price, self.decimals) - cost) <= smallest)
        return next(fitting, prices[-1])

    def _counted(self, row: Row, counted: Decimal, expected: Decimal) -> Row:
        """A line of a stock-take as it is entered, at what the product costs."""
        per_unit = Fraction(row.unit_cost) * (Fraction(self.goods[row.good].ratio) if row.unit is UnitKind.SALE else 1)
        return replace(self._found(row, counted, expected), price=half_up(per_unit, self.decimals_of_rates))

    def _found(self, row: Row, counted: Decimal, expected: Decimal) -> Row:
        """A line of a stock-take: the difference, and what it is worth."""
        amount = counted - expected
        return replace(
            row,
            counted=counted,
            expected=expected,
            amount=amount,
            sale_amount=half_up(Fraction(amount) / Fraction(self.goods[row.good].ratio), SALE_AMOUNT),
            cost=half_up(abs(Fraction(amount)) * Fraction(row.unit_cost), self.decimals),
        )
