"""What the mock answers without a preference: the typical example of every operation, wherever it is asked for."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
import structlog
from litestar import Litestar

from parlour.http.apis import B2B_V1, Api
from parlour.http.openapi import describe
from parlour.http.operations import operations_of
from parlour.portal.mock import described as reading
from parlour.portal.mock.described import Answers
from tests.portal.mock.conftest import Known, told
from tests.support.operations import operations

FORMS: dict[str, Callable[[str], str]] = {
    "the whole path": lambda path: path,
    "without /api/v1": lambda path: path.removeprefix("/api/v1"),
    "with a slash at the end": lambda path: f"{path}/",
    "without /api/v1, with a slash": lambda path: f"{path.removeprefix('/api/v1')}/",
}


def test_the_description_has_every_operation_of_the_server(adrift: Litestar, known: list[Known]) -> None:
    handlers = {handler.unique_id for _, _, handler in operations(adrift, B2B_V1)}
    assert handlers == {operation.id for operation in known}
    assert len(handlers) > 15


@pytest.mark.parametrize("form", FORMS)
async def test_every_operation_answers_its_typical_example(
    form: str, mock: httpx.AsyncClient, known: list[Known]
) -> None:
    for operation in known:
        status, examples = operation.success
        answer = await mock.request(
            operation.method, FORMS[form](operation.address), params=operation.query, json=operation.body
        )
        assert answer.status_code == status, (operation.id, answer.text)
        assert told(answer) == next(iter(examples.values()), None), operation.id


async def test_an_answer_carries_the_headers_that_are_described(mock: httpx.AsyncClient, known: list[Known]) -> None:
    tagged = 0
    for operation in known:
        answer = await mock.request(operation.method, operation.address, params=operation.query, json=operation.body)
        described = operation.described["responses"][str(answer.status_code)].get("headers", {})
        # There is no next page to lead to.
        assert {name: answer.headers.get(name) for name in described} == {
            name: None if name == "Link" else header["example"] for name, header in described.items()
        }
        tagged += "etag" in answer.headers
    assert tagged > 3


async def test_other_addresses_are_404(mock: httpx.AsyncClient) -> None:
    for path in ("", "/nothing", "/goods", "/api/v1", "/api/v1/api/v1/groups"):
        answer = await mock.get(path)
        assert (answer.status_code, answer.json()["meta"]["message"]) == (404, "There is no such address.")


async def test_a_wrong_method_is_reported_with_the_allowed_ones(mock: httpx.AsyncClient) -> None:
    answer = await mock.patch("/goods/7")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


async def test_no_token_is_logged(mock: httpx.AsyncClient) -> None:
    tokens = {"Authorization": "Bearer secret-of-the-partner, User secret-of-the-user"}
    with structlog.testing.capture_logs() as logged:
        await mock.post("/auth", headers=tokens, json={"login": "anna@example.com", "password": "secret-password"})
        await mock.post("/auth", headers=tokens, json={"login": 1, "password": ["secret-password"]})
    assert [event["status"] for event in logged] == [201, 422]
    assert "secret" not in repr(logged)


async def test_requests_at_the_same_time_wait_for_one_reading(
    mock: httpx.AsyncClient, adrift: Litestar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application has been asked before, so it is a reader of its own that is watched."""
    read: list[Litestar] = []

    def slow_reading(app: Litestar, api: Api) -> dict[str, Answers]:
        read.append(app)
        return reading_before(app, api)

    reading_before = reading.read_operations
    monkeypatch.setattr(reading, "read_operations", slow_reading)
    described = reading.Described(B2B_V1)
    first, *_ = operations_of(adrift, B2B_V1)
    found = await asyncio.gather(*(described.answers(adrift, first) for _ in range(5)))
    assert read == [adrift]
    assert all(operation is found[0] for operation in found)


def test_the_description_names_the_mock_as_a_server(adrift: Litestar) -> None:
    urls = [server["url"] for server in describe(adrift)["servers"]]
    assert urls[1] == f"{urls[0]}{B2B_V1.mock_path}"
