"""Texts with a syntax of their own: what an area brings along to read one."""

import json
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from parlour.http.body import Body, BodyReader
from parlour.http.fields import syntax


def parse_code(text: str) -> str:
    if len(text) != 3:
        raise ValueError("Expected three letters.")
    return text.upper()


Code = Annotated[str, syntax(parse_code, "^[A-Za-z]{3}$")]


class Thing(msgspec.Struct):
    code: Code
    other: Code | UnsetType = UNSET


def read(body: dict[str, Any]) -> Body[Thing]:
    return BodyReader(Thing).read(json.dumps(body).encode())


def test_the_value_is_read_in_its_normal_form() -> None:
    assert read({"code": " abc "}).accept() == Thing("ABC")
    assert read({"code": "abc", "other": "def"}).accept() == Thing("ABC", "DEF")


def test_a_fault_is_that_of_the_field() -> None:
    for wrong, message in (("ab", "Expected three letters."), (5, "Expected a text, not 5.")):
        assert [(each.field, each.message) for each in read({"code": wrong}).faults] == [("code", message)]


def test_an_empty_optional_one_is_not_given() -> None:
    for empty in ("", None):
        assert read({"code": "abc", "other": empty}).accept().other is UNSET
    assert read({"code": ""}).faults


def test_the_pattern_is_published() -> None:
    assert msgspec.json.schema(Thing)["$defs"]["Thing"]["properties"]["code"] == {
        "type": "string",
        "pattern": "^[A-Za-z]{3}$",
    }
