"""GET /validation/validate_phone/{phone}"""

from urllib.parse import quote

import pytest

from tests.support.client import Client
from tests.support.people import PARTNER


@pytest.mark.parametrize(
    "phone", ["+13155550175", "13155550175", "+1 (315) 555-0175", "+49 30 901820", "4930901820", " +381 11 3333333 "]
)
async def test_a_number_that_can_be_dialled_is_valid(client: Client, phone: str) -> None:
    response = await client.by(PARTNER).get(f"/validation/validate_phone/{quote(phone)}")
    assert response.json() == {"success": True, "data": {"is_valid": True}, "meta": []}


@pytest.mark.parametrize(
    "phone",
    ["0", "1", "+", "++13155550175", "01", "12", "999999999999999", "+1800FLOWERS", "abc", "%", "\u0661\u0662\u0663",
     "💅", "+1315555017", "1" * 500, "+13155550175;ext=1", "\x00", "tel:+13155550175", " "],
)  # fmt: skip
async def test_anything_else_is_not(client: Client, phone: str) -> None:
    """Q-029."""
    response = await client.by(PARTNER).get(f"/validation/validate_phone/{quote(phone, safe='')}")
    assert (response.status_code, response.json()["data"]) == (200, {"is_valid": False})


async def test_a_number_beyond_what_an_id_can_be_is_still_a_phone_number_to_check(client: Client) -> None:
    response = await client.by(PARTNER).get("/validation/validate_phone/99999999999999999999")
    assert response.json()["data"] == {"is_valid": False}
