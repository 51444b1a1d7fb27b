"""Answers without an envelope, for partners whose clients know the older form of the API.

The operator sets this for a partner (`parlour partner add --bare-answers`). A client that names a media type of the
second form in `Accept` gets the envelope nevertheless. Group events and refusals always have it; refusals repeat code
and message where older clients look for them.
"""

from typing import Any

import msgspec

from parlour.http.media_type import names_media_type
from parlour.http.services import Connected

BARE = "answers_bare"
ENVELOPED = "/api/v1/activity/"
"""Answers below this address have an envelope in the older form, too."""


def mark_bare(request: Connected) -> None:
    """Mark a request so that its answer is in the older form, unless the client asks for the newer one."""
    if not names_media_type(request.scope):
        request.scope["state"][BARE] = True


def is_bare(request: Connected) -> bool:
    return BARE in request.scope["state"] and not request.scope["path"].startswith(ENVELOPED)


def with_legacy_errors(request: Connected, body: dict[str, Any], status: int) -> dict[str, Any]:
    """Return a refusal with what clients of the older form read of it, if the request is marked."""
    if BARE not in request.scope["state"]:
        return body
    meta = body["meta"]
    first = next((each for each in meta.get("errors", []) if isinstance(each, dict)), {})
    return {**body, "errors": {"code": first.get("code", status), "message": meta["message"]}}


def bare(content: Any) -> Any:
    """Return what is inside the envelope, or the content itself if it is no envelope."""
    is_envelope = isinstance(content, msgspec.Struct) and {"success", "data"} <= set(content.__struct_fields__)
    return content.data if is_envelope else content
