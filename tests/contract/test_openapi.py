"""The published description: valid, complete, and every example fits its own schema."""

from typing import Any

import httpx
import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate

from tests.support.contract import Description


def test_it_is_valid_openapi(published: Description) -> None:
    assert published.document["openapi"] == "3.1.0"
    validate(published.document)


async def test_yaml_and_json_say_the_same(http: httpx.AsyncClient, published: Description) -> None:
    as_json = await http.get("/openapi/b2b-v1.json")
    as_yaml = await http.get("/openapi/b2b-v1.yaml")
    assert as_json.json() == yaml.safe_load(as_yaml.text) == published.document
    assert "yaml" in as_yaml.headers["content-type"]


def test_every_operation_is_described(published: Description) -> None:
    for _, path, _, operation in published.operations:
        assert operation["summary"], path
        assert len(operation["description"]) > 10, path
        assert operation["tags"], path
        assert operation["operationId"], path
        for parameter in operation["parameters"]:
            assert parameter["in"] == "path" or parameter["description"], (path, parameter["name"])


def _bodies(published: Description) -> list[tuple[str, dict[str, Any]]]:
    bodies = []
    for _, _, _, operation in published.operations:
        name = operation["operationId"]
        if "requestBody" in operation:
            bodies.append((f"{name} request", operation["requestBody"]["content"]["application/json"]))
        for status, answer in operation["responses"].items():
            if status != "204":
                bodies.append((f"{name} {status}", answer["content"]["application/json"]))
    return bodies


def test_every_body_has_an_example_that_fits_its_schema(published: Description) -> None:
    for name, content in _bodies(published):
        schema = {**content["schema"], "components": published.document["components"]}
        try:
            jsonschema.validate(content["example"], schema, cls=jsonschema.Draft202012Validator)
        except (KeyError, jsonschema.ValidationError) as error:
            pytest.fail(f"{name}: {error}")
