"""Parts of the description that no operation of ours shows, or not by themselves."""

from typing import Any

import pytest

from parlour.access.identity import Client, Identity, Partner
from parlour.access.permissions import Entry, Permission
from parlour.http.apis import B2B_V1, B2B_V2
from parlour.http.context import Detached, Reading
from parlour.http.openapi.error_schemas import error_schemas
from parlour.http.openapi.examples import compose
from parlour.http.openapi.operation import describe_operation
from parlour.http.openapi.refusals import refusals_of
from parlour.http.openapi.schemas import Schemas
from parlour.http.operations import Operations

RIGHT = Permission.INVENTORY_VIEW
OUTAGE = "database_away"
USER = ["no_partner_token", "no_user_token", "unknown_partner_token", "unknown_user_token"]


async def by_anyone(ctx: Detached[None]) -> None: ...
async def by_partner(ctx: Detached[Partner]) -> None: ...
async def by_either(ctx: Detached[Identity | None]) -> None: ...
async def by_user(ctx: Detached[Identity]) -> None: ...
async def by_client(ctx: Detached[Client]) -> None: ...
async def there(ctx: Reading) -> None: ...


def declared(handler: Any, needs: Any, api: Any = B2B_V1, **options: Any) -> Any:
    operations = Operations(api, "Things")
    operations.get("/things", "get_things", needs, **options)(handler)
    (found,) = operations
    return found


@pytest.mark.parametrize(
    ("handler", "needs", "options", "names"),
    [
        (by_anyone, Entry.OPEN, {}, []),
        (by_partner, Entry.PARTNER, {}, ["no_partner_token", "unknown_partner_token"]),
        (
            by_either,
            Entry.PARTNER_OR_USER,
            {},
            ["no_partner_token", "unknown_partner_token", "unknown_user_token", "not_from_here"],
        ),
        (by_client, Entry.CLIENT, {}, USER),
        (by_user, Entry.USER, {}, [*USER, "not_from_here"]),
        (there, Entry.MEMBER, {}, [*USER, "not_from_here", "no_access"]),
        (there, RIGHT, {}, [*USER, "not_from_here", "no_right", "no_access"]),
        (
            there,
            RIGHT,
            {"open_to_partners": True},
            [
                *("no_partner_token", "unknown_partner_token", "unknown_user_token"),
                *("not_from_here", "no_right", "no_access"),
            ],
        ),
    ],
)
def test_what_is_refused_follows_from_what_is_required(
    handler: Any, needs: Any, options: dict[str, Any], names: list[str]
) -> None:
    found = [refusal.name for refusal in refusals_of(declared(handler, needs, **options), [], {})]
    assert found == [*names, OUTAGE]
    in_v2 = [refusal.name for refusal in refusals_of(declared(handler, needs, B2B_V2, **options), [], {})]
    assert in_v2 == ["no_media_type", *names, "unknown_sort", OUTAGE]


def test_an_operation_without_a_text_is_described() -> None:
    described = describe_operation(declared(by_anyone, Entry.OPEN, status=204), "/things", Schemas([]))
    refused = described["responses"].pop("503")
    assert described == {
        "tags": ["Things"],
        "summary": "",
        "description": "",
        "operationId": "get_things",
        "security": [],
        "parameters": [],
        "responses": {"204": {"description": "Done. The answer has no body."}},
    }
    assert refused["headers"] == {
        "Retry-After": {
            "description": "The number of seconds to wait.",
            "schema": {"type": "integer", "minimum": 1},
            "example": 2,
        }
    }


def test_a_field_without_an_example_is_named() -> None:
    with pytest.raises(LookupError, match=r"lacks an example: \{'type': 'integer'\}"):
        compose({"type": "object", "properties": {"id": {"type": "integer"}}}, Schemas([]))


def examples_in(node: Any, place: str = "") -> dict[str, Any]:
    """The examples of each schema inside another, by its place."""
    if not isinstance(node, dict):
        return {}
    own = {place: node["examples"]} if isinstance(node.get("examples"), list) else {}
    inner = [examples_in(part, f"{place}.{name}") for name, part in node.items() if name != "examples"]
    return {where.replace(".properties", ""): each for found in (own, *inner) for where, each in found.items()}


def test_refusals_are_shown_as_they_are_sent() -> None:
    found = examples_in(error_schemas(B2B_V1))
    assert {name: each for name, each in found.items() if name.endswith((".success", ".data"))} == {
        f".{name}.{field}": [value]
        for name in ("Error", "LegacyError", "MissingError", "FiltersError")
        for field, value in (("success", False), ("data", None))
    }
    stock = {"storage_id": 2, "title": "Products", "amount": 250, "unit": "ml"}
    assert found[".ErrorMeta.stock"] == [[stock]]
    assert {field: found[f".ErrorMeta.stock.items.{field}"] for field in stock} == {
        field: [value] for field, value in stock.items()
    }
    assert (found[".ErrorMeta.conflict"], found[".ErrorMeta.merged_into"]) == ([True], [812])
    faults = {field: found[f".ErrorMeta.errors.items.{field}"] for field in ("code", "id")}
    assert faults == {"code": [433], "id": [1]}
    assert found[".LegacyErrors.code"] == [404]
    assert set(error_schemas(B2B_V2)) == {"Error", "ErrorMeta"}
    assert examples_in(error_schemas(B2B_V2))[".ErrorMeta.errors"] == [{"limit": ["Must be at most 250."]}]
