"""What clients of the older form get, and who they are."""

from typing import Any

import msgspec
import pytest
from litestar.connection import ASGIConnection

from parlour.http.bare import bare, is_bare, mark_bare, with_legacy_errors
from parlour.http.media_type import MEDIA_TYPE


def request_for(path: str = "/api/v1/goods/1", accept: str = "*/*", *, is_marked: bool = False) -> Any:
    scope: Any = {"type": "http", "path": path, "headers": [(b"accept", accept.encode())], "state": {}}
    request = ASGIConnection[Any, Any, Any, Any](scope)
    if is_marked:
        mark_bare(request)
    return request


@pytest.mark.parametrize(
    ("path", "accept", "is_marked", "expected"),
    [
        ("/api/v1/goods/1", "*/*", True, True),
        ("/api/v1/goods/1", "application/json", True, True),
        ("/api/v1/goods/1", MEDIA_TYPE, True, False),
        ("/api/v1/goods/1", "*/*", False, False),
        ("/api/v1/activity/1", "*/*", True, False),
        ("/api/v1/activity", "*/*", True, True),
        ("/api/v1/goods/api/v1/activity/", "*/*", True, True),
    ],
)
def test_an_answer_is_bare_where_the_partners_clients_expect_it(
    path: str, accept: str, is_marked: bool, expected: bool
) -> None:
    assert is_bare(request_for(path, accept, is_marked=is_marked)) is expected


@pytest.mark.parametrize(
    ("meta", "errors"),
    [
        ({"message": "No."}, {"code": 422, "message": "No."}),
        ({"message": "No.", "errors": []}, {"code": 422, "message": "No."}),
        ({"message": "No.", "errors": [{"code": 7}, {"code": 8}]}, {"code": 7, "message": "No."}),
        ({"message": "No.", "errors": ["text", {"code": 8}]}, {"code": 8, "message": "No."}),
        ({"message": "No.", "errors": [{"title": ["Wrong."]}]}, {"code": 422, "message": "No."}),
    ],
)
def test_a_refusal_repeats_code_and_message_for_older_clients(meta: dict[str, Any], errors: dict[str, Any]) -> None:
    body = {"success": False, "data": None, "meta": meta}
    assert with_legacy_errors(request_for(is_marked=True), body, 422) == {**body, "errors": errors}
    assert with_legacy_errors(request_for("/api/v1/activity/1", is_marked=True), body, 422)["errors"] == errors
    assert with_legacy_errors(request_for(), body, 422) == body


class Envelope(msgspec.Struct):
    success: bool
    data: Any
    meta: Any = None


class Least(msgspec.Struct):
    success: bool
    data: Any


class Data(msgspec.Struct):
    data: int


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (Envelope(True, [1]), [1]),
        (Least(True, [1]), [1]),
        (Data(1), Data(1)),
        ({"success": True, "data": 1}, {"success": True, "data": 1}),
        (None, None),
        (b"text", b"text"),
    ],
)
def test_only_an_envelope_is_opened(content: Any, expected: Any) -> None:
    assert bare(content) == expected
