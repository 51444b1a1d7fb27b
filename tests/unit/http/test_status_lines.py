"""The first line of an answer is the same under every interpreter."""

import pytest

from parlour.http.protocol.refusals import status_line


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (200, b"HTTP/1.1 200 OK"),
        (413, b"HTTP/1.1 413 Content Too Large"),
        (414, b"HTTP/1.1 414 URI Too Long"),
        (416, b"HTTP/1.1 416 Range Not Satisfiable"),
        (422, b"HTTP/1.1 422 Unprocessable Content"),
        (431, b"HTTP/1.1 431 Request Header Fields Too Large"),
        (599, b"HTTP/1.1 599 "),
    ],
)
def test_a_status_has_its_name_of_rfc_9110(status: int, line: bytes) -> None:
    assert status_line(status) == line
