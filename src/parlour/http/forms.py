"""Taking a form apart, as browsers and curl send one: the parts by name, unread.

A file and a text are the same here; the type of the field decides what a part is read as.
"""

from urllib.parse import parse_qsl

from multipart import (  # type: ignore[import-untyped] # it has no types
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from parlour.errors import Malformed

MAX_PARTS = 50
FORM_EXPECTED = "A form is expected, sent as multipart/form-data."


def read_form(raw: bytes, content_type: str) -> dict[str, bytes]:
    """The parts; the first counts where a name comes twice. Raises `Malformed` for what is no form."""
    try:
        kind, options = parse_options_header(content_type)
        if kind == "multipart/form-data" and options.get("boundary"):
            return _read_parts(raw, options["boundary"])
        if kind == "application/x-www-form-urlencoded":
            pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=MAX_PARTS)
            return {name.decode(): value for name, value in reversed(pairs)}
    except ValueError:  # the parser's own errors, too, and names that are no text
        raise Malformed("The form can't be read.") from None
    raise Malformed(FORM_EXPECTED)


def _read_parts(raw: bytes, boundary: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    name, pieces = "", list[bytes]()
    with PushMultipartParser(boundary, max_segment_count=MAX_PARTS) as parser:  # at its end it finds what is cut off
        for event in parser.parse(raw):
            if isinstance(event, MultipartSegment):
                name, pieces = event.name, []
            elif event:
                pieces.append(event)
            else:
                found.setdefault(name, b"".join(pieces))  # one piece is not copied
    return found
