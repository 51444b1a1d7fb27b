"""Splitting forms as browsers, curl and HTTP libraries send them: the parts by name, not yet converted.

A file and a text are the same here; the type of the field decides how a part is read.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from multipart import (  # type: ignore[import-untyped] # it has no types
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from parlour.errors import Malformed

MAX_PARTS = 50
MAX_PAIRS = 2000
"""For a form in place of a JSON body: a document with many lines."""
MAX_DEPTH = 3
MULTIPART = "multipart/form-data"
URL_ENCODED = "application/x-www-form-urlencoded"
FORM_EXPECTED = "A form is expected, sent as multipart/form-data."
UNREADABLE = "The form can't be read."
# `goods_transactions[0][good_id]`: the name of a field, and the position of the value inside it.
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_KEY = re.compile(r"\[([^\[\]]*)\]")

Pairs = list[tuple[str, bytes]]


class FilePart(bytes):
    """The content of a part that was sent as a file, with the name of the file."""

    filename = ""


class Leaf(list[bytes]):
    """All values under one name, in their order."""


def read_form(raw: bytes, content_type: str) -> dict[str, bytes]:
    """Return the parts by name; the first counts if a name comes twice. Raise `Malformed` if it is no form."""
    return dict(reversed(read_pairs(raw, content_type)))


def read_pairs(raw: bytes, content_type: str, most: int = MAX_PARTS) -> Pairs:
    """Return names and parts in order. Raise `Malformed` if it is no form, or has more than `most` parts."""
    kind, options = parse_options_header(content_type)
    try:
        if kind == MULTIPART and options.get("boundary"):
            return _read_parts(raw, options["boundary"], most)
        if kind == URL_ENCODED:
            return read_query(raw, most)
    except ValueError:  # includes the parser's own errors, and names that are no text
        raise Malformed(UNREADABLE) from None
    raise Malformed(FORM_EXPECTED)


def names_form(content_type: str) -> bool:
    """Return whether a `Content-Type` means a form."""
    return parse_options_header(content_type)[0] in (MULTIPART, URL_ENCODED)


def read_query(raw: bytes, most: int) -> Pairs:
    """Return the pairs of `a=1&b=2`. Raise `ValueError` for more than `most`, and for a name that is no text."""
    # In Latin-1 each byte is one character. Of bytes, some versions of Python take ASCII only, even percent-encoded.
    pairs = parse_qsl(raw.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=most)
    return [(name.encode("latin-1").decode(), value.encode("latin-1")) for name, value in pairs]


def _read_parts(raw: bytes, boundary: str, most: int) -> Pairs:
    found: Pairs = []
    name, filename, pieces = "", None, list[bytes]()
    with PushMultipartParser(boundary, max_segment_count=most) as parser:  # on exit it detects a form that was cut off
        for event in parser.parse(raw):
            if isinstance(event, MultipartSegment):
                name, filename, pieces = event.name, event.filename, []
            elif event:
                pieces.append(event)
            else:
                found.append((name, _part(b"".join(pieces), filename)))  # a single piece is not copied
    return found


def _part(content: bytes, filename: str | None) -> bytes:
    if not filename:
        return content
    found = FilePart(content)
    found.filename = filename
    return found


def nested(pairs: Iterable[tuple[str, bytes]]) -> dict[str, Any]:
    """Return the object that a form describes: `a[b]=1` goes to the object `a`, `c[0][d]=1` to the list `c`.

    Raise `Malformed` for names that contradict each other or are nested too deep.
    """
    tree: dict[str, Any] = {}
    for name, value in pairs:
        whole = _NAME.fullmatch(name)
        head, keys = (whole[1], _KEY.findall(whole[2])) if whole else (name, [])
        if keys and _is_place(keys[-1]):  # `ids[]=1` and `ids[0]=1`: one value of several
            keys.pop()
        if len(keys) > MAX_DEPTH:
            raise Malformed(UNREADABLE)
        _put(tree, [head, *keys], value)
    return {name: _settled(value) for name, value in tree.items()}


def _put(tree: dict[str, Any], path: list[str], value: bytes) -> None:
    *way, last = path
    for key in way:
        tree = tree.setdefault(key, {})
        if not isinstance(tree, dict):
            raise Malformed(UNREADABLE)
    leaf = tree.setdefault(last, Leaf())
    if not isinstance(leaf, Leaf):
        raise Malformed(UNREADABLE)
    leaf.append(value)


def texts_of(node: Any) -> Any:
    """Return a part of a form as plain texts; the first if there are several under one name."""
    if isinstance(node, Leaf):
        return node[0].decode(errors="surrogateescape")
    if isinstance(node, dict):
        return {key: texts_of(value) for key, value in node.items()}
    return [texts_of(each) for each in node]


def _settled(node: Any) -> Any:
    """Return a node, converted to a list if its keys are numbers."""
    if not isinstance(node, dict):
        return node
    inner = {key: _settled(value) for key, value in node.items()}
    return list(inner.values()) if all(_is_place(key) for key in inner) else inner


def _is_place(key: str) -> bool:
    return not key or (key.isascii() and key.isdecimal())
