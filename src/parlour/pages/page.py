"""A page ready to be sent: rendered once, compressed once, identified by its ETag."""

import gzip
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie

from parlour.http.codings import weight_of, weights_in

# Litestar appends the charset to these.
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
# Pages load only files of this server and no inline scripts; they can't send a form elsewhere.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)
FOREVER = "public, max-age=31536000, immutable"
SMALLEST_TO_COMPRESS = 500


class Page(msgspec.Struct, frozen=True):
    """The page at one address in one language. It is kept compressed: nearly every browser accepts that."""

    content: bytes
    is_compressed: bool
    etag: str
    media_type: str
    status: int

    @classmethod
    def of(cls, text: str | bytes, media_type: str, status: int = 200, *, has_secret: bool = False) -> "Page":
        """Return a page; one with a secret is never sent compressed (decision 0021)."""
        body = text.encode() if isinstance(text, str) else text
        is_compressed = len(body) >= SMALLEST_TO_COMPRESS and not has_secret
        content = gzip.compress(body, 6, mtime=0) if is_compressed else body
        return cls(content, is_compressed, hashlib.sha256(body).hexdigest()[:20], media_type, status)

    @property
    def body(self) -> bytes:
        return gzip.decompress(self.content) if self.is_compressed else self.content

    def answer(
        self,
        request: Request[Any, Any, Any],
        *,
        cached: str = "no-cache",
        cookies: Sequence[Cookie] = (),
        framed_by: Sequence[str] = (),
    ) -> Response[bytes]:
        """Return the page, compressed if the browser accepts it; 304 if the browser has the page already.

        `framed_by` are the origins of the sites that may show it in a frame.
        """
        goes_compressed = self.is_compressed and takes_gzip(request.headers.get("accept-encoding", ""))
        etag = f'"{self.etag}{"-gz" if goes_compressed else ""}"'
        headers = {
            "ETag": etag,
            "Cache-Control": cached,
            "Vary": "Accept-Encoding, Accept-Language, Cookie",
            "Content-Security-Policy": _POLICY + (" ".join(framed_by) or "'none'"),
        }
        status, body = self.status, b""
        if status == 200 and etag in _tags(request.headers.get("if-none-match", "")):
            status = 304
        elif goes_compressed:
            headers["Content-Encoding"], body = "gzip", self.content
        else:
            body = self.body
        return Response(body, status_code=status, headers=headers, media_type=self.media_type, cookies=cookies)


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether the header accepts gzip, by name or by `*`, and not with `q=0`."""
    return weight_of("gzip", weights_in(accept_encoding)) > 0


def _tags(if_none_match: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
