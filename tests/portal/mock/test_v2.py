"""The mock of API v2: the same mock in v2's dialect."""

from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from parlour.http.apis import B2B_V2
from parlour.http.edge import Edge
from parlour.http.media_type import MEDIA_TYPE, MEDIA_TYPE_EXPECTED
from parlour.http.openapi import describe
from tests.portal.mock.conftest import TOKENS, Known, told
from tests.support.contract import Description

PRODUCTS = "/locations/1/products"
FORMS: dict[str, Callable[[str], str]] = {
    "the whole path": lambda path: path,
    "without /api/v2": lambda path: path.removeprefix("/api/v2"),
    "with a slash at the end": lambda path: f"{path}/",
}


@pytest.fixture(scope="session")
def described(adrift: Litestar) -> Description:
    """What is published of API v2."""
    return Description(describe(adrift, B2B_V2))


@pytest.fixture
async def mock(adrift: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the mock of v2, and names the media type."""
    transport = httpx.ASGITransport(cast("Any", Edge(adrift)), raise_app_exceptions=False)
    headers = {**TOKENS, "Accept": MEDIA_TYPE}
    async with httpx.AsyncClient(
        transport=transport, base_url=f"http://parlour.test{B2B_V2.mock_path}", headers=headers
    ) as client:
        yield client


@pytest.mark.parametrize("form", FORMS)
async def test_every_operation_answers_its_typical_example(
    form: str, mock: httpx.AsyncClient, described: Description
) -> None:
    for method, path, operation in described.operations:
        known = Known(operation["operationId"], method.upper(), path, operation)
        response = await mock.request(known.method, FORMS[form](known.address), params=known.query, json=known.body)
        status, examples = known.success
        assert (response.status_code, told(response)) == (status, next(iter(examples.values()), None)), known.id


async def test_what_can_be_included_is_left_out_on_request(mock: httpx.AsyncClient) -> None:
    whole = (await mock.get(f"{PRODUCTS}/501")).json()
    sparse = (await mock.get(f"{PRODUCTS}/501", headers={"Prefer": "example=sparse"})).json()
    assert whole.keys() - sparse.keys() == {"included"}
    assert whole["data"].keys() - sparse["data"].keys() == {"relationships"}


async def test_the_media_type_is_checked_first(mock: httpx.AsyncClient) -> None:
    response = await mock.get(PRODUCTS, headers={"Accept": "application/json", "Authorization": ""})
    assert (response.status_code, response.json()["meta"]["message"]) == (400, MEDIA_TYPE_EXPECTED)


async def test_faults_are_reported_in_the_format_of_v2(mock: httpx.AsyncClient) -> None:
    response = await mock.get(f"{PRODUCTS}?limit=251&include=stock")
    assert response.status_code == 422
    assert response.json()["meta"]["errors"] == {
        "limit": ["Must be at most 250."],
        "include": ["`stock` is not one of the documented values."],
    }


async def test_an_operation_of_v1_is_not_there(mock: httpx.AsyncClient) -> None:
    assert (await mock.get("/goods/1")).status_code == 404


async def test_generated_answers_fit_the_schema(mock: httpx.AsyncClient, described: Description) -> None:
    for seed in range(5):
        response = await mock.get(PRODUCTS, headers={"Prefer": f"dynamic=true, seed={seed}"})
        operation = described.find("get", f"/api/v2{PRODUCTS}")
        assert operation is not None
        check = described.check_of(operation, 200)
        assert check is not None
        check(response.json())
