"""Cursors as texts: what is written, read back and refused, and the link that carries one."""

from base64 import urlsafe_b64encode
from typing import Any

import msgspec
import pytest

from parlour.errors import Invalid
from parlour.http.cursors import (
    NO_CURSOR,
    OTHER_LIST,
    TWO_WAYS,
    Position,
    link_to,
    mark_of,
    read_cursor,
    sort_key_in,
    write_cursor,
)
from parlour.page_requests import IdSortKey

MARK = b"123456789"
DEEP = b"\x91" * 5000 + b"\xc0"
"""An array in an array, and so on."""


def fault_of(text: str, page: int = 1, mark: bytes = MARK, kind: Any = IdSortKey) -> tuple[str, str]:
    """The field and the message with which a cursor is refused."""
    with pytest.raises(Invalid) as caught:
        sort_key_in(read_cursor(text, page) or Position(b"", 0, msgspec.Raw()), mark, kind)
    (fault,) = caught.value.faults
    return fault.field, fault.message


def encoded(*parts: Any, tail: bytes = b"") -> str:
    head = bytes([0x90 + len(parts) + bool(tail)])
    return urlsafe_b64encode(head + b"".join(map(msgspec.msgpack.encode, parts)) + tail).rstrip(b"=").decode()


@pytest.mark.parametrize("shown", [0, 1, 200, 70_000, 2**53 - 1])
@pytest.mark.parametrize("id_", [1, 200, 70_000])
def test_what_is_written_is_read(shown: int, id_: int) -> None:
    """Whatever its length, which decides how the text is filled up."""
    text = write_cursor(Position(MARK, shown, IdSortKey(id_)))
    assert "=" not in text
    position = read_cursor(text, 1)
    assert position is not None
    assert (position.mark, position.shown) == (MARK, shown)
    assert sort_key_in(position, MARK, IdSortKey) == IdSortKey(id_)


def test_the_first_page_has_no_position() -> None:
    assert read_cursor("first", 1) is None


@pytest.mark.parametrize("page", [0, 2])
@pytest.mark.parametrize("text", ["first", write_cursor(Position(MARK, 3, IdSortKey(3)))])
def test_a_page_has_one_beginning(text: str, page: int) -> None:
    assert fault_of(text, page) == ("page", TWO_WAYS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "AAAA=",
        "AA.A",
        "%%%%",
        write_cursor(Position(MARK, 3, IdSortKey(3))) + "!",
        encoded(MARK, 3),
        encoded(MARK, 3, [3], 1),
        encoded(MARK, -1, [3]),
        encoded(MARK[:-1], 3, [3]),
        encoded(MARK + b"0", 3, [3]),
        encoded(MARK, 3, ["x"]),
        encoded(MARK, 3, tail=DEEP),
    ],
)
def test_what_is_no_cursor_is_named(text: str) -> None:
    assert fault_of(text) == ("cursor", NO_CURSOR)


def test_a_sort_key_has_an_end() -> None:
    with pytest.raises(Invalid) as caught:
        sort_key_in(Position(MARK, 3, msgspec.Raw(DEEP)), MARK, Any)
    assert [(fault.field, fault.message) for fault in caught.value.faults] == [("cursor", NO_CURSOR)]


def test_a_position_belongs_to_one_list() -> None:
    assert fault_of(write_cursor(Position(MARK, 3, IdSortKey(3))), mark=b"987654321") == ("cursor", OTHER_LIST)


def test_what_may_differ_from_page_to_page_makes_no_other_list() -> None:
    mark = mark_of("list", {"location_id": 4}, [("colour", "red"), ("colour", "blue")])
    free = [("page", "2"), ("count", "3"), ("limit", "3"), ("include", "category"), ("cursor", "first")]
    assert mark_of("list", {"location_id": 4}, [*free, ("colour", "blue"), ("colour", "red")]) == mark
    assert len(mark) == len(MARK)


def test_marks_of_different_lists_differ() -> None:
    lists = [
        ("list", {"location_id": 4}, [("colour", "red")]),
        ("other", {"location_id": 4}, [("colour", "red")]),
        ("list", {"location_id": 5}, [("colour", "red")]),
        ("list", {"location_id": 4, "id": 5}, [("colour", "red")]),
        ("list", {"location_id": 4}, [("colour", "blue")]),
        ("list", {"location_id": 4}, [("size", "red")]),
        ("list", {"location_id": 4}, []),
    ]
    assert len({mark_of(*each) for each in lists}) == len(lists)


def test_a_link_repeats_the_query_with_the_new_cursor() -> None:
    pairs = [("cursor", "first"), ("a", "page"), ("page", "1"), ("b", "cursor & more"), ("a", "2")]
    expected = '</api/v1/things?a=page&b=cursor+%26+more&a=2&cursor=next>; rel="next"'
    assert link_to("/api/v1/things", pairs, "next") == expected
