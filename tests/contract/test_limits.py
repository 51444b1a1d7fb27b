"""The published limits are those that are kept: the last good value passes, the next one is a fault.

A value inside its limits may still name nothing that is there; what counts is that it isn't refused for its size.
"""

import copy
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from tests.support.client import Client, Form, faults_of
from tests.support.contract import Description
from tests.support.operations import operations
from tests.support.requests import Ids, address, body, name_of

Schema = dict[str, Any]
# What a text must be beside its length: its longest value is another test's.
SHAPED = {"format", "pattern", "enum"}
# Signing in is limited by address, which says 429 before it says anything else.
LEFT_OUT = {"authorize_user"}


class Times(int):
    """So many of the item that a list begins with."""


class Limit(msgspec.Struct, frozen=True):
    """A field or parameter, the last value that it takes, and the first that it doesn't."""

    operation: str
    path: tuple[str, ...]
    """In a query one name; in a body the way from its top."""
    good: Any
    bad: Any

    @property
    def field(self) -> str:
        """As a fault names it."""
        first, *rest = self.path
        return first + "".join(f"[{name}]" if name.isdecimal() else f".{name}" for name in rest)


def limits_of(schema: Schema) -> Iterator[tuple[Any, Any]]:
    """The last good and the first bad value at each end of a schema."""
    if SHAPED & schema.keys():
        return
    for name, step in (("minimum", -1), ("maximum", 1)):
        if name in schema:
            yield schema[name], schema[name] + step
    if "maxLength" in schema:
        yield "a" * schema["maxLength"], "a" * (schema["maxLength"] + 1)
    if "maxItems" in schema:
        yield Times(schema["maxItems"]), Times(schema["maxItems"] + 1)


class Published:
    """Everything with a limit, operation by operation."""

    def __init__(self, *descriptions: Description) -> None:
        self.query: list[Limit] = []
        self.body: list[Limit] = []
        for description in descriptions:
            for _, path, operation in description.operations:
                name = operation["operationId"]
                name = f"v2.{name}" if path.startswith("/api/v2") else name
                for parameter in operation.get("parameters", []):
                    if parameter["in"] == "query":
                        schema = parameter["schema"]
                        for good, bad in self._limits(description, schema.get("items", schema)):
                            self.query.append(Limit(name, (parameter["name"],), good, bad))
                content = operation.get("requestBody", {}).get("content", {})
                for media in content.values():
                    for way, good, bad in self._of_body(description, media["schema"], ()):
                        self.body.append(Limit(name, way, good, bad))

    def _limits(self, description: Description, schema: Schema) -> Iterator[tuple[Any, Any]]:
        for part in self._parts(description, schema):
            yield from limits_of(part)

    def _parts(self, description: Description, schema: Schema) -> Iterator[Schema]:
        """The schema itself, or what it may be one of."""
        found = description._resolve(schema)
        choices = found.get("oneOf") or found.get("anyOf")
        if choices:
            for choice in choices:
                yield from self._parts(description, choice)
        else:
            yield found

    def _of_body(
        self, description: Description, schema: Schema, way: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
        for part in self._parts(description, schema):
            if way:
                yield from ((way, good, bad) for good, bad in limits_of(part))
            for name, inner in part.get("properties", {}).items():
                yield from self._of_body(description, inner, (*way, name))
            if "items" in part and way:
                yield from self._of_body(description, part["items"], (*way, "0"))


@pytest.fixture
def ids(settled: Ids) -> Ids:
    return settled


@pytest.fixture(scope="session")
def limits(published: Description, published_v2: Description) -> Published:
    return Published(published, published_v2)


def put(document: Any, way: tuple[str, ...], value: Any) -> bool:
    """Write a value into a body; False where the body has no such place."""
    first, *rest = way
    key: Any = int(first) if isinstance(document, list) else first
    if isinstance(document, list) and not document:
        return False
    if not rest:
        if isinstance(value, Times) and not document.get(key):
            return False
        document[key] = document[key][:1] * value if isinstance(value, Times) else value
        return True
    if isinstance(document, dict) and key not in document:
        return False
    return put(document[key], tuple(rest), value)


def faults_in(response: httpx.Response) -> dict[str, str]:
    """The faults by field; a 400 may be about one, too, and begins with its name."""
    if response.status_code == 400:
        name, _, text = response.json()["meta"]["message"].partition(": ")
        return {name: text}
    return faults_of(response) if response.status_code == 422 else {}


async def test_parameters_take_what_is_published_and_no_more(
    client: Client, litestar: Litestar, ids: Ids, limits: Published
) -> None:
    known = {name_of(handler): (method, path) for method, path, handler in operations(litestar)}
    assert len(limits.query) > 30
    for limit in limits.query:
        method, path = known[limit.operation]
        base, name = address(path, ids), limit.path[0]
        marked = f"{base}{'&' if '?' in base else '?'}{name}="
        good, bad = [faults_in(await client.send(method, f"{marked}{value}")) for value in (limit.good, limit.bad)]
        assert name in bad, limit
        assert good.get(name) != bad[name], limit


async def test_fields_take_what_is_published_and_no_more(
    client: Client, litestar: Litestar, ids: Ids, limits: Published
) -> None:
    known = {name_of(handler): (method, path, handler) for method, path, handler in operations(litestar)}
    tried = 0
    for limit in limits.body:
        method, path, handler = known[limit.operation]
        sent = copy.deepcopy(body(handler, ids))
        if limit.operation in LEFT_OUT or isinstance(sent, Form) or not put(sent, limit.path, limit.bad):
            continue
        bad = faults_in(await client.send(method, address(path, ids), json=sent))
        put(sent, limit.path, limit.good)
        good = faults_in(await client.send(method, address(path, ids), json=sent))
        assert limit.field in bad, limit
        assert good.get(limit.field) != bad[limit.field], limit
        tried += 1
    assert tried > 50
    assert tried > 50
