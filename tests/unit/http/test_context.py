"""What a handler's context knows of the request."""

from typing import Any

import pytest
from litestar import Request

from parlour.http.context import Context, Detached
from tests.unit.http.scopes import application, request_to, services_without_database

SERVICES = services_without_database()


def detached(request: Request[Any, Any, Any]) -> Detached[Any]:
    return Detached(request, SERVICES)


def request(**headers: str) -> Request[Any, Any, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return request_to(application(SERVICES), "/", headers=named)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({}, ""),
        ({"user_agent": "Salon/1.0 (Anna)"}, "Salon/1.0 (Anna)"),
        ({"user_agent": "a\tb\x7fc"}, "abc"),
        ({"user_agent": "x" * 255}, "x" * 255),
        ({"user_agent": "\t" + "x" * 254 + "yz"}, "x" * 254 + "y"),
    ],
)
def test_a_device_has_a_name_that_can_be_displayed(sent: dict[str, str], shown: str) -> None:
    assert detached(request(**sent)).device == shown


def test_languages_are_those_of_the_request() -> None:
    assert detached(request(accept_language="de, en;q=0.5")).accept_language == "de, en;q=0.5"
    assert detached(request()).accept_language == ""


def test_a_caller_has_an_address() -> None:
    assert str(detached(request()).address) == "192.0.2.1"


async def test_a_long_operation_waits_for_the_client_to_disconnect() -> None:
    messages = ["http.request", "http.request", "http.disconnect", "http.disconnect"]
    received: list[str] = []

    async def receive() -> Any:
        received.append(messages[len(received)])
        return {"type": received[-1]}

    found: Any = request_to(application(SERVICES), "/").scope
    await detached(Request(found, receive=receive)).disconnected()
    assert received == messages[:3]


def test_a_context_is_one_of_the_kinds_that_can_be_opened() -> None:
    with pytest.raises(NotImplementedError):
        Context.opened(request())
