"""Who may read answers from within another site's page (CORS).

Every site may read the mock and the descriptions, which hold no data. The API is open to the origins that the operator
names. It takes tokens and no cookies, so a browser sends nothing by itself, and credentials are never allowed.
"""

import re
from collections.abc import Collection

Headers = list[tuple[bytes, bytes]]

OPEN_PATHS = ("/_mock/", "/openapi/", "/llms.txt")
API_PATH = "/api/"
ANY = "*"
MAX_AGE_S = b"7200"
# What a page may read in addition to the few headers that browsers always show.
_EXPOSED = (
    b"access-control-expose-headers",
    b"Allow, ETag, Link, Preference-Applied, Retry-After, WWW-Authenticate, X-Request-ID",
)
_ANYBODY: Headers = [(b"access-control-allow-origin", b"*"), _EXPOSED]
_VARIES = (b"vary", b"Origin")
_NAMES = re.compile(rb"[A-Za-z0-9_\-, ]{1,1000}")


class Cors:
    """The CORS headers, by address and origin."""

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = frozenset(origin.encode() for origin in origins)
        self._is_open_to_all = ANY in origins
        self._paths = (*OPEN_PATHS, API_PATH) if origins else OPEN_PATHS

    def concerns(self, path: str) -> bool:
        """Return whether another site's page may read anything at an address."""
        return path.startswith(self._paths)

    def headers(self, path: str, origin: bytes | None) -> Headers:
        """Return the headers of an answer at an address for which `concerns` is true."""
        if self._is_open_to_all or path.startswith(OPEN_PATHS):
            return _ANYBODY
        if origin is None or origin.lower() not in self._origins:
            return [_VARIES]
        return [(b"access-control-allow-origin", origin), _EXPOSED, _VARIES]


def preflight(asked: Collection[tuple[bytes, bytes]], allow: bytes) -> Headers:
    """Return the further headers for a preflight request: the methods, and the headers that the browser will send."""
    found = dict(asked)
    if b"access-control-request-method" not in found:
        return []
    said: Headers = [(b"access-control-allow-methods", allow), (b"access-control-max-age", MAX_AGE_S)]
    wanted = found.get(b"access-control-request-headers", b"")
    if _NAMES.fullmatch(wanted):
        said.append((b"access-control-allow-headers", wanted))
    return said
