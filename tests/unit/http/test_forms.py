"""Taking forms apart"""

from typing import Any

import pytest

from parlour.errors import Malformed
from parlour.http.forms import (
    FORM_EXPECTED,
    MAX_PAIRS,
    MAX_PARTS,
    UNREADABLE,
    FilePart,
    names_form,
    nested,
    read_form,
    read_pairs,
    texts_of,
)

MULTIPART = "multipart/form-data; boundary=x"
URL_ENCODED = "application/x-www-form-urlencoded"


def part(name: str, content: bytes, more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"


def test_texts_and_files_come_by_name_unread() -> None:
    raw = (
        part("id", b"1") + part("file", b"\x00\r\n\xff--x", '; filename="../../x.png"') + part("empty", b"") + b"--x--"
    )
    assert read_form(raw, MULTIPART) == {"id": b"1", "file": b"\x00\r\n\xff--x", "empty": b""}


def test_the_first_of_a_name_counts() -> None:
    assert read_form(part("id", b"1") + part("id", b"2") + b"--x--\r\n", MULTIPART) == {"id": b"1"}
    assert read_form(b"id=1&id=2", URL_ENCODED) == {"id": b"1"}


def test_the_older_kind_is_decoded() -> None:
    assert read_form(b"a=%31+2&b=", "application/x-www-form-urlencoded; charset=utf-8") == {"a": b"1 2", "b": b""}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"title=%D0%9C%D0%B0%D1%81%D0%BB%D0%BE", {"title": "\u041c\u0430\u0441\u043b\u043e".encode()}),
        (b"title=\xd0\x9c+%D0%9c", {"title": "\u041c \u041c".encode()}),
        (b"%D0%9C=1", {"\u041c": b"1"}),
        (b"file=%00%ff%FE", {"file": b"\0\xff\xfe"}),
        (b"a=%C3%A4&b=%zz%", {"a": "\u00e4".encode(), "b": b"%zz%"}),
    ],
)
def test_it_holds_letters_of_any_language_and_any_bytes(raw: bytes, expected: dict[str, bytes]) -> None:
    assert read_form(raw, "application/x-www-form-urlencoded") == expected


@pytest.mark.parametrize(
    ("raw", "content_type", "message"),
    [
        (b"", MULTIPART, UNREADABLE),
        (b"--x", MULTIPART, UNREADABLE),
        (part("id", b"1"), MULTIPART, UNREADABLE),
        (b"--x\r\nno header\r\n\r\n1\r\n--x--", MULTIPART, UNREADABLE),
        (part("n" * 10_000, b"1") + b"--x--", MULTIPART, UNREADABLE),
        (b"%ff=1", URL_ENCODED, UNREADABLE),
        (b"id=1", "multipart/form-data", FORM_EXPECTED),
        (b"id=1", "multipart/form-data; boundary=", FORM_EXPECTED),
        (part("id", b"1") + b"--x--", "multipart/mixed; boundary=x", FORM_EXPECTED),
        (b"{}", "application/json", FORM_EXPECTED),
        (b"id=1", "", FORM_EXPECTED),
        (b"id=1", '"; boundary', FORM_EXPECTED),
    ],
)
def test_an_invalid_form_is_refused(raw: bytes, content_type: str, message: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_form(raw, content_type)
    assert str(refused.value) == message


def test_a_form_has_so_many_parts_at_most() -> None:
    assert (MAX_PARTS, MAX_PAIRS) == (50, 2000)


@pytest.mark.parametrize("most", [MAX_PARTS, 3])
def test_more_parts_are_refused(most: int) -> None:
    def raw(count: int, content_type: str) -> bytes:
        if content_type == URL_ENCODED:
            return b"&".join([b"a=1"] * count)
        return b"".join([part("a", b"1")] * count) + b"--x--"

    for kind in (MULTIPART, URL_ENCODED):
        limit = () if most == MAX_PARTS else (most,)
        assert read_pairs(raw(most, kind), kind, *limit) == [("a", b"1")] * most
        with pytest.raises(Malformed, match=UNREADABLE):
            read_pairs(raw(most + 1, kind), kind, *limit)


def test_a_file_knows_its_name_and_a_text_is_plain() -> None:
    raw = part("a", b"1", '; filename="x.png"') + part("b", b"2", '; filename=""') + part("c", b"3") + b"--x--"
    (_, a), (_, b), (_, c) = read_pairs(raw, MULTIPART)
    assert isinstance(a, FilePart)
    assert (a, a.filename) == (b"1", "x.png")
    assert (type(b), type(c)) == (bytes, bytes)


@pytest.mark.parametrize(
    ("content_type", "is_form"),
    [
        (MULTIPART, True),
        ("Multipart/Form-Data", True),
        (f"{URL_ENCODED};charset=utf-8", True),
        ("application/json", False),
        ("", False),
        ('"; boundary', False),
    ],
)
def test_a_content_type_may_mean_a_form(content_type: str, is_form: bool) -> None:
    assert names_form(content_type) is is_form


def object_of(*names: str) -> Any:
    """The object of a form with the values 0, 1, 2 and so on under these names."""
    return nested((name, b"%d" % number) for number, name in enumerate(names))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["a", "b", "a"], {"a": [b"0", b"2"], "b": [b"1"]}),
        (["a[b]", "a[c]"], {"a": {"b": [b"0"], "c": [b"1"]}}),
        (["a[]", "a[]", "a"], {"a": [b"0", b"1", b"2"]}),
        (["a[0]", "a[1]"], {"a": [b"0", b"1"]}),
        (["a[b][]", "a[b][7]"], {"a": {"b": [b"0", b"1"]}}),
        (["a[0][b]", "a[0][c]", "a[1][b]"], {"a": [{"b": [b"0"], "c": [b"1"]}, {"b": [b"2"]}]}),
        (["a[7][b]", "a[3][b]"], {"a": [{"b": [b"0"]}, {"b": [b"1"]}]}),
        (["a[][b]", "a[][c]"], {"a": [{"b": [b"0"], "c": [b"1"]}]}),
        (["a[b][1][c]"], {"a": {"b": [{"c": [b"0"]}]}}),
        (["a[0][x]", "a[b][x]"], {"a": {"0": {"x": [b"0"]}, "b": {"x": [b"1"]}}}),
        (["a[\u0663][x]"], {"a": {"\u0663": {"x": [b"0"]}}}),  # a digit of another script
        (["a[\u0663]"], {"a": {"\u0663": [b"0"]}}),
        (
            ["a[b", "[b]", "a]b", "a[b]c", ""],
            {"a[b": [b"0"], "[b]": [b"1"], "a]b": [b"2"], "a[b]c": [b"3"], "": [b"4"]},
        ),
    ],
)
def test_names_with_brackets_describe_an_object(names: list[str], found: dict[str, Any]) -> None:
    assert object_of(*names) == found


@pytest.mark.parametrize(
    "names",
    [
        ["a", "a[b]"],
        ["a[b]", "a"],
        ["a[b]", "a[b][c]"],
        ["a[b][c]", "a[b]"],
        ["a[b][c][d][e]"],
        ["a[0][b][1][c]"],
    ],
)
def test_names_that_contradict_each_other_or_go_too_deep_are_refused(names: list[str]) -> None:
    with pytest.raises(Malformed, match=UNREADABLE):
        object_of(*names)


def test_three_levels_are_not_too_deep() -> None:
    assert object_of("a[b][c][d]", "a[b][c][e][]") == {"a": {"b": {"c": {"d": [b"0"], "e": [b"1"]}}}}


def test_a_part_may_be_had_as_plain_texts() -> None:
    form = nested([("a[b]", b"1"), ("a[b]", b"2"), ("c[0][d]", b"\xff"), ("c[1][d]", b"x")])
    assert texts_of(form) == {"a": {"b": "1"}, "c": [{"d": "\udcff"}, {"d": "x"}]}
