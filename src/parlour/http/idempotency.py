"""`Idempotency-Key`: a client may send a request again without having it done twice.

Follows the draft of the IETF (draft-ietf-httpapi-idempotency-key-header). Every operation that writes honours the key,
except those that open their own transactions (signing in, images, calendar feeds): doing them twice does no harm.
"""

import hashlib
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from litestar import Request

from parlour.access.identity import Identity
from parlour.db import idempotency
from parlour.db.idempotency import Key, StoredAnswer
from parlour.db.pool import Connection, connection
from parlour.errors import Conflict, Fault, Invalid
from parlour.http.encoded_answer import EncodedAnswer
from parlour.http.partner_authority import PartnerAuthority
from parlour.http.services import services_of

AnyRequest = Request[Any, Any, Any]
HEADER = "Idempotency-Key"  # ours
REPLAYED = "Idempotency-Replayed"
MAX_LENGTH = 255

KEY_EXPECTED = f"Expected 1 to {MAX_LENGTH} visible ASCII characters, such as a UUID."
OTHER_REQUEST = "This key was sent with another request. A new request needs a new key."
UNDER_WAY = "A request with this Idempotency-Key is still running. Send it again shortly."
DONE_MEANWHILE = "A request with this Idempotency-Key was completed meanwhile. Send it again to get its answer."
_KEY = re.compile(rf'"([!#-~]{{1,{MAX_LENGTH}}})"|([!#-~]{{1,{MAX_LENGTH}}})')


class Retryable:
    """A request with a key that was not answered before."""

    def __init__(self, key: Key, fingerprint: bytes) -> None:
        self._key = key
        self._fingerprint = fingerprint
        self._answer: StoredAnswer | None = None

    @asynccontextmanager
    async def during(self, conn: Connection) -> AsyncGenerator[None, None]:
        """Lock the key during the transaction, and store the answer together with the changes.

        Raise `Conflict` if another request has the key, or has been answered in the meantime.
        """
        if not await idempotency.lock(conn, self._key):
            raise Conflict(UNDER_WAY)
        yield
        assert self._answer is not None  # noqa: S101 - the answer is made before dependencies end
        if not await idempotency.store_answer(conn, self._key, self._answer):
            raise Conflict(DONE_MEANWHILE)

    def note(self, answer: EncodedAnswer) -> None:
        """Keep the answer that will be sent."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer.encode_headers()}
        self._answer = StoredAnswer(
            self._fingerprint, answer.status_code, msgspec.json.encode(headers).decode(), answer.body
        )


def retryable_of(request: AnyRequest) -> Retryable | None:
    """Return the request if it has a key and is still to be done, otherwise None."""
    found: Retryable | None = request.scope["state"].get("retryable")
    return found


async def recall(request: AnyRequest) -> EncodedAnswer | None:
    """Return the first answer to a request; None if it has no key, or is still to be done.

    Raise `Invalid` for a malformed key, and for one that was sent with another request.
    """
    sent = request.headers.get(HEADER)
    if sent is None:
        return None
    key = Key(*_owner_of(request), _read_key(sent))
    fingerprint = await _fingerprint(request)
    async with connection(services_of(request).pool) as conn:
        kept = await idempotency.find_answer(conn, key)
    if kept is None:
        request.scope["state"]["retryable"] = Retryable(key, fingerprint)
        return None
    if kept.fingerprint != fingerprint:
        raise Invalid([Fault(HEADER, OTHER_REQUEST)])
    return _replayed(kept)


def _owner_of(request: AnyRequest) -> tuple[int, int]:
    """Return the ids of user and integration that a key belongs to; no user if the operation needs none."""
    state = request.scope["state"]
    if "partner" in state:
        authority: PartnerAuthority = state["partner"]
        return 0, authority.partner.partner_id
    identity: Identity = state["authority"].identity
    return identity.user_id, identity.partner_id


def _replayed(kept: StoredAnswer) -> EncodedAnswer:
    headers = {**msgspec.json.decode(kept.headers, type=dict[str, str]), REPLAYED.lower(): "true"}
    encoded = {name.encode("latin-1"): value.encode("latin-1") for name, value in headers.items()}
    return EncodedAnswer(kept.body, kept.status, encoded)


def _read_key(sent: str) -> str:
    """Return the key. It may be in quotes: the draft requires them, and most clients leave them out."""
    found = _KEY.fullmatch(sent.strip())
    if found is None:
        raise Invalid([Fault(HEADER, KEY_EXPECTED)])
    return found[1] or found[2]


async def _fingerprint(request: AnyRequest) -> bytes:
    """Return a hash of everything that decides what the request does."""
    scope = request.scope
    kind = request.headers.get("content-type", "")
    match = request.headers.get("if-match", "")
    parts = (scope["method"].encode(), scope["path"].encode(), scope["query_string"], kind.encode(), match.encode())
    whole = hashlib.sha256()
    for part in (*parts, await request.body()):
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.digest()
