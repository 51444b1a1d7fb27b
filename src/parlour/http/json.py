"""JSON as it is sent: exact numbers, whole ones without a fraction."""

from typing import Any, Generic, TypeVar

import msgspec
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.response.base import ASGIResponse

from parlour.http.bare import bare, is_bare
from parlour.http.cursors import NEXT_PAGE
from parlour.http.idempotency import retryable_of

T = TypeVar("T")

# Decimals are sent as numbers with their own digits; the pool reads them without trailing zeros.
ENCODER = msgspec.json.Encoder(decimal_format="number")


class JSONAnswer(Response[T], Generic[T]):
    """A response whose content is encoded by `ENCODER`, without its envelope if the request is marked bare.

    It is made before the transaction of its request commits, which stores it if the request has a key.
    """

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **rest: Any) -> ASGIResponse:
        if is_bare(request):
            self.content = bare(self.content)
        if (link := request.scope["state"].get(NEXT_PAGE)) is not None:
            self.headers["link"] = link
        answer = super().to_asgi_response(app, request, **rest)
        if (retryable := retryable_of(request)) is not None:
            retryable.note(answer)
        return answer

    def render(self, content: Any, media_type: str, enc_hook: Any = None) -> bytes:
        if content is None:  # an answer without a body: none of ours is the JSON word null
            return b""
        if media_type != MediaType.JSON:
            return super().render(content, media_type, enc_hook)
        return ENCODER.encode(content)
