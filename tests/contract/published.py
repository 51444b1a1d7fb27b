"""Writes down what the server publishes, for people to read in a review: `published.txt`. Run by `make published`.

Each operation with its parameters, its body, and all that it answers, by the messages of its examples; then each schema
without what only explains it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from litestar import Litestar

from parlour.app import create_litestar
from parlour.http.apis import APIS
from parlour.http.openapi import describe
from parlour.settings import Settings

FILE = Path(__file__).with_name("published.txt")
NO_DATABASE = "postgres:///none"


def outline(litestar: Litestar) -> str:
    """All operations of all APIs, in the order of the description."""
    lines = [line for api in APIS for line in _api(describe(litestar, api))]
    return "\n".join(lines) + "\n"


def _api(document: dict[str, Any]) -> Iterator[str]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield from _operation(method, path, operation)
    for name, schema in document["components"]["schemas"].items():
        yield f"{name}: {_compact(_bare(schema))}"


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without descriptions and examples. A property may have such a name, too."""
    bare = {name: value for name, value in schema.items() if name not in ("description", "examples")}
    for name in bare.keys() & {"items", "additionalProperties"}:
        bare[name] = _bare(bare[name]) if isinstance(bare[name], dict) else bare[name]
    for name in bare.keys() & {"anyOf", "oneOf", "allOf"}:
        bare[name] = [_bare(each) for each in bare[name]]
    if "properties" in bare:
        bare["properties"] = {name: _bare(each) for name, each in bare["properties"].items()}
    return bare


def _operation(method: str, path: str, operation: dict[str, Any]) -> Iterator[str]:
    old = " (deprecated)" if operation.get("deprecated") else ""
    yield f"{method.upper()} {path}{old}"
    who = "; ".join("+".join(scheme) for scheme in operation["security"])
    yield f"    {operation['operationId']}, {operation['tags'][0]}: {operation.get('x-permission', who)}"
    for parameter in operation["parameters"]:
        schema, example = _compact(parameter["schema"]), _compact(parameter["example"])
        yield f"    {parameter['in']} {parameter['name']}: {schema}, {example}"
    if body := operation.get("requestBody"):
        for kind, content in body["content"].items():
            yield from _content(f"takes {kind}", content)
    for status, answer in operation["responses"].items():
        headers = "".join(f", {name}" for name in answer.get("headers", ()))
        if "content" not in answer:
            yield f"    {status}{headers}"
        for kind, content in answer.get("content", {}).items():
            yield from _content(f"{status} {kind}{headers}", content)


def _content(said: str, content: dict[str, Any]) -> Iterator[str]:
    yield f"    {said}: {_kind_of(content['schema'])}"
    for name, example in content.get("examples", {}).items():
        value = example["value"]
        is_refusal = isinstance(value, dict) and value.get("success") is False
        shown = _compact(value["meta"]) if is_refusal else _compact(value)
        yield f"        {name}: {shown}"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _kind_of(schema: dict[str, Any]) -> str:
    if schema.get("type") == "array":
        return f"list of {_kind_of(schema['items'])}"
    name: str = schema.get("$ref", "text").rpartition("/")[2]
    return name


if __name__ == "__main__":
    FILE.write_text(outline(create_litestar(Settings(database_url=NO_DATABASE))), encoding="utf-8")
