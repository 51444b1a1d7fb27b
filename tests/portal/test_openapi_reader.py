"""From the description to what a page shows."""

import json
from typing import Any

from parlour.portal.openapi_reader import pretty, read_tags
from parlour.portal.operations import Api, Operation

API = Api("b2b-v1", "API v1", "/api/v1", "/_mock")


def read(schemas: dict[str, Any], *, parameters: Any = (), security: Any = ({"Partner": []},)) -> Operation:
    content = {
        "schema": {"$ref": "#/components/schemas/Thing"},
        "examples": {"typical": {"summary": "One.", "value": {}}},
    }
    operation = {
        "operationId": "do_it",
        "tags": ["Things"],
        "summary": "Do it",
        "description": "At once.",
        "security": list(security),
        "parameters": list(parameters),
        "responses": {"200": {"description": "Done.", "content": {"application/json": content}}},
    }
    document = {
        "tags": [{"name": "Things"}],
        "paths": {"/api/v1/things": {"get": operation}},
        "components": {"schemas": schemas},
    }
    return read_tags(document, API)[0].operations[0]


def types(schema: dict[str, Any], **others: Any) -> str:
    operation = read({"Thing": {"type": "object", "properties": {"it": schema}}, **others})
    body = operation.answers[0].body
    assert body is not None
    return body.fields[0].type


def test_types_are_described_in_words() -> None:
    thing = {"Inner": {"type": "object", "properties": {}}}
    assert types({"type": "string"}) == "string"
    assert types({"anyOf": [{"type": "integer"}, {"type": "null"}]}) == "integer or null"
    assert types({"$ref": "#/components/schemas/Inner"}, **thing) == "object"
    assert types({"type": "array", "items": {"$ref": "#/components/schemas/Inner"}}, **thing) == "list of objects"
    assert types({"type": "array"}) == "list of any"
    assert types({"enum": ["sale", "service"]}) == '"sale" or "service"'
    assert types({"const": True, "type": "boolean"}) == "true"
    assert types({"type": "string", "format": "date-time"}) == "string (date-time)"


def test_a_recursive_type_is_expanded_once() -> None:
    children = {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}
    node = {"type": "object", "properties": {"children": children}}
    body = read({"Thing": {"$ref": "#/components/schemas/Node"}, "Node": node}).answers[0].body
    assert body is not None
    assert [field.anchor for top in body.fields for field in top.walk()] == ["200.children"]


def test_fields_of_listed_objects_are_unfolded() -> None:
    inner = {
        "type": "object",
        "description": "An inner one.",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}},
    }
    listed = {"anyOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Inner"}}, {"type": "null"}]}
    body = read({"Thing": {"type": "object", "properties": {"inner": listed}}, "Inner": inner}).answers[0].body
    assert body is not None
    (top,) = body.fields
    assert (top.meaning, top.is_required) == ("An inner one.", False)
    assert [(field.anchor, field.is_required) for field in top.children] == [("200.inner.id", True)]


def test_schemas_for_generators_are_read_as_for_readers() -> None:
    """The width of a number is not shown; of the kinds that a value never has, the others are."""
    fields = {
        "id": {"type": "integer", "format": "int64"},
        "cost": {"type": "number", "format": "double"},
        "day": {"type": "string", "format": "date"},
        "value": {"not": {"type": ["string", "object", "null"]}},
        "client": {
            "anyOf": [{"type": kind} for kind in ("array", "object", "string", "boolean", "number", "integer")],
            "not": {"type": ["boolean", "integer", "number", "string", "null"]},
        },
    }
    thing = {
        "type": "object",
        "properties": fields,
        "allOf": [{"required": ["id"]}, {"anyOf": [{"required": ["day"]}]}],
    }
    body = read({"Thing": thing}).answers[0].body
    assert body is not None
    assert {field.name: field.type for field in body.fields} == {
        "id": "integer",
        "cost": "number",
        "day": "string (date)",
        "value": "boolean or number or list",
        "client": "object or list",
    }
    assert [field.name for field in body.fields if field.is_required] == ["id"]


def parameter(name: str, schema: dict[str, Any], example: Any, *, is_required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": is_required,
        "description": "It.",
        "schema": schema,
        "example": example,
    }


def test_a_sample_pages_and_searches_and_does_not_filter() -> None:
    operation = read(
        {"Thing": {"type": "object"}},
        parameters=[
            parameter("term", {"type": "string"}, "argan"),
            parameter("page", {"type": "integer"}, 1),
            parameter("ids", {"type": "array", "items": {"type": "integer"}}, [1, 2]),
            parameter("category_id", {"type": "integer"}, 14),
            parameter("changed_after", {"type": "string", "format": "date-time"}, "2026-01-31T18:30:00Z"),
            parameter("needed_id", {"type": "integer"}, 3, is_required=True),
            parameter("ignored", {}, 1),
        ],
    )
    shown = [found.field.name for found in operation.parameters if found.is_sample]
    assert shown == ["term", "page", "ids", "needed_id"]


def test_limits_are_shown_in_short_form() -> None:
    def limits(**schema: Any) -> str:
        operation = read({"Thing": {"type": "object"}}, parameters=[parameter("it", schema, 1)])
        return operation.parameters[0].field.limits

    assert limits(type="string", minLength=1, maxLength=255) == "1 … 255 characters"
    assert limits(type="string", minLength=0, maxLength=10_000) == "≤ 10,000 characters"
    assert limits(type="integer", minimum=1, maximum=1000, default=25) == "1 … 1,000; default 25"
    assert limits(type="integer", minimum=1, maximum=2**53 - 1) == "≥ 1"
    assert limits(type="number", exclusiveMinimum=0, maximum=9_999_999_999) == "> 0"
    assert limits(anyOf=[{"type": "string", "maxLength": 9}, {"type": "null"}]) == "≤ 9 characters"


def test_the_required_tokens_are_read() -> None:
    schemas = {"Thing": {"type": "object"}}
    partner: dict[str, list[str]] = {"Partner": []}
    both: dict[str, list[str]] = {"PartnerAndUser": []}
    ways = ((), (partner,), (both,), (partner, both))
    assert [read(schemas, security=way).tokens for way in ways] == ["none", "partner", "both", "either"]


def test_json_is_pretty_and_a_list_of_one_stays_in_its_line() -> None:
    value = {"meta": {"errors": [{"[title]": ["Must not be [] empty."]}]}, "ids": [1, 2], "one": [3], "name": "Łódź"}
    text = pretty(value)
    assert '"one": [3]' in text
    assert "Łódź" in text
    assert json.loads(text) == value
