"""The header Accept, at every address of /api/v2."""

import httpx
import pytest
from litestar import Litestar

from parlour.http.apis import B2B_V2
from tests.support.client import Client
from tests.support.operations import operations
from tests.support.people import HARBOUR, NOBODY, OWNER
from tests.support.requests import Ids, address, name_of

UNITS = f"/locations/{HARBOUR}/units"
ANY = Ids(location_id=1, category_id=1, product_id=1, shelf_id=1, session_id=1)


@pytest.mark.parametrize(
    "accept",
    [
        "application/vnd.api.v2+json",
        "application/vnd.yclients.v2+json",
        "APPLICATION/VND.API.V2+JSON",
        "application/vnd.api.v2+json; charset=utf-8",
        "application/vnd.api.v2+json;charset=UTF-8;q=0.5",
        "text/html, application/vnd.api.v2+json;q=0.1, */*;q=0.8",
        " application/json ,application/vnd.api.v2+json",
    ],
)
async def test_the_media_type_may_stand_anywhere_in_accept(v2: Client, accept: str) -> None:
    """Q-063."""
    response = await v2.get(UNITS, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "*/*",
        "application/*",
        "application/json",
        "application/vnd.api+json",
        "application/vnd.api.v2+json;q=0",
        "application/vnd.api.v2+json; charset=utf-8; q=0.000",
        "application/vnd.api.v2+jsonp",
        "text/plain; x=application/vnd.api.v2+json",
    ],
)
async def test_without_it_a_request_is_bad(v2: Client, accept: str) -> None:
    """Q-063."""
    response = await v2.get(UNITS, headers={"Accept": accept})
    assert response.status_code == 400


async def test_several_headers_are_one(http: httpx.AsyncClient) -> None:
    headers = [*OWNER.headers.items(), ("Accept", "text/html"), ("Accept", "application/vnd.api.v2+json")]
    assert (await http.get(f"/api/v2{UNITS}", headers=headers)).status_code == 200


async def test_every_operation_asks_for_it_before_it_asks_who_is_there(v2: Client, litestar: Litestar) -> None:
    """Q-063."""
    statuses = {
        name_of(handler): (await v2.by(NOBODY).send(method, address(path, ANY), headers={"Accept": "*/*"})).status_code
        for method, path, handler in operations(litestar, B2B_V2)
    }
    assert len(statuses) >= 8
    assert statuses == dict.fromkeys(statuses, 400)


async def test_an_unknown_address_is_not_found_whatever_is_accepted(v2: Client) -> None:
    """Q-063."""
    for path in ("/nothing", "/locations/abc/units"):
        assert (await v2.get(path, headers={"Accept": "*/*"})).status_code == 404


async def test_a_wrong_method_is_reported_whatever_is_accepted(v2: Client) -> None:
    """Q-063."""
    assert (await v2.post(UNITS, headers={"Accept": "*/*"})).status_code == 405


async def test_v1_still_takes_anything(client: Client) -> None:
    assert (await client.get(f"/goods/{HARBOUR}", headers={"Accept": "text/html"})).status_code == 200
