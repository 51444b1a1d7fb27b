"""The published description: valid, complete, and true to what handlers declare."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import yaml
from litestar import Litestar
from openapi_spec_validator import validate

from parlour.access.permissions import Permission
from parlour.http.apis import B2B_V1, B2B_V2, Api
from tests.contract import published
from tests.contract.test_examples import fields_of
from tests.support.contract import API, API_V2, Description, contract
from tests.support.operations import operations


def test_it_is_valid_openapi(described: Description) -> None:
    assert described.document["openapi"] == "3.1.0"
    validate(described.document)


async def test_yaml_and_json_say_the_same(http: httpx.AsyncClient, described: Description, api: Api) -> None:
    as_json = await http.get(f"/openapi/{api.name}.json")
    as_yaml = await http.get(f"/openapi/{api.name}.yaml")
    parsed = yaml.load(as_yaml.text, yaml.CSafeLoader)
    assert as_json.json() == parsed == described.document
    assert list(parsed) == list(described.document)
    assert "yaml" in as_yaml.headers["content-type"]
    assert not re.search(r"\\[xu][0-9A-Fa-f]{2}", as_yaml.text), "people read it, so it has no escapes"


@pytest.mark.parametrize("suffix", ["json", "yaml"])
async def test_v1_has_the_usual_name_too(http: httpx.AsyncClient, suffix: str) -> None:
    usual, named = [await http.get(f"/openapi/{name}.{suffix}") for name in ("openapi", "b2b-v1")]
    assert (usual.status_code, usual.headers["content-type"]) == (200, named.headers["content-type"])
    assert usual.content == named.content


def test_the_servers_are_this_one_and_its_mock(described: Description, api: Api) -> None:
    assert [server["url"] for server in described.document["servers"]] == [
        "http://127.0.0.1:8000",
        f"http://127.0.0.1:8000/_mock/en/{api.name}/openapi",
    ]


def test_what_is_published_is_what_was_reviewed(litestar: Litestar) -> None:
    """A change of the description shows in a commit: `make published` writes the file again."""
    assert published.outline(litestar) == published.FILE.read_text(encoding="utf-8")


def test_every_operation_is_described(described: Description) -> None:
    for _, path, operation in described.operations:
        assert operation["summary"], path
        assert len(operation["description"]) > 10, path
        assert len(operation["tags"]) == 1, path
        assert operation["operationId"], path
        for parameter in operation["parameters"]:
            assert parameter["description"], (path, parameter["name"])
        for answer in operation["responses"].values():
            assert answer["description"], path


def test_every_group_of_operations_is_described(described: Description) -> None:
    groups = {tag["name"] for tag in described.document["tags"] if tag["description"]}
    assert groups == {operation["tags"][0] for _, _, operation in described.operations}


def test_an_operation_names_the_right_that_it_needs(described: Description, litestar: Litestar, api: Api) -> None:
    required = {handler.id: handler.needs for _, _, handler in operations(litestar, api)}
    assert {operation["operationId"]: operation.get("x-permission") for _, _, operation in described.operations} == {
        name: right.value if isinstance(right, Permission) else None for name, right in required.items()
    }


def test_ids_come_first_in_the_order_of_the_address(described: Description) -> None:
    for _, path, operation in described.operations:
        ids = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
        assert [parameter["name"] for parameter in operation["parameters"][: len(ids)]] == ids


def test_methods_of_an_address_stand_in_one_order(described: Description) -> None:
    order = ["get", "post", "put", "patch", "delete"]
    for path, item in described.document["paths"].items():
        assert [*item] == [method for method in order if method in item], path


def test_a_parameter_is_left_out_rather_than_null(described: Description) -> None:
    for _, path, operation in described.operations:
        for parameter in operation["parameters"]:
            assert "null" not in str(parameter["schema"]), (path, parameter["name"])


def test_only_what_takes_values_finds_fault_with_them(described: Description, api: Api) -> None:
    for _, path, operation in described.operations:
        # One that is ignored takes any value, and so has a schema that says nothing.
        read = [each for each in operation["parameters"] if each["in"] != "path" and each["schema"]]
        days = [each for each in operation["parameters"] if each["name"] in ("date", "start_date")]
        takes_any = bool(read or days or "requestBody" in operation or api is B2B_V2)  # v2: what it can't sort by
        assert ("422" in operation["responses"]) == takes_any, path


def test_components_have_plain_names(described: Description) -> None:
    names = described.document["components"]["schemas"]
    assert [name for name in names if not re.fullmatch("[A-Z][A-Za-z0-9]*", name)] == []


def test_every_field_is_described_and_has_an_example(described: Description) -> None:
    components: dict[str, dict[str, Any]] = described.document["components"]["schemas"]
    for name, component in components.items():
        assert component.get("description") or name.endswith("Answer"), name
        for field, schema in fields_of(component).items():
            if "$ref" not in schema and "$ref" not in schema.get("items", {}):
                assert schema.get("description"), f"{name}.{field}"
                assert schema.get("examples"), f"{name}.{field}"


# Positions at the addresses of an older API, which we have beyond the contract.
OLDER_ADDRESSES = {"list_positions", "create_position", "update_position", "delete_position"}


def test_old_ways_are_marked(described: Description, api: Api) -> None:
    marked = {operation["operationId"] for *_, operation in described.operations if operation.get("deprecated")}
    ours = {operation["operationId"] for *_, operation in described.operations}
    source = contract(API if api is B2B_V1 else API_V2)
    old = {operation["operationId"] for *_, operation in source.operations if operation.get("deprecated")}
    assert marked == (old & ours) | (OLDER_ADDRESSES if api is B2B_V1 else set())
    assert bool(marked) == (api is B2B_V1)


def test_a_token_that_is_not_needed_is_not_missed(described: Description) -> None:
    """The examples of 401: what can be wrong with the tokens that an operation asks for."""
    partner, user = {"no_partner_token", "unknown_partner_token"}, {"no_user_token", "unknown_user_token"}
    for _, path, operation in described.operations:
        refused = operation["responses"].get("401", {"content": {"application/json": {"examples": {}}}})
        named = {name for name in refused["content"]["application/json"]["examples"] if name.endswith("_token")}
        schemes = [*itertools.chain(*operation["security"])]
        expected = {
            (): set(),
            ("Partner",): partner,
            ("PartnerAndUser",): partner | user,
            ("Partner", "PartnerAndUser"): partner | {"unknown_user_token"},
        }
        assert named == expected[tuple(schemes)], path


def test_what_users_read_is_plain(described: Description) -> None:
    """Words for people whom the text doesn't name make sentences that have to be read twice."""
    mannered = re.compile(r"\b(whoever|nobody|somebody|anybody|everybody)\b", re.IGNORECASE)
    texts = [text for text in _texts(described.document) if mannered.search(text)]
    assert texts == []


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _texts(part)
