"""Answers without an envelope, for partners whose clients know the older form of the API.

The operator sets this for a partner (`parlour partner add --bare-answers`). A client that names a media type of the
second form in `Accept` gets the envelope nevertheless. Refusals always have their envelope.
"""

from typing import Any

import msgspec

from parlour.http.media_type import names_media_type
from parlour.http.services import Connected

BARE = "answers_bare"


def mark_bare(request: Connected) -> None:
    """Mark a request so that its answer is sent without envelope, unless the client asks for the newer form."""
    if not names_media_type(request.scope):
        request.scope["state"][BARE] = True


def is_bare(request: Connected) -> bool:
    return BARE in request.scope["state"]


def bare(content: Any) -> Any:
    """Return what is inside the envelope, or the content itself if it is no envelope."""
    is_envelope = isinstance(content, msgspec.Struct) and {"success", "data"} <= set(content.__struct_fields__)
    return content.data if is_envelope else content
