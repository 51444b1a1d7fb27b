"""A product to give pictures to, and the directory where they are kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.areas.products.model.products import Product
from parlour.db.pool import Connection
from tests.support.client import Form
from tests.support.factories.catalogue import make_category, make_product
from tests.support.factories.images import picture
from tests.support.people import HARBOUR


@pytest.fixture
async def product(conn: Connection, tenant: Tenant) -> Product:
    return await make_product(conn, tenant, await make_category(conn, tenant), "Argan")


@pytest.fixture
def form(product: Product) -> Callable[..., Form]:
    """A good form for the product, with what a test changes in it; None leaves a field out."""

    def build(**changes: Any) -> Form:
        whole = {"image": picture(), "company_id": HARBOUR, "good_id": product.id, **changes}
        return Form({name: value for name, value in whole.items() if value is not None})

    return build


@pytest.fixture
def store(litestar: Litestar) -> Callable[[], set[str]]:
    """The names of all files that are there now."""
    directory: Path = litestar.state.settings.data_dir / "images"
    return lambda: {str(file.relative_to(directory)) for file in directory.rglob("*.webp")}
