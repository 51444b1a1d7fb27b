"""Requests as bytes, ready to be sent by any load generator, and the file that passes them on."""

import json
from pathlib import Path
from urllib.parse import urlencode

import msgspec


class Request(msgspec.Struct, frozen=True):
    """One request on the wire."""

    method: str
    path: str
    body: bytes = b""

    def render(self, authorization: str) -> bytes:
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Authorization: {authorization}",
            "Accept: application/json",
        ]
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def get(path: str, query: dict[str, object] | None = None) -> Request:
    return Request("GET", f"{path}?{urlencode(query)}" if query else path)


def post(path: str, body: dict[str, object]) -> Request:
    return Request("POST", path, json.dumps(body, ensure_ascii=False).encode())


def write_requests(file: Path, requests: list[Request], authorization: str) -> None:
    """Write each request after a line with its length; wrk.lua and load.py read the file."""
    with file.open("wb") as out:
        for request in requests:
            raw = request.render(authorization)
            out.write(b"%d\n%b" % (len(raw), raw))


def read_requests(file: Path) -> list[bytes]:
    requests: list[bytes] = []
    with file.open("rb") as source:
        while length := source.readline():
            requests.append(source.read(int(length)))
    return requests
