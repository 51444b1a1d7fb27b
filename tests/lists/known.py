"""Every list that comes in pages, how it is read, and what becomes of it meanwhile."""

from decimal import Decimal
from typing import Any, LiteralString
from urllib.parse import parse_qsl, urlsplit

import httpx

from parlour.access.tenant import Tenant
from parlour.areas.bills_of_materials.model import Line
from parlour.areas.categories.model import Category
from parlour.areas.locations.model import LocationFields
from parlour.areas.locations.service.provisioning import create_location
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.client import Client
from tests.support.factories.appointments import make_appointment
from tests.support.factories.bills import make_bill
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.factories.clients import make_client
from tests.support.factories.events import make_event, make_event_service
from tests.support.factories.reviews import make_review
from tests.support.factories.services import make_service
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction, put_in, storages_of
from tests.support.factories.team import make_team_member
from tests.support.people import CHAIN, HARBOUR

MANY = 9
# Each list with the filters that choose another statement, or another branch of one. `{}` is the category.
LISTS = {
    "get_location_list": ["/companies", f"/companies?group_id={CHAIN}", "/companies?my=1", "/companies?show_deleted=1"],
    "search_product": [f"/goods/search/{HARBOUR}?term=argan", f"/goods/search/{HARBOUR}?term=a-1"],
    "get_product_category_composition": [f"/goods/category_node/{HARBOUR}/{{}}"],
    "get_products_list": [
        f"/goods/{HARBOUR}",
        f"/goods/{HARBOUR}?category_id={{}}",
        f"/goods/{HARBOUR}?term=argan",
        f"/goods/{HARBOUR}?term=argan&category_id={{}}",
        f"/goods/{HARBOUR}?term=a-1",
        f"/goods/{HARBOUR}?changed_after=2000-01-01",
        f"/goods/{HARBOUR}?below=critical",
        f"/goods/{HARBOUR}?below=desired&category_id={{}}",
    ],
    "search_for_product_transactions": [
        f"/storages/transactions/{HARBOUR}",
        f"/storages/transactions/{HARBOUR}?type_id=3",
        f"/storages/transactions/{HARBOUR}?changed_after=2000-01-01",
        f"/storages/transactions/{HARBOUR}?changed_after=2000-01-01&storage_id=2",
    ],
    "deprecated_get_client_list": [
        f"/clients/{HARBOUR}",
        f"/clients/{HARBOUR}?id={','.join(map(str, range(1, 100)))}",
        f"/clients/{HARBOUR}?changed_after=2000-01-01",
        f"/clients/{HARBOUR}?fullname=argan",
    ],
    "get_bill_of_materials_list": [
        f"/technological_cards/{HARBOUR}",
        f"/technological_cards/{HARBOUR}?search=argan",
    ],
    "get_appointment_list": [
        f"/records/{HARBOUR}",
        f"/records/{HARBOUR}?staff_id=1&start_date=2026-01-01&end_date=2026-12-31",
        f"/records/{HARBOUR}?client_id=1",
        f"/records/{HARBOUR}?changed_after=2000-01-01",
        f"/records/{HARBOUR}?c_start_date=2000-01-01",
    ],
    "get_partner_appointment_list": ["/records/partner", f"/records/partner?salon_id={HARBOUR}"],
    "search_events": [
        f"/activity/{HARBOUR}/search?from=2036-01-01&till=2036-12-31",
        f"/activity/{HARBOUR}/search?from=2036-01-01&till=2036-12-31&staff_ids={','.join(map(str, range(1, 100)))}",
    ],
    "get_comments": [f"/comments/{HARBOUR}", f"/comments/{HARBOUR}?rating=5"],
    "list_changes": [f"/audit/{HARBOUR}", f"/audit/{HARBOUR}?entity=product", f"/audit/{HARBOUR}?action=created"],
    "v2.list_products": [
        f"/api/v2/locations/{HARBOUR}/products",
        f"/api/v2/locations/{HARBOUR}/products?filter[ids]={','.join(map(str, range(1, 100)))}",
    ],
    "v2.list_services": [
        f"/api/v2/locations/{HARBOUR}/services",
        f"/api/v2/locations/{HARBOUR}/services?filter[service_ids]={','.join(map(str, range(1, 100)))}",
    ],
    "v2.list_attendance_services": [
        f"/api/v2/locations/{HARBOUR}/attendance_services",
        f"/api/v2/locations/{HARBOUR}/attendance_services?filter[term]=alike",
    ],
    "v2.list_appointments": [
        f"/api/v2/locations/{HARBOUR}/appointments",
        f"/api/v2/locations/{HARBOUR}/appointments?filter[client_id]=1",
    ],
    "v2.list_events": [
        f"/api/v2/locations/{HARBOUR}/events?filter[from]=2036-01-01&filter[to]=2036-12-31",
        f"/api/v2/locations/{HARBOUR}/events?filter[from]=2036-01-01&filter[to]=2036-12-31&filter[capacity]=1",
    ],
    "v2.autocomplete_products": [
        f"/api/v2/locations/{HARBOUR}/products/autocomplete?filter[term]=argan",
        f"/api/v2/locations/{HARBOUR}/products/autocomplete?filter[term]=a-1",
    ],
}
WITHOUT_PAGES = {"suggest_clients"}
"""Lists that are cut off after so many rows."""
ALL = [address for addresses in LISTS.values() for address in addresses]
SEARCHES = [*LISTS["search_product"], *LISTS["v2.autocomplete_products"]]
BY_ID = [
    *LISTS["get_location_list"],
    *LISTS["get_products_list"],
    *LISTS["get_bill_of_materials_list"],
    *LISTS["deprecated_get_client_list"],
    *LISTS["v2.list_products"],
]

HIDE_PRODUCT: LiteralString = "UPDATE products SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_CATEGORY: LiteralString = "UPDATE categories SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_SERVICE: LiteralString = "UPDATE services SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_CLIENT: LiteralString = "UPDATE clients SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_APPOINTMENT: LiteralString = "UPDATE appointments SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_EVENT: LiteralString = "UPDATE events SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_BILL: LiteralString = "UPDATE bills_of_materials SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_REVIEW: LiteralString = "UPDATE reviews SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
HIDE_TRANSACTION: LiteralString = "UPDATE stock_transactions SET deleted_at = now() WHERE chain_id = $1 AND id = $2"
CLOSE_LOCATION: LiteralString = "UPDATE locations SET closed_at = now() WHERE chain_id = $1 AND id = $2"
# By what a row shows, or else by the address of the list; products otherwise.
HIDDEN = {"service": HIDE_SERVICE, "category": HIDE_CATEGORY}
HIDDEN_AT = {
    "/companies": CLOSE_LOCATION,
    "/storages": HIDE_TRANSACTION,
    "/technological_cards": HIDE_BILL,
    "/records": HIDE_APPOINTMENT,
    "/appointments": HIDE_APPOINTMENT,
    "/activity": HIDE_EVENT,
    "/events": HIDE_EVENT,
    "/clients": HIDE_CLIENT,
    "/comments": HIDE_REVIEW,
}


def size_of(address: str) -> str:
    if "/records/partner" in address:
        return "editable_length"
    return "limit" if "/v2/" in address else "count"


def with_query(address: str, **more: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{address}{'&' if '?' in address else '?'}{query}"


def rows_in(response: httpx.Response) -> list[Any]:
    assert response.status_code == 200, response.text
    data = response.json()["data"]
    return list(data["children"] if isinstance(data, dict) else data)


def id_of(row: dict[str, Any]) -> tuple[str, int]:
    """What a row shows."""
    if "item_id" in row:
        return ("product", row["item_id"]) if row["item_id"] else ("category", row["category_id"])
    if "good_id" in row:
        return "product", row["good_id"]
    return str(row.get("type", "thing")), int(row["id"])


async def page_of(client: Client, address: str, count: int, **where: Any) -> httpx.Response:
    return await client.get(with_query(address, **{size_of(address): count}, **where))


async def whole(client: Client, address: str) -> list[tuple[str, int]]:
    """All of a list that has no more than a hundred rows."""
    return [id_of(row) for row in rows_in(await page_of(client, address, 100))]


def link_of(response: httpx.Response) -> str | None:
    """The address of the next page, as far as there is any."""
    link = response.links.get("next")
    return None if link is None else link["url"]


def parameters_of(address: str) -> dict[str, str]:
    """Those of a query, several of one name as a list of values is written."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(urlsplit(address).query, keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


async def fill(conn: Connection, tenant: Tenant) -> Category:
    """A category full of things that are named alike, so that ids decide; some of the chain."""
    shelf = await make_category(conn, for_chain(tenant), "Shelf")
    for number in range(MANY):
        owner = tenant if number % 3 else for_chain(tenant)
        product = await make_product(
            conn, owner, shelf, "Argan", article=f"A-1{number % 2}", critical_amount=5, desired_amount=9
        )
        await make_category(conn, owner, "Argan below", parent_id=shelf.id)
        await put_in(conn, tenant, product.id, 2, 1 + number % 2)
        await make_service(conn, tenant, "Alike", weight=number % 2, **({} if number % 3 else {"location_id": None}))
        await make_bill(conn, tenant, Line(1, product.id, Decimal(number + 1)), title="Argan")
        await make_client(conn, tenant, "Argan")
        await make_review(conn, tenant, created_at=LONG_AGO)
        await open_location(conn)
    member_id = await make_team_member(conn, tenant)
    service_id = await make_event_service(conn, tenant)
    for number in range(MANY):  # each two at the same time
        await make_appointment(conn, tenant, member_id, f"2026-02-0{2 + number // 2} 10:00", client_id=1, partner_id=1)
    for number in range(MANY // 2):  # few: each is a line of the audit log, too
        await make_event(conn, tenant, member_id, service_id, f"2036-02-0{2 + number // 2} 12:00")
    return shelf


async def open_location(conn: Connection) -> None:
    fields = LocationFields(title="Alike", country_code="US", timezone="America/New_York", currency="USD", locale="en")
    await create_location(conn, CHAIN, fields, owner_id=None)


class Others:
    """Writers that change a list while it is read."""

    def __init__(self, conn: Connection, tenant: Tenant, shelf: Category) -> None:
        self._conn = conn
        self._tenant = tenant
        self._shelf = shelf

    async def add(self) -> None:
        """Something to every list, at its beginning, in its middle and at its end, as far as the order has these."""
        for title, article in (("A argan", "A-1"), ("Argan", "A-10"), ("Zargan", "A-19")):
            fields = {"article": article, "critical_amount": 5, "desired_amount": 9}
            product = await make_product(self._conn, self._tenant, self._shelf, title, **fields)
            await make_category(self._conn, self._tenant, title, parent_id=self._shelf.id)
            await make_bill(self._conn, self._tenant, Line(1, product.id, Decimal(1)), title=title)
            await make_client(self._conn, self._tenant, title)
        for weight in (9, 1, -9):
            await make_service(self._conn, self._tenant, "Alike", weight=weight)
        await open_location(self._conn)
        for time in ("2026-02-01 10:00", "2026-02-03 10:00", "2026-02-09 10:00"):
            await make_appointment(self._conn, self._tenant, 1, time, client_id=1, partner_id=1)
            await make_event(self._conn, self._tenant, 1, 1, time.replace("2026", "2036"))
        _, storage, *_ = await storages_of(self._conn, self._tenant)
        for at in (LONG_AGO.replace(year=2025), LONG_AGO, LONG_AGO.replace(month=12, year=2025)):
            document = await make_document(self._conn, self._tenant, Kind.RECEIPT, storage, occurred_at=at)
            await make_transaction(self._conn, self._tenant, document, product.id, 1, changed_at=at)
            await make_review(self._conn, self._tenant, created_at=at)

    async def remove(self, address: str, what: tuple[str, int]) -> None:
        """A row out of a list. Of the audit log nothing is ever taken."""
        kind, id_ = what
        statement = HIDDEN.get(kind) or next(
            (hide for part, hide in HIDDEN_AT.items() if part in address), HIDE_PRODUCT
        )
        if not address.startswith("/audit"):
            await self._conn.execute(statement, CHAIN, id_)
