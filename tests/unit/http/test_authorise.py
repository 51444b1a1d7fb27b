"""Ids in addresses, before anything is looked up: each has one form."""

import pytest

from parlour.errors import NotFound
from parlour.http.authorise import refuse_odd_ids
from parlour.ids import MAX_ID


@pytest.mark.parametrize("id_", ["0", "1", "10", "1234567890", str(MAX_ID)])
def test_plain_numbers_are_ids(id_: str) -> None:
    refuse_odd_ids(f"/api/v1/goods/{id_}/7", (-2, -1))


@pytest.mark.parametrize("id_", ["00", "01", "+1", "-1", "1_0", "1.0", "x", "٣", "²", "１", "1e3", str(MAX_ID + 1)])
@pytest.mark.parametrize("path", ["/api/v1/goods/{}/7", "/api/v1/goods/7/{}", "/api/v1//goods/7/{}/"])
def test_anything_else_is_at_no_address(path: str, id_: str) -> None:
    with pytest.raises(NotFound) as caught:
        refuse_odd_ids(path.format(id_), (-2, -1))
    assert caught.value.message == "Address not found."


def test_other_parts_may_be_anything() -> None:
    refuse_odd_ids("/api/v1/labels/01/x/7/", (-1,))
    refuse_odd_ids("/api/v1/labels", ())
