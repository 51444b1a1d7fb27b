"""Patches: what they change, and what they keep."""

from decimal import Decimal

from parlour.areas.patches import changes_of, patched
from parlour.areas.products.model.products import ProductFields, ProductPatch

SILK = ProductFields(category_id=14, title="Silk", sale_unit_id=11, write_off_unit_id=4, vat_id=2)


def test_a_patch_changes_the_fields_that_are_set_and_null_is_a_value() -> None:
    patch = ProductPatch(title="Silk", price=Decimal(0), comment="", vat_id=None)
    assert changes_of(patch) == {"title": "Silk", "price": Decimal(0), "comment": "", "vat_id": None}


def test_an_empty_patch_changes_nothing() -> None:
    assert changes_of(ProductPatch()) == {}
    assert patched(SILK, ProductPatch()) == SILK


def test_fields_that_are_not_in_the_patch_keep_their_values() -> None:
    found = patched(SILK, ProductPatch(title="Wool", vat_id=None))
    assert (found.title, found.vat_id, found.category_id) == ("Wool", None, 14)
