"""HEAD in place of GET, and the methods of an address."""

from typing import Any

import pytest
from litestar import Litestar, get, post, put

from parlour.http.methods import HeadAnswer, allow_of, as_get


@get("/things/{number:int}")
async def thing() -> None: ...


@put("/things/{name:str}")
async def named_thing() -> None: ...


@post("/things/{number:int}/parts")
async def add_part() -> None: ...


APP = Litestar([thing, named_thing, add_part], openapi_config=None, logging_config=None)


@pytest.mark.parametrize(
    ("scope", "found", "allow"),
    [
        ({}, b"POST", b"OPTIONS, POST"),
        ({}, b"POST, GET", b"GET, HEAD, OPTIONS, POST"),
        ({}, b"GET,OPTIONS", b"GET, HEAD, OPTIONS"),
        ({"path_template": "/things/{number}"}, b"POST", b"OPTIONS, POST"),
        ({"litestar_app": APP}, b"POST", b"OPTIONS, POST"),
        ({"litestar_app": APP, "path_template": "/unknown"}, b"POST", b"OPTIONS, POST"),
        ({"litestar_app": APP, "path_template": "/things/{number}"}, b"GET", b"GET, HEAD, OPTIONS, PUT"),
        ({"litestar_app": APP, "path_template": "/things/{any}"}, b"DELETE", b"DELETE, GET, HEAD, OPTIONS, PUT"),
        ({"litestar_app": APP, "path_template": "/things/{number}/parts"}, b"POST", b"OPTIONS, POST"),
    ],
)
def test_an_address_has_the_methods_of_all_its_routes(scope: Any, found: bytes, allow: bytes) -> None:
    assert allow_of(scope, found) == allow


def test_the_same_request_with_get_is_another_scope() -> None:
    scope: Any = {"type": "http", "method": "HEAD", "path": "/x"}
    assert dict(as_get(scope)) == {"type": "http", "method": "GET", "path": "/x"}
    assert scope["method"] == "HEAD"


async def test_head_sends_one_empty_body_and_then_reports_that_the_client_has_gone() -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"given"}

    async def send(message: Any) -> None:
        sent.append(message)

    answer = HeadAnswer(receive, send)
    start: Any = {"type": "http.response.start", "status": 200, "headers": []}
    assert (await answer.receive())["body"] == b"given"
    await answer.send(start)
    assert (await answer.receive())["body"] == b"given"
    for part in (b"one", b"two", b"three"):
        await answer.send({"type": "http.response.body", "body": part, "more_body": True})
        assert await answer.receive() == {"type": "http.disconnect"}
    assert sent == [start, {"type": "http.response.body", "body": b"", "more_body": False}]


async def test_an_application_that_goes_on_lets_others_run() -> None:
    async def nothing(*_: Any) -> Any: ...

    answer = HeadAnswer(nothing, nothing)
    part: Any = {"type": "http.response.body", "body": b"x", "more_body": True}
    await answer.send(part)
    running = answer.send(part).__await__()
    assert next(running) is None  # once, and no longer than that
    with pytest.raises(StopIteration):
        next(running)
