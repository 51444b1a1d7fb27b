"""Taking forms apart"""

import pytest

from parlour.errors import Malformed
from parlour.http.forms import read_form

MULTIPART = "multipart/form-data; boundary=x"


def part(name: str, content: bytes, more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"


def test_texts_and_files_come_by_name_unread() -> None:
    raw = (
        part("id", b"1") + part("file", b"\x00\r\n\xff--x", '; filename="../../x.png"') + part("empty", b"") + b"--x--"
    )
    assert read_form(raw, MULTIPART) == {"id": b"1", "file": b"\x00\r\n\xff--x", "empty": b""}


def test_the_first_of_a_name_counts() -> None:
    assert read_form(part("id", b"1") + part("id", b"2") + b"--x--\r\n", MULTIPART) == {"id": b"1"}
    assert read_form(b"id=1&id=2", "application/x-www-form-urlencoded") == {"id": b"1"}


def test_the_older_kind_is_decoded() -> None:
    assert read_form(b"a=%31+2&b=", "application/x-www-form-urlencoded; charset=utf-8") == {"a": b"1 2", "b": b""}


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"", MULTIPART),
        (b"--x", MULTIPART),
        (part("id", b"1"), MULTIPART),
        (b"--x\r\nno header\r\n\r\n1\r\n--x--", MULTIPART),
        (part("n" * 10_000, b"1") + b"--x--", MULTIPART),
        (b"".join(part(f"f{number}", b"") for number in range(60)) + b"--x--", MULTIPART),
        (b"&".join(b"a=1" for _ in range(60)), "application/x-www-form-urlencoded"),
        (b"%ff=1", "application/x-www-form-urlencoded"),
        (b"id=1", "multipart/form-data"),
        (b"{}", "application/json"),
        (b"id=1", ""),
        (b"id=1", '"; boundary'),
    ],
)
def test_an_invalid_form_is_refused(raw: bytes, content_type: str) -> None:
    with pytest.raises(Malformed):
        read_form(raw, content_type)
