"""What can be worked out of a product."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from parlour.areas.products.model.products import Product, ProductFields, ProductPatch


def a_product(**fields: Any) -> Product:
    given: dict[str, Any] = {
        "id": 501,
        "location_id": 1,
        "category_id": 14,
        "category_title": "Shampoos",
        "title": "Argan",
        "receipt_title": "",
        "article": "",
        "barcode": "",
        "price": Decimal(0),
        "cost_price": Decimal(0),
        "unit_cost_price": Decimal(0),
        "sale_unit_id": 11,
        "sale_unit_short_title": "bottle",
        "write_off_unit_id": 4,
        "write_off_unit_short_title": "ml",
        "unit_ratio": Decimal(1),
        "critical_amount": Decimal(0),
        "desired_amount": Decimal(0),
        "net_mass": Decimal(0),
        "gross_mass": Decimal(0),
        "comment": "",
        "tax_variant": None,
        "vat_id": None,
        "is_marked": False,
        "revision": 1,
        "changed_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Product(**{**given, **fields})


@pytest.mark.parametrize(("location_id", "is_chain"), [(1, False), (None, True)])
def test_without_a_location_a_product_belongs_to_the_chain(location_id: int | None, is_chain: bool) -> None:
    assert a_product(location_id=location_id).is_chain is is_chain


@pytest.mark.parametrize(("article", "label"), [("", "Argan"), ("AR-250", "Argan (AR-250)"), ("(x)", "Argan ((x))")])
def test_the_label_is_the_title_with_the_article_if_any(article: str, label: str) -> None:
    assert a_product(article=article).label == label


def test_a_patch_can_change_whatever_a_product_is_made_from() -> None:
    assert ProductPatch.__struct_fields__ == ProductFields.__struct_fields__


def test_what_a_product_is_made_from_is_part_of_it() -> None:
    assert set(ProductFields.__struct_fields__) < set(Product.__struct_fields__)
