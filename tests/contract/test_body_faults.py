"""What is wrong with a body is answered by every operation that takes one, and nothing is written."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar

from parlour.db.pool import Connection
from parlour.http.body import reader_for
from parlour.http.operation import Operation
from tests.support.client import Client, faults_of
from tests.support.operations import operations
from tests.support.requests import Ids, address, body, name_of
from tests.support.world import everything

JSON = {"Content-Type": "application/json"}
UNREADABLE = [b"", b"{", b"title=Argan", b'{"title": "Argan",}', b"\xff", b"[" * 100_000]
NO_OBJECTS = [b"[]", b"null", b"1", b'"Argan"', b'[{"title": "Argan"}]']
TOO_LARGE = b'{"unknown": "' + b"x" * 1024 * 1024 + b'"}'

Taking = list[tuple[str, str, Operation]]


@pytest.fixture
def ids(examples: Ids) -> Ids:
    return examples


@pytest.fixture
def taking(litestar: Litestar) -> Taking:
    """The operations that take JSON."""
    found = [
        each for each in operations(litestar) if each[2].arguments.body is not None and not each[2].arguments.is_form
    ]
    assert len(found) > 12
    return found


@pytest.fixture
def taking_objects(taking: Taking) -> Taking:
    """Those whose body is no list: tests/unit/http/test_list_bodies.py is about the others."""
    return [each for each in taking if not hasattr(each[2].arguments.body, "AS_LIST")]


@pytest.fixture(autouse=True)
async def unchanged(conn: Connection, http: httpx.AsyncClient, ids: Ids) -> AsyncIterator[None]:
    """Whatever was refused has written nothing."""
    before = await everything(conn)
    yield
    assert await everything(conn) == before


@pytest.mark.parametrize("content", UNREADABLE, ids=["empty", "cut off", "form", "comma", "no UTF-8", "deep"])
async def test_what_is_no_json(client: Client, taking: Taking, ids: Ids, content: bytes) -> None:
    for method, path, operation in taking:
        answer = await client.send(method, address(path, ids), content=content, headers=JSON)
        assert answer.status_code == 400, name_of(operation)


@pytest.mark.parametrize("content", NO_OBJECTS)
async def test_what_is_no_object(client: Client, taking_objects: Taking, ids: Ids, content: bytes) -> None:
    for method, path, operation in taking_objects:
        answer = await client.send(method, address(path, ids), content=content, headers=JSON)
        assert faults_of(answer) == {"body": "Expected a JSON object."}, name_of(operation)


async def _in_pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 256 * 1024):
        yield content[start : start + 256 * 1024]


@pytest.mark.parametrize("sent", [lambda content: content, _in_pieces], ids=["at once", "in pieces"])
async def test_what_is_too_large(client: Client, taking: Taking, ids: Ids, sent: Any) -> None:
    for method, path, operation in taking:
        answer = await client.send(method, address(path, ids), content=sent(TOO_LARGE), headers=JSON)
        assert answer.status_code == 413, name_of(operation)


def fields_with_faults(answer: httpx.Response) -> set[str]:
    """The fields that an answer finds fault with; filters that mean nothing are refused together, with a 400."""
    return {*(answer.json()["meta"]["errors"] if answer.status_code == 400 else faults_of(answer))}


async def test_each_field_of_the_wrong_kind_is_named(client: Client, taking_objects: Taking, ids: Ids) -> None:
    for method, path, operation in taking_objects:
        good = body(operation, ids) or {}
        for name, value in good.items():
            wrong = ["a list"] if isinstance(value, dict) else {"an": "object"}
            answer = await client.send(method, address(path, ids), json={**good, name: wrong})
            assert name in fields_with_faults(answer), (name_of(operation), name)


async def test_each_required_field_is_missed(client: Client, taking_objects: Taking, ids: Ids) -> None:
    for method, path, operation in taking_objects:
        kind, good = operation.arguments.body, body(operation, ids) or {}
        assert kind is not None
        for name, field in reader_for(kind).fields.items():
            nothing = [{}] if None in field.kinds else [{}, {name: None}]
            for missing in nothing if field.is_required else ():
                sent = {key: value for key, value in good.items() if key != name} | missing
                answer = await client.send(method, address(path, ids), json=sent)
                assert faults_of(answer)[name] == "This field is missing.", (name_of(operation), name, missing)
