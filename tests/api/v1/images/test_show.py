"""GET /images/{chain}/{name}: for anybody who has the address"""

from collections.abc import Callable

import httpx
import pytest

from tests.support.client import Client, Form
from tests.support.people import CHAIN, OTHER_CHAIN

Build = Callable[..., Form]


@pytest.fixture
async def address(client: Client, form: Build) -> str:
    """Where the server shows a picture."""
    answer = (await client.post("/images/good", form())).json()
    path: str = answer["image_group"]["images"]["path"]
    return f"/images/{path.partition('/images/')[2]}"


async def test_it_may_be_kept_for_good_and_is_nothing_but_a_picture(http: httpx.AsyncClient, address: str) -> None:
    found = await http.get(address)
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert found.headers["content-type"] == "image/webp"
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["cross-origin-resource-policy"] == "cross-origin"
    assert int(found.headers["content-length"]) == len(found.content) > 0


async def test_an_unchanged_picture_answers_304(http: httpx.AsyncClient, address: str) -> None:
    tag = (await http.get(address)).headers["etag"]
    again = await http.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await http.get(address, headers={"If-None-Match": '"other"'})).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["1/ffffffffffffffffffffffffffffffff.webp", "1/x", "1/..%2f..%2fpostgres%2fPG_VERSION", "../../etc/passwd", "1/",
     "1/%2e%2e/1", "x/0f3c5a7e9b1d2f4a6c8e0b2d4f6a8c0e.webp", "1/0F3C5A7E9B1D2F4A6C8E0B2D4F6A8C0E.webp", "1", ""],
)  # fmt: skip
async def test_other_paths_are_not_found(http: httpx.AsyncClient, path: str) -> None:
    assert (await http.get(f"/images/{path}")).status_code == 404


async def test_the_address_in_another_chain_leads_nowhere(http: httpx.AsyncClient, address: str) -> None:
    assert (await http.get(address.replace(f"/images/{CHAIN}/", f"/images/{OTHER_CHAIN}/"))).status_code == 404
