"""Queries as clients write them, in every operation of both versions: what stands for nothing, pages from 0, lists"""

import json
from typing import Any

import pytest
from litestar import Litestar

from parlour.access.tenant import Tenant
from parlour.db.pool import Connection
from parlour.http.apis import B2B_V1, B2B_V2, Api
from parlour.http.openapi import describe
from tests.support.client import Client, faults_of
from tests.support.factories.catalogue import make_category, make_product
from tests.support.people import ABROAD, HARBOUR, HILLSIDE

NOTHING = ("null", "undefined", "")


def readers(litestar: Litestar, api: Api) -> dict[str, list[dict[str, Any]]]:
    """The addresses of the operations that read, each with the parameters of its query."""
    document = describe(litestar, api)
    return {
        path: [each for each in item["get"]["parameters"] if each["in"] == "query"]
        for path, item in document["paths"].items()
        if "get" in item
    }


def at(path: str) -> str:
    """An address with ids in it that lead to something, or to a 404, which is as good."""
    whole = path.replace("{location_id}", str(HARBOUR)).replace("{user_id}", "1").replace("{entity_name}", "good")
    while "{" in whole:
        whole = whole.replace(whole[whole.index("{") : whole.index("}") + 1], "1")
    return whole


@pytest.mark.parametrize("api", [B2B_V1, B2B_V2], ids=lambda api: api.prefix)
async def test_a_parameter_that_means_nothing_is_ignored(client: Client, litestar: Litestar, api: Api) -> None:
    """Q-117."""
    for path, parameters in readers(litestar, api).items():
        address = at(path)
        needed = {each["name"]: each["example"] for each in parameters if each["required"]}
        for parameter in parameters:
            others = {name: value for name, value in needed.items() if name != parameter["name"]}
            left_out = await client.get(address, params=others)
            for nothing in NOTHING:
                sent = await client.get(address, params={**others, parameter["name"]: nothing})
                assert (sent.status_code, shown(sent.text)) == (left_out.status_code, shown(left_out.text)), (
                    f"{path}?{parameter['name']}={nothing}"
                )


def shown(text: str) -> Any:
    """An answer without what differs from one moment to the next."""
    try:
        return json.loads(text)
    except ValueError:
        return text


@pytest.mark.parametrize("api", [B2B_V1, B2B_V2], ids=lambda api: api.prefix)
async def test_page_0_is_the_first_page(client: Client, litestar: Litestar, api: Api) -> None:
    """Q-118."""
    paged = [path for path, found in readers(litestar, api).items() if any(each["name"] == "page" for each in found)]
    assert paged
    for path in paged:
        needed = {each["name"]: each["example"] for each in readers(litestar, api)[path] if each["required"]}
        first = await client.get(at(path), params={**needed, "page": 1})
        assert first.status_code in (200, 404)
        zeroth = await client.get(at(path), params={**needed, "page": 0})
        assert (zeroth.status_code, zeroth.text) == (first.status_code, first.text)
        assert (await client.get(at(path), params={**needed, "page": -1})).status_code in (404, 422)
        for zero in ("00", "-0", "+0", "0.0", "0e9", "1e-9999999999999999999"):
            other = await client.get(at(path), params={**needed, "page": zero})
            assert (other.status_code, other.text) == (first.status_code, first.text) or other.status_code == 422, zero


async def test_nothing_among_the_values_of_a_list_is_left_out(client: Client, conn: Connection, tenant: Tenant) -> None:
    """Q-117."""
    oils = await make_category(conn, tenant, "Oils")
    await make_category(conn, tenant, "Waxes")
    for query in (f"ids={oils.id},null", f"ids[]={oils.id}&ids[]=undefined", f"ids=&ids={oils.id}"):
        found = await client.get(f"/goods_categories/multiple/{HARBOUR}?{query}")
        assert [row["title"] for row in found.json()["data"]] == ["Oils"]


async def test_a_word_that_only_holds_one_of_them_is_a_word(client: Client, conn: Connection, tenant: Tenant) -> None:
    await make_product(conn, tenant, await make_category(conn, tenant), "Nullaby undefinedly")
    found = await client.get(f"/goods/{HARBOUR}", params={"term": "nulla"})
    assert len(found.json()["data"]) == 1


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (f"id={HARBOUR},{HILLSIDE}", [HARBOUR, HILLSIDE]),
        (f"id[]={HILLSIDE}&id[]={HARBOUR}", [HARBOUR, HILLSIDE]),
        (f"id[0]={HILLSIDE}&id[1]=null", [HILLSIDE]),
        (f"id={HILLSIDE}&id={ABROAD}", [HILLSIDE]),
        (f"id={HARBOUR}", [HARBOUR]),
        ("id=null", [HARBOUR, HILLSIDE]),
    ],
)
async def test_locations_by_several_ids(client: Client, query: str, ids: list[int]) -> None:
    """Q-119."""
    found = await client.get(f"/companies?{query}")
    assert [row["id"] for row in found.json()["data"]] == ids


@pytest.mark.parametrize("odd", ["0", "1,0", "1,x", "-1", "9007199254740993"])
async def test_an_odd_id_among_them_is_a_fault_of_the_parameter(client: Client, odd: str) -> None:
    refused = await client.get(f"/companies?id={odd}")
    assert refused.status_code == 422
    assert [*refused.json()["meta"]["errors"][0]] == ["[id]"]


async def test_an_operation_without_parameters_ignores_its_query(client: Client) -> None:
    """Any other refuses odd characters, in parameters that it doesn't know too (Q-095)."""
    odd = {"x": "\u202e"}
    assert (await client.get(f"/storages/{HARBOUR}", params=odd)).status_code == 200
    assert faults_of(await client.get(f"/goods/{HARBOUR}", params=odd)).keys() == {"x"}


@pytest.mark.parametrize("path", [f"/company/{HARBOUR}/goods_categories", f"/goods_categories/{HARBOUR}"])
async def test_the_id_at_the_end_of_a_list_may_be_left_out(
    client: Client, conn: Connection, tenant: Tenant, path: str
) -> None:
    """Q-120."""
    oils = await make_category(conn, tenant, "Oils")
    await make_category(conn, tenant, "Nut oils", parent_id=oils.id)
    whole = (await client.get(f"{path}/0")).json()
    assert [row["title"] for row in whole["data"]] == ["Oils"]
    for shorter in (path, f"{path}/"):
        found = await client.get(shorter)
        assert (found.status_code, found.json()) == (200, whole)
    assert (await client.get(path.replace(f"/{HARBOUR}", "/01"))).status_code == 404
    assert (await client.get(path.replace(f"/{HARBOUR}", f"/{ABROAD}"))).status_code == 404
    assert (await client.get(f"{path}/01")).status_code == 404
    mocked = await client._http.get(f"/_mock/en/b2b-v1/openapi{path}", headers=client._person.headers)
    assert mocked.status_code == 200
