"""`If-Match`: the version of an item that a client last read, checked before the item is changed."""

import re
from typing import Annotated

from parlour.errors import Fault, Invalid

Revisions = Annotated[frozenset[int] | None, "If-Match"]
"""The type of a handler's argument `if_match`: the revisions that the client accepts; None if any will do."""
TAG_EXPECTED = 'Expected an entity tag in quotes, such as "3".'
_TAG = re.compile(r'"(\d{1,18})"')


def expected_revisions(header: str | None) -> frozenset[int] | None:
    """Return the revisions that the client accepts; None if any will do. Weak tags match nothing (RFC 9110)."""
    if header is None or header.strip() == "*":
        return None
    tags = [tag.strip() for tag in header.split(",")]
    if not all(re.fullmatch(r'(W/)?"[^"]*"', tag) for tag in tags):
        raise Invalid([Fault("If-Match", TAG_EXPECTED)])
    return frozenset(int(found[1]) for tag in tags if (found := _TAG.fullmatch(tag)))
