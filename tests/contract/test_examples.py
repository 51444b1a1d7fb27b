"""The examples in the published description: there is one for everything, and each fits its schema."""

import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import msgspec
import pytest
from litestar import Litestar

from parlour.http.apis import Api
from parlour.http.body import reader_for
from tests.support.contract import Description
from tests.support.operations import operations

Schema = dict[str, Any]


def fault_of(value: Any, schema: Schema, described: Description) -> str | None:
    """What is wrong with a value; None when it fits."""
    whole = {**schema, "components": described.document["components"]}
    validator = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
    return next((f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)), None)


def contents(described: Description) -> Iterator[tuple[str, str, Schema]]:
    """Operation, `request` or status, and content of every body."""
    for _, _, operation in described.operations:
        name = operation["operationId"]
        if "requestBody" in operation:
            (content,) = operation["requestBody"]["content"].values()
            yield name, "request", content
        for status, answer in operation["responses"].items():
            if "content" in answer:
                content, *_ = answer["content"].values()  # API v2 has its media type beside JSON
                yield name, status, content


EMPTY_WITH_202 = re.compile(r"/api/v1/(company/\{location_id\}$|storage_operations/)")


def test_every_answer_but_204_has_content(described: Description) -> None:
    """Closing a location (Q-028) and deleting documents and transactions answer 202 with nothing."""
    for _, path, operation in described.operations:
        for status, answer in operation["responses"].items():
            is_empty = status == "204" or (status == "202" and EMPTY_WITH_202.match(path) is not None)
            assert ("content" in answer) != is_empty, (path, status)


def test_every_body_has_examples_that_fit_its_schema(described: Description) -> None:
    for name, where, content in contents(described):
        assert content["examples"], (name, where)
        for title, example in content["examples"].items():
            assert example["summary"], (name, where, title)
            assert fault_of(example["value"], content["schema"], described) is None, (name, where, title)


def test_every_parameter_has_an_example_that_fits_its_schema(described: Description) -> None:
    for _, path, operation in described.operations:
        for parameter in operation["parameters"]:
            assert parameter["example"] is not None, (path, parameter["name"])
            assert fault_of(parameter["example"], parameter["schema"], described) is None, (path, parameter["name"])


def test_every_example_of_a_field_fits_its_schema(described: Description) -> None:
    for name, component in described.document["components"]["schemas"].items():
        for field, schema in component["properties"].items():
            for example in schema.get("examples", []):
                assert fault_of(example, schema, described) is None, f"{name}.{field}"


def test_every_example_of_a_body_is_accepted(litestar: Litestar, described: Description, api: Api) -> None:
    """By the reader of its operation, which knows more than a schema can say."""
    examples = {name: content["examples"] for name, where, content in contents(described) if where == "request"}
    for _, _, handler in operations(litestar, api):
        if handler.arguments.body is None or handler.arguments.is_form:
            continue
        for title, example in examples[handler.id].items():
            submitted = reader_for(handler.arguments.body).read(msgspec.json.encode(example["value"]))
            assert submitted.faults == (), (handler.unique_id, title)


@pytest.mark.parametrize("name", ["create_product", "update_product", "create_product_category"])
def test_a_request_has_an_example_with_every_field_and_one_with_those_required(
    published: Description, name: str
) -> None:
    content = {(found, where): content for found, where, content in contents(published)}[name, "request"]
    component = published.document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    examples = content["examples"]
    assert examples["full"]["value"].keys() == component["properties"].keys()
    assert examples["required"]["value"].keys() == set(component["required"])


def test_where_every_field_is_required_one_example_says_it_all(published: Description) -> None:
    content = {(found, where): content for found, where, content in contents(published)}["authorize_user", "request"]
    assert [*content["examples"]] == ["full"]


def test_a_list_is_shown_with_something_in_it_and_empty(described: Description) -> None:
    lists = 0
    for name, where, content in contents(described):
        if "ListAnswer" in content["schema"].get("$ref", ""):
            lists += 1
            some, none = content["examples"]["some"]["value"], content["examples"]["none"]["value"]
            assert len(some["data"]) >= 1, (name, where)
            assert none["data"] == [], (name, where)
            if "count" in some.get("meta", ()):
                assert (some["meta"]["count"], none["meta"]["count"]) == (len(some["data"]), 0), (name, where)
    assert lists >= 5
