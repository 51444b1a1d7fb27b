"""JSON as it is sent: exact numbers, whole ones without a fraction."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar, cast

import msgspec
from litestar import Request, Response
from litestar.types import ASGIApp
from msgspec import Raw

from parlour.http.bare import bare, is_bare
from parlour.http.cursors import NEXT_PAGE
from parlour.http.encoded_answer import EncodedAnswer
from parlour.http.idempotency import retryable_of

M = TypeVar("M")
T = TypeVar("T")
NO_CONTENT = 204

# Decimals are sent as numbers with their own digits; the pool reads them without trailing zeros.
ENCODER = msgspec.json.Encoder(decimal_format="number")


# So few that what is made of them is encoded while the processor's cache holds it.
AT_A_TIME = 50
_COMMA = ord(",")


def encoded_list(models: Sequence[M], make: Callable[[Sequence[M]], list[T]]) -> list[T]:
    """Make a long list of wire structs from models, and encode it, some of them at a time. Return it as it is sent.

    A page of 500 appointments takes three quarters of the time so: in one go, it is a megabyte of small objects.
    """
    written = bytearray(b"[]")
    for start in range(0, len(models), AT_A_TIME):
        joint = len(written) - 1 if start else 0
        ENCODER.encode_into(make(models[start : start + AT_A_TIME]), written, joint)
        if joint:
            written[joint] = _COMMA
    return cast("list[T]", Raw(written))


class WithETag(msgspec.Struct, Generic[T], frozen=True):
    """An answer, and the revision of its item, which is sent as its entity tag; None for a list of several."""

    content: T
    revision: int | None


def encode_answer(request: Request[Any, Any, Any], content: Any, status: int) -> ASGIApp:
    """Encode what a handler returned, without its envelope if the request is marked bare.

    A request with a key keeps the answer, which its transaction stores.
    """
    if isinstance(content, Response):  # a stream
        return content.to_asgi_response(app=None, request=request)
    headers: dict[bytes, bytes] = {}
    if isinstance(content, WithETag):
        if content.revision is not None:
            headers[b"etag"] = b'"%d"' % content.revision
        content = content.content
    if (link := request.scope["state"].get(NEXT_PAGE)) is not None:
        headers[b"link"] = link.encode("latin-1")
    body = b"" if content is None else ENCODER.encode(bare(content) if is_bare(request) else content)
    if status != NO_CONTENT:
        headers[b"content-type"] = b"application/json"
        headers[b"content-length"] = b"%d" % len(body)
    answer = EncodedAnswer(body, status, headers)
    if (retryable := retryable_of(request)) is not None:
        retryable.note(answer)
    return answer


class JSONAnswer(Response[T], Generic[T]):
    """A response of Litestar whose content is encoded by `ENCODER`."""

    def render(self, content: Any, media_type: str, enc_hook: Any = None) -> bytes:  # noqa: ARG002 - Litestar's signature
        return ENCODER.encode(content)
