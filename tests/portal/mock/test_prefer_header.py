"""Reading `Prefer` as RFC 7240 writes it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parlour.portal.mock.prefer import Preferences, prefer_header, read_preferences


@pytest.mark.parametrize(
    ("header", "meant"),
    [
        ("", {}),
        ("code=404", {"code": 404}),
        ("CODE = 404 ;", {"code": 404}),
        ('code="404"', {"code": 404}),
        ("code=404, delay=500", {"code": 404, "delay": 500}),
        ("code=404,,\t, example=no_product,", {"code": 404, "example": "no_product"}),
        ("dynamic=true", {"dynamic": True}),
        ("dynamic", {"dynamic": True}),
        ("dynamic=false, example=some", {"dynamic": False, "example": "some"}),
        (r'dynamic=true, seed="a, b; \"c\" \\d"', {"dynamic": True, "seed": r'a, b; "c" \d'}),
        ("dynamic=true, seed=a/b:c", {"dynamic": True, "seed": "a/b:c"}),
        ("delay=0", {"delay": 0}),
        ("delay=30000", {"delay": 30_000}),
    ],
)
def test_preferences_are_read(header: str, meant: dict[str, Any]) -> None:
    assert read_preferences(header) == Preferences(**meant)


def test_of_a_repeated_preference_the_first_is_used() -> None:
    assert read_preferences("code=404, code=503").code == 404


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("code=999", "code must be"),
        ("code=", "code must be"),
        ("code=４０４", "code must be"),
        ("example", "example must be"),
        ("dynamic=yes", "dynamic must be"),
        ("dynamic=true, seed=", "seed must be"),
        (f"dynamic=true, seed={'x' * 65}", "seed must be"),
        ('dynamic=true, seed="é"', "seed must be"),
        ("delay=30001", "delay must be"),
        ("delay=-1", "delay must be"),
        ("delay=1.5", "delay must be"),
        ("delay=0x10", "delay must be"),
        ("code=404; example=no_product", "code has no parameters"),
        ("code=404 delay=5", "can't be read"),
        ('code="404', "can't be read"),
        ("=404", "can't be read"),
        ("example=some, dynamic=true", "contradict"),
        ("seed=7", "only beside dynamic=true"),
        (f"example={'x' * 1000}", "1000 characters"),
    ],
)
def test_an_inapplicable_preference_is_reported(header: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        read_preferences(header)


@pytest.mark.parametrize(
    ("header", "read"),
    [
        ("respond-async", Preferences()),
        ("cod=404", Preferences()),
        ("return=minimal, code=404", Preferences(code=404)),
        ("respond-async; wait=10, code=404", Preferences(code=404)),
        ('foo="a, code=500; b"; bar="c", delay=5, wait=1', Preferences(delay=5)),
        ("foo; code=500, code=404", Preferences(code=404)),
        ("handling=lenient; ; x,, code=404", Preferences(code=404)),
    ],
)
def test_unknown_preferences_are_ignored(header: str, read: Preferences) -> None:
    assert read_preferences(header) == read


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=200))
def test_any_header_is_read_or_refused_with_a_message(header: str) -> None:
    told = ""
    try:
        read_preferences(header)
    except ValueError as error:
        told = str(error)
    assert not told or told.endswith(".")


def test_several_headers_are_one() -> None:
    headers = [(b"prefer", b"code=404"), (b"accept", b"*/*"), (b"prefer", b"delay=5")]
    assert prefer_header({"headers": headers}) == "code=404, delay=5"  # type: ignore[arg-type] # as much of a scope as it looks at
