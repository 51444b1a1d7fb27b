"""Answers without an envelope, for partners whose clients know the older form of the API.

The operator says so of a partner (`parlour partner add --bare-answers`), and a client that names a media type of the
second form in `Accept` gets the envelope all the same. Refusals always have theirs.
"""

from typing import Any

import msgspec

from parlour.http.media_type import names_media_type
from parlour.http.services import Connected

BARE = "answers_bare"


def mark_bare(request: Connected) -> None:
    """Note that the answer to a request goes out bare, unless the client knows better."""
    if not names_media_type(request.scope):
        request.scope["state"][BARE] = True


def is_bare(request: Connected) -> bool:
    return BARE in request.scope["state"]


def bare(content: Any) -> Any:
    """What stands in the envelope, if it is one."""
    is_envelope = isinstance(content, msgspec.Struct) and {"success", "data"} <= set(content.__struct_fields__)
    return content.data if is_envelope else content
