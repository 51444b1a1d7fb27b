"""Six weeks in the storages of a location: deliveries, sales, usage in treatments, a breakage, a stock-take."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from parlour.areas.stock.model.stock import Kind, UnitKind
from parlour.demo.model import Chain, Product
from parlour.demo.prices import HABITS
from parlour.demo.storage_amounts import Document, Line, Storage, StorageAmounts

DAYS, DELIVERY_DAYS = 42, 7
BREAKAGE_DAYS_AGO, COUNT_DAYS_AGO = 17, 4
# The weekdays, Monday being 0, on which locations of a language are closed, matching their schedules.
CLOSED: dict[str, tuple[int, ...]] = {"en": (6,), "de": (0, 6), "ja": (0,), "ru": ()}
COMMENTS: dict[str, dict[Kind, str]] = {
    "en": {Kind.RECEIPT: "Weekly delivery", Kind.TRANSFER: "For the treatment rooms",
           Kind.WRITE_OFF: "Broken in the window", Kind.STOCK_TAKE: "Count of the consumables"},
    "de": {Kind.RECEIPT: "Wochenlieferung", Kind.TRANSFER: "Für die Kabinen",
           Kind.WRITE_OFF: "Im Schaufenster zerbrochen", Kind.STOCK_TAKE: "Inventur der Verbrauchsware"},
    "ja": {Kind.RECEIPT: "定期納品", Kind.TRANSFER: "施術室へ",
           Kind.WRITE_OFF: "陳列中に破損", Kind.STOCK_TAKE: "消耗品の棚卸"},
    "ru": {Kind.RECEIPT: "Еженедельная поставка", Kind.TRANSFER: "В кабинеты",
           Kind.WRITE_OFF: "Разбилось на витрине", Kind.STOCK_TAKE: "Пересчёт расходников"},
}  # fmt: skip
# The time of day at which each kind of document is written, and for which storage.
WRITTEN = {
    Kind.RECEIPT: (time(8, 40), Storage.PRODUCTS),
    Kind.TRANSFER: (time(9, 15), Storage.PRODUCTS),
    Kind.WRITE_OFF: (time(13, 5), Storage.PRODUCTS),
    Kind.SALE: (time(19, 30), Storage.PRODUCTS),
    Kind.USAGE: (time(19, 40), Storage.CONSUMABLES),
    Kind.STOCK_TAKE: (time(20), Storage.CONSUMABLES),
}
# Shares of the products: those that suppliers are short of, and (of those with small units) those used in treatments.
SCARCE, USED = 0.05, 0.35
DISCOUNTS = (0, 0, 0, 0, 0, 0, 0, 5, 10, 20)


class LocationHistory:
    """The history of one location; `author` is the person who writes its documents."""

    def __init__(self, chain: Chain, location: int, author: int, now: datetime, seed: int) -> None:
        place = chain.locations[location]
        self._rng = random.Random(f"{seed} {place.title}")
        self._products = chain.products
        self._location, self._author, self._language = location, author, place.language
        self._quantum = HABITS[place.currency].cost_quantum
        self._zone = ZoneInfo(place.timezone)
        self._today = now.astimezone(self._zone).date()
        self._amounts = StorageAmounts(chain.products)
        seen = [position for position, product in enumerate(chain.products) if product.location in (None, location)]
        # A few sell well, most now and then.
        self._demand = {position: self._rng.random() ** 4 + 0.02 for position in seen}
        self._scarce = {position for position in seen if self._rng.random() < SCARCE}
        self._used = [at for at in seen if chain.products[at].unit_ratio > 1 and self._rng.random() < USED]
        self._delivered: list[int] = []

    def documents(self) -> Iterator[Document]:
        """Yield its documents in the order of time, the last ones from yesterday."""
        days = [ago for ago in range(DAYS, 0, -1) if self._date(ago).weekday() not in CLOSED[self._language]]
        broken, counted = (_nearest(days, ago) for ago in (BREAKAGE_DAYS_AGO, COUNT_DAYS_AGO))
        for ago in days:
            if (days[0] - ago) % DELIVERY_DAYS == 0:
                yield from self._write(Kind.RECEIPT, ago, self._deliver(ago))
                yield from self._write(Kind.TRANSFER, ago, self._carry_over())
            if ago == broken:
                yield from self._write(Kind.WRITE_OFF, ago, self._break())
            yield from self._write(Kind.SALE, ago, self._sell())
            yield from self._write(Kind.USAGE, ago, self._use_up())
            if ago == counted:
                yield from self._write(Kind.STOCK_TAKE, ago, self._count())

    def _date(self, ago: int) -> date:
        return self._today - timedelta(days=ago)

    def _write(self, kind: Kind, ago: int, lines: list[Line]) -> Iterator[Document]:
        """Yield the document, unless there is nothing to write on it."""
        if not lines:
            return
        at, storage = WRITTEN[kind]
        self._amounts.book(kind, storage, lines)
        yield Document(
            location=self._location,
            author=self._author,
            kind=kind,
            storage=storage,
            to_storage=Storage.CONSUMABLES if kind is Kind.TRANSFER else None,
            occurred_at=datetime.combine(self._date(ago), at, self._zone),
            comment=COMMENTS[self._language].get(kind, ""),
            lines=tuple(lines),
        )

    def _deliver(self, ago: int) -> list[Line]:
        """Return the receipt of products that have run low, at prices that vary a little."""
        lines = []
        for position in self._demand:
            product = self._products[position]
            if product.created_ago < timedelta(days=ago + 1) or not (packs := self._packs_to_order(position)):
                continue
            price = product.cost_price * self._rng.randint(94, 108) / 100
            price = max(price.quantize(self._quantum), self._quantum)
            lines.append(Line(product=position, unit=UnitKind.SALE, entered=Decimal(packs), price=price))
        self._delivered = [*dict.fromkeys([*self._delivered, *(line.product for line in lines)])]
        return lines

    def _packs_to_order(self, position: int) -> int:
        product = self._products[position]
        critical, desired = (
            int(each / product.unit_ratio) for each in (product.critical_amount, product.desired_amount)
        )
        packs = self._amounts.packs(Storage.PRODUCTS, position)
        if position in self._scarce:
            return 0 if position in self._delivered else self._rng.randint(0, critical)
        if packs > (critical + desired) // 2:
            return 0
        return desired - packs + self._rng.randint(0, 2)

    def _carry_over(self) -> list[Line]:
        """Return the transfer of one pack of each product that the treatment rooms are about to run out of."""
        return [
            Line(product=position, unit=UnitKind.SALE, entered=Decimal(-1))
            for position in self._used
            if not self._amounts.packs(Storage.CONSUMABLES, position)
            and self._amounts.packs(Storage.PRODUCTS, position) > 1
        ]

    def _sell(self) -> list[Line]:
        wanted = self._rng.choices(list(self._demand), list(self._demand.values()), k=self._rng.randint(5, 12))
        lines = []
        for position in dict.fromkeys(wanted):
            if packs := min(self._rng.choice((1, 1, 1, 2)), self._amounts.packs(Storage.PRODUCTS, position)):
                price, discount = self._products[position].price, Decimal(self._rng.choice(DISCOUNTS))
                lines.append(
                    Line(product=position, unit=UnitKind.SALE, entered=Decimal(-packs), price=price, discount=discount)
                )
        return lines

    def _use_up(self) -> list[Line]:
        lines = []
        for position in self._rng.sample(self._used, k=min(len(self._used), self._rng.randint(3, 8))):
            dose = _dose(self._products[position], self._rng)
            if dose <= self._amounts.amount(Storage.CONSUMABLES, position):
                lines.append(Line(product=position, unit=UnitKind.WRITE_OFF, entered=-dose))
        return lines

    def _break(self) -> list[Line]:
        there = [position for position in self._delivered if self._amounts.packs(Storage.PRODUCTS, position)]
        return [
            Line(product=position, unit=UnitKind.SALE, entered=Decimal(-1))
            for position in self._rng.sample(there, k=min(len(there), 2))
        ]

    def _count(self) -> list[Line]:
        """Return the counted amounts: most are as expected; for some, a little more was used than was recorded."""
        lines = []
        for position in self._used:
            if expected := self._amounts.amount(Storage.CONSUMABLES, position):
                missing = min(expected, self._rng.choice((0, 0, 0, 1)) * _dose(self._products[position], self._rng))
                lines.append(
                    Line(
                        product=position,
                        unit=UnitKind.WRITE_OFF,
                        entered=-missing,
                        counted=expected - missing,
                        expected=expected,
                    )
                )
        return lines


def _nearest(days: list[int], wanted: int) -> int:
    return min(days, key=lambda ago: abs(ago - wanted))


def _dose(product: Product, rng: random.Random) -> Decimal:
    """Return the usage of one treatment, in write-off units: rarely more than a fifth of a pack."""
    whole = product.unit_ratio * rng.randint(4, 20) / 100
    return max(Decimal(1), (whole / 5).to_integral_value() * 5 if whole > 10 else whole.to_integral_value())
