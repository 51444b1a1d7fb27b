"""Clients made by openapi-generator compile or load, and get along with a started server."""

from pathlib import Path

import pytest

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.media_type import MEDIA_TYPE
from tests.generators.made import CLIENTS, Client
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.stock import storages_of, take_out
from tests.support.people import HARBOUR, OWNER, PARTNER_TOKEN, PASSWORD
from tests.support.server import serving


@pytest.mark.timeout(600)
@pytest.mark.parametrize("client", CLIENTS, ids=[client.generator for client in CLIENTS])
async def test_a_client_is_made_and_does_its_work(
    client: Client, description: Path, database_url: str, conn: Connection, tenant: Tenant, tmp_path: Path
) -> None:
    version, directory = description.stem, tmp_path / "client"
    client.generate(description, directory, version)
    client.compile(directory, version)

    category = await make_category(conn, tenant)
    product = await make_product(conn, tenant, category, "Shampoo")
    (storage, *_) = await storages_of(conn, tenant)
    sale = await take_out(conn, tenant, product.id, storage, 1)
    with serving(database_url) as server:
        told = {
            "BASE_URL": server.base_url,
            "PARTNER": PARTNER_TOKEN,
            "LOGIN": OWNER.email,
            "PASSWORD": PASSWORD,
            "TOKENS": OWNER.headers["Authorization"],
            "ACCEPT": MEDIA_TYPE,
            "LOCATION": str(HARBOUR),
            "CATEGORY": str(category.id),
            "PRODUCT": str(product.id),
            "SALE": str(sale),
        }
        client.tell(directory, version, told)
    titles = {row["title"] for row in await conn.fetch("SELECT title FROM products")}
    assert titles == {"Shampoo", *([f"Made in {client.generator}"] if version == "v1" else [])}
