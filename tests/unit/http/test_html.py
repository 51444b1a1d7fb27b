"""HTML in bodies: nothing in it acts, and a text without markup is left alone."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from parlour.http.body import Body, BodyReader
from parlour.http.html import Html, clean_html


@pytest.mark.parametrize(
    "text", ["", "Cut & colour", "Under 30 < 30 minutes", "I <3 hair", "a > b", "&lt;b&gt;", "two\nlines, “so”", "<"]
)
def test_a_text_without_markup_stays_as_it_is(text: str) -> None:
    assert clean_html(text) == text


@pytest.mark.parametrize("text", ["<p>Speaks <b>Portuguese</b>.</p>", "<ul><li>one</li></ul>", "a<br>b"])
def test_harmless_markup_stays(text: str) -> None:
    assert clean_html(text) == text


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<p>Hi<script>alert(1)</script></p>", "<p>Hi</p>"),
        ("Hi<SCRIPT SRC=//example.com/x.js></SCRIPT>", "Hi"),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="&#106;avascript:alert(1)">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ("<svg><script>alert(1)</script></svg>", ""),
        ("<style>p { display: none }</style><p style='color: red'>x</p>", "<p>x</p>"),
        ("<form action=//example.com><input name=a>x</form>", "x"),
        ("<iframe src=//example.com></iframe>", ""),
        ("<!--[if IE]><script>alert(1)</script><![endif]-->x", "x"),
        ("<?php x ?>y", "y"),
        ("x<script", "x"),
    ],
)
def test_what_acts_is_removed(sent: str, kept: str) -> None:
    assert clean_html(sent) == kept


@given(
    some.lists(some.sampled_from([*"<>/!?&;\"'= ab", "<script>", "</script>", "<p ", "onload=", "&lt;"])).map("".join)
)
def test_what_was_cleaned_stays_as_it_is(text: str) -> None:
    cleaned = clean_html(text)
    assert clean_html(cleaned) == cleaned
    assert "<script" not in cleaned


class Thing(msgspec.Struct):
    about: Html


def read(about: str) -> Body[Thing]:
    return BodyReader(Thing).read(json.dumps({"about": about}).encode())


def test_the_limits_are_those_of_what_is_sent() -> None:
    assert read("").accept() == Thing("")
    assert read(f"<p>{'x' * 9_993}</p>").accept() == Thing(f"<p>{'x' * 9_993}</p>")
    assert read(" <p>a</p>\n<script>b</script> ").accept() == Thing("<p>a</p>\n")
    (fault,) = read(f"<script>{'x' * 10_000}</script>").faults
    assert (fault.field, fault.message) == ("about", "Must be at most 10000 characters long.")
