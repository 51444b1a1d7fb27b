"""What changing the units of a product refuses, provoked and compared with the published examples."""

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from tests.contract.test_refusals import RefusalChecker
from tests.support.client import Client
from tests.support.contract import Description
from tests.support.factories.catalogue import make_category, make_product, product_form
from tests.support.factories.stock import put_in
from tests.support.people import HARBOUR


async def test_a_past_without_rules(client: Client, conn: Connection, tenant: Tenant, published: Description) -> None:
    checker = RefusalChecker(published)
    shelf = await make_category(conn, tenant)
    product = await make_product(conn, tenant, shelf, "Argan")
    await put_in(conn, tenant, product.id, 1, 5)
    for name, rules in (("has_movements", []), ("no_rule", [{"type": 1, "base_unit": "sale"}])):
        form = product_form(shelf, correction_rules=rules)
        checker.compare("update_product", name, await client.put(f"/goods/{HARBOUR}/{product.id}", form))
