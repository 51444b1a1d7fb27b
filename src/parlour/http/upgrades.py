"""Requests that offer to go on in another protocol (`Upgrade: h2c`, as Java's client does with every first request).

We speak HTTP/1.1 and pass the offer over, as a server may (RFC 9110, 7.8). The parser would take it up: to it such a
request ends with its head, and the body would be read as another request.
"""

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

OFFER = re.compile(rb"\r\nupgrade:[^\r\n]*", re.IGNORECASE)


class PlainProtocol(HttpToolsProtocol):
    """uvicorn's protocol, without the `Upgrade` lines of the heads that it is given."""

    _is_in_head = True

    def data_received(self, data: bytes) -> None:
        if self._is_in_head and b"pgrade:" in data:
            head, end, rest = data.partition(b"\r\n\r\n")
            data = OFFER.sub(b"", head) + end + rest
        super().data_received(data)

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_head = True
        super().on_message_complete()
