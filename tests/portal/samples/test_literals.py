"""Literals: whatever a text holds, the language reads it back as it was."""

import ast
import json
import re
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parlour.portal.samples import literals

# What a reader can see, with the characters that languages care about more often than chance would have them.
TEXTS = st.text(st.one_of(st.sampled_from("'\"\\`$#{}@%~ nu)"), st.characters(categories=("L", "M", "N", "P", "S"))))
LINES = st.lists(TEXTS, min_size=1).map("\n".join)


def unescaped(literal: str, quote: str) -> str:
    """What stands between the quotes, where a backslash only takes the next character as it is."""
    inside = re.fullmatch(rf"{quote}((?:\\.|[^\\{quote}])*){quote}", literal, re.DOTALL)
    assert inside, literal
    return re.sub(r"\\(.)", r"\1", inside[1], flags=re.DOTALL)


@settings(deadline=None)
@given(TEXTS)
def test_a_quoted_text_reads_back_in_python(text: str) -> None:
    assert ast.literal_eval(literals.quoted(text)) == text


@settings(deadline=None)
@given(TEXTS)
def test_a_quoted_text_escapes_only_what_all_languages_escape_alike(text: str) -> None:
    assert unescaped(literals.quoted(text), '"') == text


@settings(max_examples=30, deadline=None)
@given(st.lists(LINES, min_size=1))
def test_bash_reads_its_literals_back(texts: list[str]) -> None:
    command = "printf '%s\\0' " + " ".join(map(literals.bash, texts))
    ran = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert ran.stdout.decode().split("\0")[:-1] == texts


@settings(deadline=None)
@given(LINES)
def test_single_quotes_hide_all_but_quotes_and_backslashes(text: str) -> None:
    assert unescaped(literals.single_quoted(text), "'") == text


@settings(deadline=None)
@given(TEXTS)
def test_ruby_evaluates_nothing_inside_a_text(text: str) -> None:
    literal = literals.ruby(text)
    assert unescaped(literal, '"') == text
    assert "#" not in re.sub(r"\\.", "", literal)


@settings(deadline=None)
@given(LINES)
def test_a_verbatim_text_of_csharp_only_doubles_quotes(text: str) -> None:
    inside = re.fullmatch(r'@"((?:""|[^"])*)"', literals.csharp_body(text))
    assert inside
    assert inside[1].replace('""', '"') == text


@settings(deadline=None)
@given(LINES)
def test_go_joins_raw_texts_around_each_backtick(text: str) -> None:
    parts = re.findall(r'`([^`]*)`|"(`)"', literals.go_body(text))
    assert "".join(raw + backtick for raw, backtick in parts) == text


@settings(deadline=None)
@given(LINES)
def test_java_has_a_literal_for_each_line(text: str) -> None:
    assert "\n".join(map(ast.literal_eval, literals.java_lines(text))) == text


@pytest.mark.parametrize(
    "text", ['{"price": 24.9}', "[9007199254740991, -0.5, 1e3]", '"9007199254740993"', '{"to": {"__proto": 1.50}}']
)
def test_javascript_sees_an_object_where_it_keeps_what_it_says(text: str) -> None:
    assert literals.javascript_body(text) == f"JSON.stringify({text})"


@pytest.mark.parametrize(
    "text",
    ["9007199254740993", "0.12345678901234567890", "1e999", '[{"price": 123456789012345678.25}]', '{"__proto__": 1}'],
)
def test_javascript_sees_a_text_where_an_object_would_change(text: str) -> None:
    assert literals.javascript_body(text) == f"`{text}`"


@settings(deadline=None)
@given(TEXTS)
def test_a_text_of_javascript_evaluates_nothing(text: str) -> None:
    body = json.dumps({"number": 2**60, "text": text}, ensure_ascii=False)
    literal = literals.javascript_body(body)
    assert unescaped(literal, "`") == body
    assert "${" not in re.sub(r"\\.", "", literal)
