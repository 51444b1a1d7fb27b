"""The media type that API v2 wants to be named in `Accept`. v1 answers whatever is accepted."""

import re

from litestar.types import Scope

from parlour.errors import Malformed

MEDIA_TYPE = "application/vnd.api.v2+json"
# What clients of the sister API send; it is the same.
MEDIA_TYPES = frozenset({MEDIA_TYPE, "application/vnd.yclients.v2+json"})
MEDIA_TYPE_EXPECTED = f"Send the header Accept: {MEDIA_TYPE}."
_NOT_WANTED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def require_media_type(scope: Scope) -> None:
    """Raises `Malformed` unless v2's media type is named: `*/*` may come from a client that knows v1 alone."""
    if not names_media_type(scope):
        raise Malformed(MEDIA_TYPE_EXPECTED)


def names_media_type(scope: Scope) -> bool:
    """Whether a request's `Accept` names v2's media type."""
    headers = [value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"]
    return any(_names_it(part) for header in headers for part in header.lower().split(","))


def _names_it(part: str) -> bool:
    """Whether one part of the header is the media type, with whatever parameters but `q=0`."""
    media_type, *parameters = part.split(";")
    return media_type.strip() in MEDIA_TYPES and not any(_NOT_WANTED.fullmatch(each) for each in parameters)
