"""Operations: documents with their transactions, as clients send them in one request."""

import random
from datetime import UTC, datetime

from bench import stock, traffic
from bench.case import VARIANTS
from bench.dataset import LOCATIONS, PRODUCTS_SEEN
from bench.stock_rows import LINES
from bench.traffic import Request

TYPES = {"sale": 1, "usage": 2, "receipt": 3, "write_off": 4, "transfer": 5}
STOCK_TAKE = 6
WRITE_OFF_UNITS = 2
LONG_AGO = datetime(2025, 6, 1, 12, tzinfo=UTC)


def operation(
    kind: str, location_id: int, amounts: dict[int, int], happened_at: datetime | None = None
) -> tuple[str, dict[str, object]]:
    """Return address and body; `amounts` are in write-off units, by product. Each unit costs 1."""
    consumables, products = stock.storages_of(location_id)
    body: dict[str, object] = {
        "type_id": TYPES[kind],
        "storage_id": products,
        "create_date": (happened_at or datetime.now(UTC)).isoformat(timespec="seconds"),
        "goods_transactions": [
            {
                "good_id": product,
                "operation_unit_type": WRITE_OFF_UNITS,
                "amount": amount,
                "cost_per_unit": 1,
                "discount": 0,
                "cost": amount,
            }
            for product, amount in amounts.items()
        ],
    }
    if kind == "transfer":
        body["to_storage_id"] = consumables
    return f"/api/v1/storage_operations/operation/{location_id}", body


def operations(kind: str, happened_at: datetime | None = None) -> list[Request]:
    """Return requests of all locations, each with as many products as a document may have."""
    draw = random.Random(5)
    return [
        traffic.post(*operation(kind, location, _amounts(draw, location), happened_at))
        for location in draw.choices(range(1, LOCATIONS + 1), k=VARIANTS)
    ]


def _amounts(draw: random.Random, location_id: int) -> dict[int, int]:
    numbers = draw.sample(range(PRODUCTS_SEEN), LINES)
    return {stock.product_of(location_id, number): draw.randint(1, 50) for number in numbers}
