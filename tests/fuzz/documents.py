"""Documents that are nearly good: a good body with something else in one place, or damaged as bytes."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from hypothesis import strategies as st


class Token(msgspec.Struct, frozen=True):
    """Put into a document as it is: what no encoder writes."""

    text: str


ODD_NUMBERS = [
    *("1e9999999999999999999", "-1e9999999999999999999", "1e-9999999999999999999", "0e9999999999999999999"),
    *("1e999999999", "-1.5e999999999", "1e-999999999", "1e400", "1e308", "5e-324", "-0", "-0.0", "0.1e1", "1E5"),
    *("9" * 18, "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9007199254740993"),
    *("2147483648", "99999999999999.99999", "9" * 400, "9" * 5000, f"0.{'9' * 5000}", f"1e{'9' * 5000}"),
    *("NaN", "Infinity", "-Infinity", "01", "+1", "1.", ".5", "0x10", "1_000"),
]
ODD_TEXTS = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\ud800",
        "\udfff\ud800",
        "\ufeff",
        "\ufffe",
        "\u202e",
        "\u2066a",
        "\u2028",
        "\x7f\x85",
    ),
    *("\u200b", "e\u0301" * 60, "\U0001f469\u200d\U0001f52c", "x" * 300, "x" * 20_000, "ﷺ" * 200, "İ" * 255, "ß" * 255),
    *("=1+1", "' OR 1=1 --", "%", "%%s{0}", "\\", "${x}", "<b>", "../../etc/passwd", "null", "true", "0", "-1"),
    *("1e9999999999999999999", "9" * 5000, "١٢٣", "１２", "NaN", "inf", "1_000", " 7 ", "1,5", "0x1f"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31", "0000-00-00", "2026-02-30", "2026-W54-9"),
    *("2026-01-31T18:30:00+23:59", "2026-01-31T24:00:00", "2026-01-31T18:30:00.123456789123", "20260131", "2026-366"),
    *("2026-01-31T18:30:00+00:00:00.000001", "2026-10-25T02:30:00", "1900-01-01", "2026-01-31\x00", "-2026-01-31"),
    *(
        "+1" * 200,
        "+999999999999999999999",
        "tel:+1;ext=9",
        "a@b",
        "a@" + "b" * 300,
        "Europe/Berlin\x00",
        "/etc/localtime",
    ),
]
DEEP = [Token("[" * 30_000 + "]" * 30_000), Token('{"a":' * 20_000 + "1" + "}" * 20_000), Token("[" * 600 + "]" * 600)]
VALUES = st.one_of(
    st.sampled_from([Token(number) for number in ODD_NUMBERS]),
    st.sampled_from(ODD_TEXTS),
    st.sampled_from([None, True, False, [], {}, [[]], [None], {"": None}, *DEEP]),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=6,
    ),
)


def places_of(document: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document, the whole first."""
    yield here
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, part in parts:
        yield from places_of(part, (*here, key))


def replaced(document: Any, place: tuple[Any, ...], value: Any) -> Any:
    """The document with something else in one place."""
    if not place:
        return value
    copied = dict(document) if isinstance(document, dict) else list(document)
    copied[place[0]] = replaced(document[place[0]], place[1:], value)
    return copied


def rendered(document: Any, *, is_escaped: bool) -> str:
    """As JSON, or nearly so; a list of pairs in `Pairs` is an object that may name a field twice."""
    match document:
        case Token():
            return document.text
        case dict():
            pairs = (
                f"{json.dumps(str(key))}:{rendered(part, is_escaped=is_escaped)}" for key, part in document.items()
            )
            return "{" + ",".join(pairs) + "}"
        case list():
            return "[" + ",".join(rendered(part, is_escaped=is_escaped) for part in document) + "]"
        case bytes():
            return json.dumps(document.decode("latin-1"))
        case _:
            return json.dumps(document, ensure_ascii=is_escaped)


@cache
def more_fields(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """Fields of these names, and of others, with any values."""
    return st.dictionaries(st.sampled_from(names) | st.text(max_size=8), VALUES, max_size=2)


@st.composite
def near_documents(draw: st.DrawFn, good: Any, names: list[str]) -> bytes:
    """The bytes of a good document with one to three places changed, and perhaps damaged."""
    document = good
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(list(places_of(document))))
        document = replaced(document, place, draw(VALUES))
    if isinstance(document, dict):
        document = {**document, **draw(more_fields(*names))}
    text = rendered(document, is_escaped=draw(st.booleans()))
    if draw(st.integers(0, 9)) == 0 and text.startswith("{") and len(text) > 2:  # every field twice
        text = f"{{{text[1:-1]},{text[1:]}"
    return draw(damaged(text.encode(errors="surrogatepass")))


DAMAGES = st.sampled_from(["whole"] * 12 + ["cut", "utf-16", "latin-1", "mark", "bytes", "nothing", "only bytes"])


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """The same bytes mostly; else cut off, in another encoding, behind a byte order mark, or with others in them."""
    how = draw(DAMAGES)
    text = content.decode(errors="replace")
    match how:
        case "cut":
            return content[: draw(st.integers(0, len(content)))]
        case "utf-16":
            return text.encode("utf-16")
        case "latin-1":
            return text.encode("latin-1", "replace")
        case "mark":
            return b"\xef\xbb\xbf" + content
        case "bytes":
            at = draw(st.integers(0, len(content)))
            return content[:at] + draw(st.binary(min_size=1, max_size=4)) + content[at:]
        case "nothing":
            return b""
        case "only bytes":
            return draw(st.binary(max_size=40))
        case _:
            return content
