"""An answer that is ready to be sent, and can be stored to be sent again."""

from litestar.types import Receive, Scope, Send


class EncodedAnswer:
    """An encoded answer; the ASGI application that sends it."""

    __slots__ = ("body", "headers", "status_code")

    def __init__(self, body: bytes, status_code: int, headers: dict[bytes, bytes]) -> None:
        self.body = body
        self.status_code = status_code
        self.headers = headers

    def encode_headers(self) -> list[tuple[bytes, bytes]]:
        return [*self.headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.encode_headers()})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})
