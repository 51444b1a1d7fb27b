"""Requests: their address and the body as it is shown."""

import ast
import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parlour.portal.samples import LANGUAGES, SampleRequest, render
from tests.portal.samples.requests import sample_request

TEXTS = st.text(
    st.one_of(st.sampled_from("'\"\\`$#\u2028\u200d\u202e\ue000\U000e0041\t\r\n"), st.characters(codec="utf-8"))
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inside: st.lists(inside) | st.dictionaries(TEXTS, inside),
    max_leaves=8,
)
PYTHON = next(language for language in LANGUAGES if language.id == "python")


def test_a_query_is_encoded_in_the_address() -> None:
    query = (("ids[]", "1"), ("ids[]", "2"), ("term", 'Öl & "Молоко"\'s +100%'))
    assert SampleRequest("GET", "http://x", "/a%20b", query).url == (
        "http://x/a%20b?ids%5B%5D=1&ids%5B%5D=2"
        "&term=%C3%96l%20%26%20%22%D0%9C%D0%BE%D0%BB%D0%BE%D0%BA%D0%BE%22%27s%20%2B100%25"
    )


def test_an_address_without_a_query_has_no_question_mark() -> None:
    assert SampleRequest("GET", "http://x", "/a").url == "http://x/a"


@settings(deadline=None)
@given(VALUES)
def test_a_visible_body_is_equal_json_without_invisible_characters(value: Any) -> None:
    body = sample_request("POST", "/", [value]).visible_body
    assert body is not None
    assert json.loads(body) == [value]
    assert all(character.isprintable() for character in body.replace("\n", ""))


def test_a_visible_body_keeps_every_digit_and_script() -> None:
    body = '{\n\t"price": 10.500,\r\n\t"title": "Молоко 牛奶 🧴"\n}'
    assert (
        SampleRequest("POST", "", "", body=body).visible_body == '{\n "price": 10.500, \n "title": "Молоко 牛奶 🧴"\n}'
    )


@settings(deadline=None)
@given(VALUES)
def test_no_body_ends_the_long_text_around_it(value: Any) -> None:
    request = sample_request("POST", "/", [value])
    assert not re.search(r"^\s*JSON", request.visible_body or "", re.MULTILINE)
    assigned = next(node for node in ast.parse(render(PYTHON, request)).body if isinstance(node, ast.Assign))
    assert json.loads(ast.literal_eval(assigned.value)) == [value]
