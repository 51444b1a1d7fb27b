"""From lines as users enter them to the transactions that are written. Pure: no database, no clock."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from parlour.areas.inventory.model.documents import (
    DocumentFields,
    Line,
    StockedProduct,
    StoredTransaction,
    TransactionFields,
)
from parlour.areas.inventory.refusals import WRONG_TOTAL
from parlour.areas.stock.model.stock import (
    EXACT,
    MAX_AMOUNT,
    MAX_MONEY,
    SALE_AMOUNT,
    UNIT_COST,
    Kind,
    Quantity,
    UnitKind,
    rounded,
    total_of,
)
from parlour.currencies import Currency
from parlour.errors import Fault

# A price computed from a total has as few decimals as possible: first the currency's are tried, then these.
FINER_PRICES = (Decimal("0.0001"), Decimal("1e-6"), Decimal("1e-8"), Decimal("1e-10"))


class LineError(ValueError):
    """The error of a line that can't be entered. The field of its `fault` is relative to the line."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


class CountResult(msgspec.Struct, frozen=True):
    """The result of a stock-take: the counted amount less the expected one, with its price and cost."""

    amount: Decimal
    sale_amount: Decimal
    price: Decimal
    cost: Decimal

    @classmethod
    def of(
        cls, counted: Decimal, expected: Decimal, unit: UnitKind, ratio: Decimal, known: "KnownCosts"
    ) -> "CountResult":
        amount, unit_cost = counted - expected, known.unit_cost
        return cls(
            amount=amount,
            sale_amount=rounded(EXACT.divide(amount, ratio), SALE_AMOUNT),
            price=rounded(
                unit_cost if unit is UnitKind.WRITE_OFF else EXACT.multiply(unit_cost, ratio), known.currency.rate
            ),
            cost=rounded(EXACT.multiply(abs(amount), unit_cost), known.currency.smallest),
        )

    @property
    def quantity(self) -> Quantity:
        return Quantity(self.amount, self.sale_amount)


def unit_cost_of(product: StockedProduct, average: Decimal | None) -> Decimal:
    """Return the current cost of one write-off unit: the average, or as set by hand."""
    if average is not None and not product.is_cost_price_fixed:
        return average
    return rounded(EXACT.divide(product.cost_price, product.unit_ratio), UNIT_COST)


class KnownCosts(msgspec.Struct, frozen=True):
    """Price and costs to use where a line gives none."""

    currency: Currency
    unit_cost: Decimal
    """The cost of one write-off unit."""
    price: Decimal | None = None
    """The price of a transaction before its change, for the unit of the line."""
    cost: Decimal | None = None
    """Its total before the change, if nothing changes from which the total is computed."""

    @classmethod
    def of_change(cls, line: Line, before: StoredTransaction, currency: Currency) -> "KnownCosts":
        """Return the price and costs that a transaction keeps when it is changed, but its product isn't."""
        if line.unit != before.unit:
            convert = EXACT.multiply if line.unit is UnitKind.SALE else EXACT.divide
            return cls(currency, before.unit_cost, rounded(convert(before.price, before.unit_ratio), FINER_PRICES[-1]))
        is_same = (abs(line.entered), line.discount) == (before.entered, before.discount)
        return cls(currency, before.unit_cost, before.price, before.cost if is_same else None)


def transactions_of_line(
    line: Line,
    document: DocumentFields,
    product: StockedProduct,
    known: KnownCosts,
    expected: Decimal | None,
    *,
    reveals_costs: bool,
) -> Iterator[TransactionFields]:
    """Yield one transaction; for a transfer two, out of one storage and into the other.

    `expected` is the amount that a stock-take should find. Raise `LineError` for a line that can't be entered; without
    `reveals_costs` its message has no amounts of money, and doesn't depend on the cost of the product.
    """
    if document.kind is Kind.STOCK_TAKE:
        transaction = _counted(line, document, product, known, expected or Decimal(0))
        yield _bounded(transaction, document.kind, is_computed=True, reveals_costs=reveals_costs)
        return
    transaction = _moved(line, document, product, known, reveals_costs=reveals_costs)
    if document.kind is not Kind.RECEIPT:
        transaction = replace(transaction, amount=-transaction.amount, sale_amount=-transaction.sale_amount)
    yield transaction
    if document.to_storage_id:
        yield replace(
            transaction,
            storage_id=document.to_storage_id,
            amount=-transaction.amount,
            sale_amount=-transaction.sale_amount,
        )


def _moved(
    line: Line, document: DocumentFields, product: StockedProduct, known: KnownCosts, *, reveals_costs: bool
) -> TransactionFields:
    if document.kind is Kind.RECEIPT and line.entered < 0:
        raise LineError(Fault("amount", "Must be more than 0 in a receipt."))
    quantity = Quantity.of(abs(line.entered), line.unit, product.unit_ratio)
    _check_size(quantity)
    is_computed = line.price is None and line.cost is None
    price = _price_of(line, document.kind, product, known)
    if is_computed and known.cost is not None:
        cost = known.cost
    else:
        cost = _cost_of(line, price, known.currency, reveals_costs=reveals_costs)
    transaction = _bounded(
        _fields_of(line, document, product, quantity, price, cost, known.unit_cost),
        document.kind,
        is_computed=is_computed,
        reveals_costs=reveals_costs,
    )
    if document.kind is Kind.RECEIPT:
        return replace(transaction, unit_cost=rounded(EXACT.divide(transaction.cost, transaction.amount), UNIT_COST))
    return transaction


def _counted(
    line: Line, document: DocumentFields, product: StockedProduct, known: KnownCosts, expected: Decimal
) -> TransactionFields:
    if line.entered < 0:
        raise LineError(Fault("amount", "Must be at least 0: it is what was counted."))
    counted = Quantity.of(line.entered, line.unit, product.unit_ratio).amount
    if counted > MAX_AMOUNT:
        raise LineError(Fault("amount", f"Must be at most {MAX_AMOUNT} in write-off units."))
    difference = CountResult.of(counted, expected, line.unit, product.unit_ratio, known)
    transaction = _fields_of(
        line, document, product, difference.quantity, difference.price, difference.cost, known.unit_cost
    )
    return replace(transaction, counted=counted, expected=expected, discount=Decimal(0))


def _bounded(
    transaction: TransactionFields, kind: Kind, *, is_computed: bool, reveals_costs: bool
) -> TransactionFields:
    """Return the transaction. Raise `LineError` when its price or cost is above `MAX_MONEY`.

    When they are computed from a cost that the user may not see, they are reduced to the maximum instead: the smallest
    amount that is refused would reveal the cost.
    """
    if is_computed and kind is not Kind.SALE and not reveals_costs:
        return replace(transaction, price=min(transaction.price, MAX_MONEY), cost=min(transaction.cost, MAX_MONEY))
    for field, value in (("price", transaction.price), ("cost", transaction.cost)):
        if value > MAX_MONEY:
            hint = f"; with this amount it is {value:f}" if reveals_costs else ""
            raise LineError(Fault(field, f"Must be at most {MAX_MONEY}{hint}."))
    return transaction


def _check_size(quantity: Quantity) -> None:
    if quantity.amount == 0 or quantity.sale_amount == 0:
        raise LineError(Fault("amount", "Must not be 0, nor so little that it is none in the product's other unit."))
    if max(quantity.amount, quantity.sale_amount) > MAX_AMOUNT:
        raise LineError(Fault("amount", f"Must be at most {MAX_AMOUNT} in either unit of the product."))


def _price_of(line: Line, kind: Kind, product: StockedProduct, known: KnownCosts) -> Decimal:
    """Return the price for the line's unit: as given, from the given cost, unchanged, or from the product."""
    if line.price is not None:
        return line.price
    if line.cost is not None:
        return _price_for(line, line.cost, known.currency)
    if known.price is not None:
        return known.price
    if kind is Kind.SALE:
        price = product.price if line.unit is UnitKind.SALE else EXACT.divide(product.price, product.unit_ratio)
    else:
        price = EXACT.multiply(known.unit_cost, product.unit_ratio) if line.unit is UnitKind.SALE else known.unit_cost
    return rounded(price, known.currency.rate)


def _price_for(line: Line, cost: Decimal, currency: Currency) -> Decimal:
    """Return the price with the fewest decimals that gives this total; if there is none, the nearest."""
    if line.discount == 100:
        return Decimal(0)
    exact = EXACT.divide(EXACT.multiply(cost, 100), EXACT.multiply(abs(line.entered), 100 - line.discount))
    for places in (currency.smallest, *FINER_PRICES):
        price = rounded(exact, places)
        if abs(total_of(line.entered, price, line.discount, currency.smallest) - cost) <= currency.smallest:
            break
    return price


def _cost_of(line: Line, price: Decimal, currency: Currency, *, reveals_costs: bool) -> Decimal:
    """Return the total. Raise `LineError` if amount, price and discount contradict it by more than the smallest coin.

    If these give 0 (100 % off, no price), or the given total is 0, the given total is accepted: clients send this for
    gifts, and for products that are paid in another way (Q-050).
    """
    total = total_of(line.entered, price, line.discount, currency.smallest)
    if line.cost is None:
        return total
    if total and line.cost and abs(line.cost - total) > currency.smallest:
        raise LineError(WRONG_TOTAL.fault("cost", f", which make {total:f}" if reveals_costs else ""))
    return line.cost


def _fields_of(
    line: Line,
    document: DocumentFields,
    product: StockedProduct,
    quantity: Quantity,
    price: Decimal,
    cost: Decimal,
    unit_cost: Decimal,
) -> TransactionFields:
    return TransactionFields(
        product_id=product.id,
        storage_id=document.storage_id,
        unit=line.unit,
        amount=quantity.amount,
        sale_amount=quantity.sale_amount,
        unit_ratio=product.unit_ratio,
        sale_unit_id=product.sale_unit_id,
        write_off_unit_id=product.write_off_unit_id,
        price=price,
        discount=line.discount,
        cost=cost,
        unit_cost=unit_cost,
        **line.details(),
    )
