"""A colouring for tests that uses up 40 ml of argan and 2.5 ml of tint, of which there are 1000 ml and 100 ml."""

from decimal import Decimal
from typing import Any

import httpx
import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials.model import Line
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import add_service, make_appointment
from tests.support.factories.bills import make_bill
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.stock import levels_of, put_in
from tests.support.people import HARBOUR
from tests.support.salon import Salon, open_salon

CARDS = "/technological_cards/record_consumables"
SHELF = 1
"""The storage of consumables."""
IN_MILLILITRES = {"sale_unit_id": 11, "write_off_unit_id": 4, "unit_ratio": Decimal(250)}


class Using(msgspec.Struct, frozen=True):
    """Ids of the appointment and of what it uses up."""

    salon: Salon
    bill: int
    argan: int
    tint: int
    client: int
    appointment: int

    @property
    def record(self) -> str:
        return f"/record/{HARBOUR}/{self.appointment}"

    @property
    def all_consumables(self) -> str:
        return f"{CARDS}/{HARBOUR}/{self.appointment}"

    @property
    def consumables(self) -> str:
        return f"{CARDS}/consumables/{HARBOUR}/{self.appointment}/{self.salon.colouring}"

    @property
    def card(self) -> str:
        return f"{CARDS}/technological_cards/{HARBOUR}/{self.appointment}/{self.salon.colouring}"

    def row(self, product_id: int, amount: Any, **fields: Any) -> dict[str, Any]:
        """Return a row of a request that sets what the colouring uses up."""
        ids = {"goods_transaction_id": 0, "record_id": self.appointment, "service_id": self.salon.colouring}
        return {**ids, "storage_id": SHELF, "good_id": product_id, "price": None, "amount": amount, **fields}

    def booking(self, **fields: Any) -> dict[str, Any]:
        """Return the body of a request for another colouring."""
        return self.salon.booking("16:00", **{"services": [self.salon.colouring], **fields})


async def open_using(conn: Connection, tenant: Tenant, **fields: Any) -> Using:
    salon = await open_salon(conn, tenant)
    category = await make_category(conn, tenant, "Shelf")
    argan = await make_product(conn, tenant, category, "Argan", **IN_MILLILITRES)
    tint = await make_product(conn, tenant, category, "Tint", **IN_MILLILITRES)
    await put_in(conn, tenant, argan.id, SHELF, 1000, cost=Decimal(50))
    await put_in(conn, tenant, tint.id, SHELF, 100)
    lines = Line(SHELF, argan.id, Decimal(40)), Line(SHELF, tint.id, Decimal("2.5"))
    bill = await make_bill(conn, tenant, *lines)
    await conn.execute("UPDATE service_team_members SET bill_id = $1 WHERE service_id = $2", bill.id, salon.colouring)
    client_id = await make_client(conn, tenant)
    at = {"client_id": client_id, **fields}
    appointment = await make_appointment(conn, tenant, salon.ana, "2026-02-02 14:00", 30, **at)
    await add_service(conn, tenant, appointment, salon.colouring, "80", title="Colouring", duration=1800)
    return Using(salon, bill.id, argan.id, tint.id, client_id, appointment)


async def attend(client: Client, using: Using, attendance: int = 1) -> httpx.Response:
    return await client.put(using.record, {"attendance": attendance})


async def on_hand(conn: Connection, tenant: Tenant, using: Using) -> tuple[str, str]:
    """The amounts of argan and tint in the storage of consumables."""
    argan, tint = [(await levels_of(conn, tenant, id_))[SHELF] for id_ in (using.argan, using.tint)]
    return f"{argan.normalize():f}", f"{tint.normalize():f}"
