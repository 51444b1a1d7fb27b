"""A place whose services use up two products, for the machine that tries it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from parlour.areas.bills_of_materials.model import Line
from parlour.areas.stock.model.stock import Kind
from tests.appointments.place import Place
from tests.support.factories.bills import make_bill
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import levels_of, make_document, make_transaction, storages_of

CARDS = "/technological_cards/record_consumables"


class UsingPlace(Place):
    """The owner's view of appointments and of the stock that they use up."""

    ON_HAND: ClassVar[Decimal] = Decimal(1000)

    def at_service(self, what: str, appointment: int, service: int) -> str:
        return f"{self.at(f'{CARDS}/{what}')}/{appointment}/{self.services[service]}"

    def book(self, member: int, services: tuple[int, ...], attendance: int) -> int:
        body = {
            "staff_id": self.members[member],
            "services": [self.services[each] for each in services],
            "datetime": "2026-03-02 10:00",
            "attendance": attendance,
            "save_if_busy": True,
        }
        response = self.send("POST", self.at("/records"), body)
        assert response.status_code == 201, response.text
        return int(response.json()["data"]["id"])

    def set_bill(self, member: int, service: int, amounts: Mapping[int, int]) -> None:
        lines = [Line(self.shelf, self.products[product], Decimal(amount)) for product, amount in amounts.items()]
        bill = self.wait(make_bill(self.conn, self.tenant, *lines))
        self.wait(
            self.conn.execute(
                "UPDATE service_team_members SET bill_id = $1 WHERE team_member_id = $2 AND service_id = $3",
                bill.id,
                self.members[member],
                self.services[service],
            )
        )

    def set_consumables(self, appointment: int, service: int, amounts: Mapping[int, int]) -> None:
        rows: list[dict[str, Any]] = [
            {
                "goods_transaction_id": 0,
                "record_id": appointment,
                "service_id": self.services[service],
                "storage_id": self.shelf,
                "good_id": self.products[product],
                "price": None,
                "amount": amount,
            }
            for product, amount in amounts.items()
        ]
        response = self.send("PUT", self.at_service("consumables", appointment, service), {"consumables": rows})
        assert response.status_code == 200, response.text

    def take_bill(self, appointment: int, service: int, *, with_consumables: bool) -> int:
        path = self.at_service("technological_cards", appointment, service)
        return self.send("DELETE", path, delete_consumables=int(with_consumables)).status_code

    def on_hand(self, product: int) -> Decimal:
        return self.wait(levels_of(self.conn, self.tenant, self.products[product]))[self.shelf]

    def shown(self, appointment: int) -> dict[int, dict[int, Decimal]]:
        """What each service of an appointment uses up, by the numbers of services and products."""
        rows = self.send("GET", f"{self.at(CARDS)}/{appointment}").json()["data"]
        return {
            self.services.index(row["service_id"]): {
                self.products.index(each["good_id"]): Decimal(each["amount"]) for each in row["consumables"]
            }
            for row in rows
        }

    async def _furnish(self) -> None:
        await super()._furnish()
        conn, tenant = self.conn, self.tenant
        self.shelf, *_ = await storages_of(conn, tenant)
        category = await make_category(conn, tenant, "Shelf")
        self.products = [(await make_product(conn, tenant, category, title)).id for title in ("Argan", "Tint")]
        document = await make_document(conn, tenant, Kind.RECEIPT, self.shelf)
        for product in self.products:
            await make_transaction(conn, tenant, document, product, self.ON_HAND)
