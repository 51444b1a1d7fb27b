"""The media type that API v2 requires in `Accept`. v1 ignores the header."""

import re

from litestar.types import Scope

from parlour.errors import Malformed

MEDIA_TYPE = "application/vnd.api.v2+json"
# Clients of the sister API send the second; it means the same.
MEDIA_TYPES = frozenset({MEDIA_TYPE, "application/vnd.yclients.v2+json"})
MEDIA_TYPE_EXPECTED = f"Send the header Accept: {MEDIA_TYPE}."
_NOT_WANTED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def require_media_type(scope: Scope) -> None:
    """Raise `Malformed` unless v2's media type is named: `*/*` may come from a client that knows only v1."""
    if not names_media_type(scope):
        raise Malformed(MEDIA_TYPE_EXPECTED)


def names_media_type(scope: Scope) -> bool:
    """Return whether a request's `Accept` names v2's media type."""
    headers = [value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"]
    return any(_names_it(part) for header in headers for part in header.lower().split(","))


def _names_it(part: str) -> bool:
    """Return whether one part of the header is the media type, with any parameters but `q=0`."""
    media_type, *parameters = part.split(";")
    return media_type.strip() in MEDIA_TYPES and not any(_NOT_WANTED.fullmatch(each) for each in parameters)
