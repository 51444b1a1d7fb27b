"""Samples sent to a listener: every language sends the method, address, headers and body that it was given."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import msgspec
import pytest

from parlour.portal.samples import Language, SampleRequest, fill, render
from tests.portal.samples.requests import BASE_URL
from tests.portal.samples.runtimes import RUNNABLE, run

# Numbers that no float holds, and every character that some language takes for something else.
BODY = (
    r"""{
  "digits": [12345678901234567890, 0.10, 98765432109876543.210, -0, 1e400],
  "quotes": "'one' \"two\" '''three''' \"\"\"three\"\"\" `back`",
  "escapes": "\\ \\\\ \\n \n \t \u0000 \\' \\\" \\u0041 C:\\new",
  "evaluated": "$HOME ${HOME} $(id) `id` #{1} #$0 #@x {0} %s %d %% !! ~ & * ? @",
  "closing": "</script> */ --> )\" )' \"; '; ) JSON\nJSON\nJSON;\n EOF",
  "scripts": "Молоко 牛奶 حليب שמן é é 🧴 👩‍🔬",
  "unseen": "<LS> <RLO> <BOM>",
  "__proto__": {"": []}
}""".replace("<LS>", "\u2028")
    .replace("<RLO>", "\u202e")
    .replace("<BOM>", "\ufeff")
)


class Arrived(msgspec.Struct):
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@contextmanager
def listening() -> Iterator[tuple[str, list[Arrived]]]:
    """A server that says {} to everything and remembers it."""
    arrived: list[Arrived] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PATCH(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append(Arrived(self.command, self.path, dict(self.headers), body))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the base class's name
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", arrived
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("language", RUNNABLE, ids=lambda language: language.id)
def test_the_request_of_a_sample_arrives_as_intended(language: Language, tmp_path: Path) -> None:
    headers = (("If-Match", '"5"'), ("X-Odd", r"a'b\c $HOME `x` #{1} %s"), ("Content-Type", "application/json"))
    request = SampleRequest("PATCH", BASE_URL, "/a/b%2Fc", (("q[]", "é & 'x'"), ("q[]", "50%")), headers, BODY)
    with listening() as (base_url, arrived):
        shown = run(language, fill(render(language, request), {"base_url": base_url}), tmp_path)
    assert (shown.status, shown.body) == (200, "{}")
    [got] = arrived
    path, _, query = got.target.partition("?")
    assert (got.method, path, parse_qsl(query)) == ("PATCH", "/a/b%2Fc", list(request.query))
    assert {name: value for name, value in got.headers.items() if name.title() in dict(headers)} == dict(headers)
    assert json.loads(got.body, parse_int=str, parse_float=str) == json.loads(BODY, parse_int=str, parse_float=str)
