"""How many transactions an export will have."""

from datetime import timedelta

from parlour.access.tenant import Tenant
from parlour.areas.inventory.service.export import count_in_period
from parlour.areas.stock.model.stock import Kind
from parlour.db.pool import Connection
from tests.support.factories.catalogue import for_chain, make_category, make_product
from tests.support.factories.stock import LONG_AGO, make_document, make_transaction

DAY = timedelta(days=1)
HERE, AT_A_SISTER = 2, 4


async def test_live_transactions_of_the_location_and_the_period_are_counted(conn: Connection, tenant: Tenant) -> None:
    shared = for_chain(tenant)
    product = await make_product(conn, shared, await make_category(conn, shared), "Argan")
    written = [(HERE, 0), (HERE, 1), (HERE, 2), (HERE, 3), (AT_A_SISTER, 1)]
    for storage_id, day in written:
        document_id = await make_document(conn, tenant, Kind.RECEIPT, storage_id, occurred_at=LONG_AGO + day * DAY)
        await make_transaction(conn, tenant, document_id, product.id, 1, storage_id=storage_id)
    await conn.execute(
        "UPDATE stock_transactions SET location_id = (SELECT location_id FROM storages WHERE id = $1) "
        "WHERE storage_id = $1",
        AT_A_SISTER,
    )
    counts = [
        await count_in_period(conn, tenant, since, until)
        for since in (None, LONG_AGO + DAY, LONG_AGO + 9 * DAY)
        for until in (None, LONG_AGO + 3 * DAY, LONG_AGO - DAY)
    ]
    assert counts == [4, 3, 0, 3, 2, 0, 0, 0, 0]
    await conn.execute("UPDATE stock_transactions SET deleted_at = now() WHERE occurred_at = $1", LONG_AGO + DAY)
    assert await count_in_period(conn, tenant, None, None) == 3
