"""Faults of services, named as clients name the fields."""

import pytest

from parlour.errors import Conflict, Fault, Invalid
from parlour.http.fault_names import faults_named

NAMES = {"lines": "goods_transactions", "product_id": "good_id"}


@pytest.mark.parametrize(
    ("field", "named"),
    [
        ("lines[3].product_id", "goods_transactions[3].good_id"),
        ("product_id", "good_id"),
        ("lines[10].cost", "goods_transactions[10].cost"),
        ("product_ids", "product_ids"),
        ("title", "title"),
    ],
)
def test_each_part_of_a_path_is_renamed(field: str, named: str) -> None:
    with pytest.raises(Invalid) as caught, faults_named(NAMES):
        raise Invalid([Fault(field, "Wrong."), Fault("title", "Missing.")])
    assert caught.value.faults == (Fault(named, "Wrong."), Fault("title", "Missing."))


def test_other_errors_pass_through_unchanged() -> None:
    error = Conflict("No.")
    with pytest.raises(Conflict) as caught, faults_named(NAMES):
        raise error
    assert caught.value is error
