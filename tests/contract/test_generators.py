"""What generators of clients fail on is in no description: each test is one of their rules (decision 0025).

They take descriptions of OpenAPI 3.1 as far as languages go. `tests/generators` runs real ones; these tests say which
rule was broken, where, and in a second.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from parlour.http.openapi.paths import published_paths
from parlour.http.openapi.portable import portable, portable_name
from tests.support.contract import Description

Schema = dict[str, Any]
INNER = ("items", "additionalProperties")
UNIONS = ("anyOf", "oneOf", "allOf")
# What a model of Go, PHP, Java or C# has beside its fields, in lower case and without underscores.
METHODS_OF_MODELS = {
    "tomap",
    "marshaljson",
    "unmarshaljson",
    "getmodelname",
    "listinvalidproperties",
    "getclass",
    "tojson",
}
# What is in a package of Go beside the models.
PACKAGE = {"apiclient", "configuration", "serverconfiguration", "basicauth", "apikey", "apiresponse", "mappednullable"}
# What generated methods call things of their own.
LOCALS = {"entity", "self", "this", "headers", "options", "request", "response", "body", "url", "init"}


def schemas_in(schema: Schema, place: str) -> Iterator[tuple[str, Schema]]:
    """The schema and all within it that a generator reads, each with its place."""
    yield place, schema
    for name, field in schema.get("properties", {}).items():
        yield from schemas_in(field, f"{place}.{name}")
    for keyword in INNER:
        if isinstance(schema.get(keyword), dict):
            yield from schemas_in(schema[keyword], f"{place}/{keyword}")
    for keyword in UNIONS:
        for number, option in enumerate(schema.get(keyword, ())):
            yield from schemas_in(option, f"{place}/{keyword}/{number}")


def all_schemas(described: Description) -> Iterator[tuple[str, Schema]]:
    for name, component in described.document["components"]["schemas"].items():
        yield from schemas_in(component, name)
    for _, _, operation in described.operations:
        for parameter in operation["parameters"]:
            yield from schemas_in(parameter["schema"], f"{operation['operationId']}({parameter['name']})")


def alike(name: str) -> str:
    """What snake_case, camelCase and PascalCase of a name have in common."""
    return re.sub("[^0-9a-z]", "", name.lower())


def twice(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def kinds_of(schema: Schema, described: Description) -> set[str]:
    """The types of a schema, of its options and of what it refers to; no null."""
    if "$ref" in schema:
        return kinds_of(described.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], described)
    named = schema.get("type", [])
    found = {*(named if isinstance(named, list) else [named])}
    return found.union(*(kinds_of(option, described) for option in schema.get("anyOf", ()))) - {"null"}


def test_no_field_is_null_alone(described: Description) -> None:
    """Python's generator stops; Go, TypeScript and C# name a type that isn't there (Q-147)."""
    options = re.compile(r"/(anyOf|oneOf)/\d+$")
    assert [
        place for place, schema in all_schemas(described) if schema.get("type") == "null" and not options.search(place)
    ] == []


def test_there_are_no_constants(described: Description) -> None:
    """A `const` makes an enumeration, of booleans too, whose members then have no name."""
    assert [place for place, schema in all_schemas(described) if "const" in schema] == []


def test_only_texts_and_whole_numbers_are_enumerated_and_have_their_type(described: Description) -> None:
    for place, schema in all_schemas(described):
        if "enum" in schema:
            kinds = kinds_of(schema, described)
            assert kinds in ({"string"}, {"integer"}), place
            assert {type(value) for value in schema["enum"]} <= {str, int, type(None)}, place


def test_values_of_several_kinds_are_of_any_kind(described: Description) -> None:
    """For a union with a list, Java and C# make methods such as `getList<Object>()`; all six kinds are any value."""
    for place, schema in all_schemas(described):
        kinds = kinds_of(schema, described)
        assert len(kinds) < 2 or len(kinds) == 6, place


def test_lists_have_items(described: Description) -> None:
    """Without them openapi-python-client leaves out whole operations."""
    for place, schema in all_schemas(described):
        for part in (schema, schema.get("not", {})):
            assert "array" not in part.get("type", ()) or "items" in part, place


def test_no_field_hides_its_type(described: Description) -> None:
    """In Python a field `datetime: datetime | None = None` has no type."""
    for place, schema in all_schemas(described):
        for name in {"date", "datetime"}.intersection(schema.get("properties", ())):
            assert "format" not in schema["properties"][name], f"{place}.{name}"


def test_what_may_be_null_is_the_item_of_no_list(described: Description) -> None:
    """The generator takes equal schemas for one: if a value may be null, so may all items with its schema."""
    found = [*all_schemas(described)]
    items = [schema["items"] for _, schema in found if schema.get("type") == "array"]
    for place, schema in found:
        options = schema.get("anyOf", ())
        if {"type": "null"} in options:
            numbers = [option for option in options if option.get("minimum")]
            assert [option for option in numbers if option in items] == [], place


def test_numbers_have_their_width(described: Description) -> None:
    """Without a format, an integer has 32 bits in Go, Java and C#, and a number in Go, too."""
    for place, schema in all_schemas(described):
        if "enum" in schema or (re.search(r"/anyOf/\d+$", place) and len(schema) == 1):
            continue
        if schema.get("type") == "number":
            assert schema["format"] == "double", place
        if schema.get("type") == "integer":
            assert ("format" in schema) == (schema.get("maximum", 2**53) > 2**31 - 1), place


def test_fields_of_an_object_stay_apart(described: Description) -> None:
    """`image_group` and `ImageGroup` are one property in Go, PHP and TypeScript (Q-143)."""
    for place, schema in all_schemas(described):
        assert twice([alike(name) for name in schema.get("properties", {})]) == [], place


def test_fields_are_no_methods_of_other_fields(described: Description) -> None:
    """Go makes `GetX`, `GetXOk`, `SetX` and, where a field may be missing, `HasX`; where it may be null, `UnsetX`."""
    for place, schema in all_schemas(described):
        names = [alike(name) for name in schema.get("properties", {})]
        optional = [alike(name) for name in schema.get("properties", {}) if name not in schema.get("required", ())]
        methods = {form.format(name) for name in names for form in ("get{}", "get{}ok", "set{}", "set{}nil", "unset{}")}
        methods |= {f"has{name}" for name in optional} | METHODS_OF_MODELS
        assert methods.isdisjoint(names), place


def test_components_stay_apart(described: Description) -> None:
    """From each other, and from what each language adds: Go's constructors, PHP's and TypeScript's `Model…`."""
    names = [alike(name) for name in described.document["components"]["schemas"]]
    assert twice(names) == []
    made = {form.format(name) for name in names for form in ("new{}", "new{}withdefaults", "nullable{}", "model{}")}
    assert made.isdisjoint(names)
    assert PACKAGE.isdisjoint(names)


def test_components_are_not_what_is_made_for_operations(described: Description) -> None:
    """Go has `ApiListThingsRequest`, TypeScript `ListThingsRequest`, both an API class for each tag."""
    ids = [alike(operation["operationId"]) for _, _, operation in described.operations]
    tags = [alike(tag["name"]) for tag in described.document["tags"]]
    made = {f"api{name}request" for name in ids} | {f"{name}request" for name in ids}
    made |= {f"{tag}{end}" for tag in tags for end in ("api", "apiservice")}
    assert made.isdisjoint(alike(name) for name in described.document["components"]["schemas"])


def test_operations_stay_apart(described: Description) -> None:
    assert twice([alike(operation["operationId"]) for _, _, operation in described.operations]) == []
    assert twice([alike(tag["name"]) for tag in described.document["tags"]]) == []


def test_arguments_of_a_method_stay_apart(described: Description) -> None:
    """Parameters and the body, which most languages call by its schema, are arguments of one method.

    Where the very same name is in two places, generators number them.
    """
    for _, path, operation in described.operations:
        names = [alike(name) for name in {parameter["name"] for parameter in operation["parameters"]}]
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "$ref" not in content["schema"]:
                continue  # a list, which has no name
            component = content["schema"]["$ref"].rpartition("/")[2]
            fields = described.document["components"]["schemas"][component]["properties"]
            is_form = "multipart/form-data" in operation["requestBody"]["content"]
            names += [alike(name) for name in fields] if is_form else [alike(component)]
            if is_form:
                assert LOCALS.isdisjoint(names), path
        assert twice(names) == [], path


def test_nothing_is_described_that_nothing_uses(described: Description) -> None:
    """Linters complain of it, and generators make classes of it."""
    whole = str(described.document)
    schemas = described.document["components"]["schemas"]
    assert [name for name in schemas if f"'#/components/schemas/{name}'" not in whole] == []
    required = {name for *_, operation in described.operations for way in operation["security"] for name in way}
    assert described.document["components"]["securitySchemes"].keys() == required


def test_an_api_that_wants_a_media_type_lets_clients_send_it(described: Description) -> None:
    """Q-145."""
    for _, path, operation in described.operations:
        names = [parameter["name"] for parameter in operation["parameters"]]
        assert ("Accept" in names) == path.startswith("/api/v2/")


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ({"type": "null"}, {"type": "null"}),
        ({"const": "storage"}, {"enum": ["storage"], "type": "string"}),
        ({"enum": [1, 2]}, {"enum": [1, 2], "type": "integer"}),
        ({"type": "integer"}, {"type": "integer", "format": "int64"}),
        ({"type": "integer", "maximum": 2**31 - 1}, {"type": "integer", "maximum": 2**31 - 1}),
        ({"type": "integer", "maximum": 2**31}, {"type": "integer", "maximum": 2**31, "format": "int64"}),
        ({"type": "number"}, {"type": "number", "format": "double"}),
        ({"type": "string", "format": "date"}, {"type": "string", "format": "date"}),
        ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int32"}),
        ({"enum": ["a", None], "type": ["string", "null"]}, {"enum": ["a", None], "type": ["string", "null"]}),
        ({"type": "object", "additionalProperties": False}, {"type": "object", "additionalProperties": False}),
        ({"type": "object", "default": {"const": 1}}, {"type": "object", "default": {"const": 1}}),
        (
            {"type": "object", "additionalProperties": {"const": 1}},
            {"type": "object", "additionalProperties": {"enum": [1], "type": "integer"}},
        ),
        (
            {"type": "array", "items": {"type": "integer"}},
            {"type": "array", "items": {"type": "integer", "format": "int64"}},
        ),
        (
            {"properties": {"data": {"type": "null", "description": "Always null."}}},
            {"properties": {"data": {"description": "Always null.", "anyOf": [{"type": "object"}, {"type": "null"}]}}},
        ),
        (
            {"properties": {"date": {"type": "null", "description": "Always null."}}},
            {"properties": {"date": {"description": "Always null.", "anyOf": [{"type": "object"}, {"type": "null"}]}}},
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        (
            {"anyOf": [{"type": "boolean"}, {"type": "integer"}], "description": "Either."},
            {"description": "Either.", "not": {"type": ["string", "array", "object", "null"], "items": {}}},
        ),
        (
            {"anyOf": [{"type": "number"}, {"type": "string"}, {"type": "null"}]},
            {"not": {"type": ["boolean", "array", "object"], "items": {}}},
        ),
    ],
)
def test_schemas_are_put_in_other_words(said: Schema, made: Schema) -> None:
    assert portable(said, {}) == made


def test_a_list_or_an_object_keeps_the_fields_of_the_object() -> None:
    thing = {"type": "object", "properties": {"name": {"type": "string"}}}
    either = {"anyOf": [{"type": "array", "items": {"type": "object"}}, {"$ref": "#/components/schemas/Thing"}]}
    made = portable(either, {"Thing": thing})
    assert made["anyOf"][:2] == either["anyOf"]
    assert {option["type"] for option in made["anyOf"][2:]} == {"string", "boolean", "number", "integer"}
    assert made["not"] == {"type": ["boolean", "integer", "number", "string", "null"]}


@pytest.mark.parametrize(("first", "second"), [("image_group", "ImageGroup"), ("goodId", "good_id"), ("a_1", "a1")])
def test_of_fields_of_one_name_the_first_stays(first: str, second: str) -> None:
    """Q-143."""
    schema = {"properties": {first: {"type": "string"}, second: {"type": "boolean"}}, "required": [first, second]}
    assert portable(schema, {}) == {
        "properties": {first: {"type": "string"}},
        "required": [first],
        "additionalProperties": {"type": "boolean"},
    }


def test_names_of_constructors_are_left_to_constructors() -> None:
    names = ("NewLocationForm", "News", "RenewForm", "LocationForm")
    assert [portable_name(name) for name in names] == ["CreateLocationForm", "News", "RenewForm", "LocationForm"]


def test_names_of_things_in_generated_methods_are_left_to_them() -> None:
    """Q-146."""
    path = "/images/{entity}/{entity_id}"
    assert published_paths([path]) == {path: "/images/{entity_name}/{entity_id}"}


def test_addresses_that_differ_only_in_names_are_published_as_one() -> None:
    """Q-155."""
    alike = ["/labels/{location_id}/{tag_id}", "/labels/{location_id}/{entity}"]
    assert published_paths([*alike, "/labels/{location_id}"]) == {
        **dict.fromkeys(alike, "/labels/{location_id}/{tag_id_or_entity_name}"),
        "/labels/{location_id}": "/labels/{location_id}",
    }


def test_no_published_addresses_differ_only_in_names(described: Description) -> None:
    """OpenAPI forbids it, and validators refuse the whole description."""
    shapes = [re.sub(r"{\w+}", "{}", path) for path in described.document["paths"]]
    assert len(shapes) == len(set(shapes))
