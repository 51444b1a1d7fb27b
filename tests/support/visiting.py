"""A visit for tests: a client's two appointments on one day, and what can be sold and paid in it."""

from decimal import Decimal
from typing import Any

import httpx
import msgspec

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.payments import accounts_of
from tests.support.factories.stock import put_in, storages_of
from tests.support.salon import Salon, open_salon


class Visiting(msgspec.Struct, frozen=True):
    """Ids of a visit: a haircut for 50 at 14:00, and a colouring for 80 at 16:00."""

    salon: Salon
    client: int
    visit: int
    document: int
    cut: int
    cut_line: int
    colour: int
    colour_line: int
    cash: int
    card: int
    product: int
    storage: int

    @property
    def path(self) -> str:
        return f"/visits/{self.visit}/{self.cut}"

    def sale(self, **fields: Any) -> dict[str, Any]:
        """A bottle of shampoo to sell, for 12.50."""
        return {"good_id": self.product, "storage_id": self.storage, "amount": 1, "cost_per_unit": 12.5, **fields}


async def open_visit(conn: Connection, tenant: Tenant) -> Visiting:
    salon = await open_salon(conn, tenant)
    client_id = await make_client(conn, tenant, phone="13155550175")
    cut = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00", client_id=client_id)
    visit = await conn.fetchrow("SELECT v.id, v.document_id FROM visits v")
    assert visit is not None
    shared = {"client_id": client_id, "visit_id": visit["id"]}
    colour = await make_appointment(conn, tenant, salon.ana, "2026-02-02 16:00", 30, **shared)
    cut_line = await add_service(conn, tenant, cut, salon.haircut)
    fields = {"title": "Colouring", "duration": 1800}
    colour_line = await add_service(conn, tenant, colour, salon.colouring, "80", **fields)
    cash, card = await accounts_of(conn, tenant)
    product = await make_product(conn, tenant, await make_category(conn, tenant, "Shelf"), "Shampoo", price=Decimal(15))
    _, storage, *_ = await storages_of(conn, tenant)
    await put_in(conn, tenant, product.id, storage, 10)
    return Visiting(
        salon, client_id, visit["id"], visit["document_id"], cut, cut_line, colour, colour_line, cash, card,
        product.id, storage,
    )  # fmt: skip


async def put(client: Client, visiting: Visiting, **fields: Any) -> httpx.Response:
    """Change the visit: by default the client came, without a comment."""
    return await client.put(visiting.path, {"attendance": 1, "comment": "", **fields})


async def paid(conn: Connection) -> list[tuple[int, int, str]]:
    """The payments that count: what they are for, and how much."""
    rows = await conn.fetch(
        "SELECT expense_id, item_id, amount FROM finance_transactions WHERE deleted_at IS NULL ORDER BY id"
    )
    return [(row[0], row[1], f"{row[2].normalize():f}") for row in rows]
