"""What real clients see of a started server: early answers, limits and deadlines in the API's own words."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.people import HARBOUR, NOBODY, OWNER, Person
from tests.support.server import Server, Shared, serving
from tests.support.sockets import Peer, ask

PATH = f"/api/v1/goods_categories/{HARBOUR}"
JAVA = """
import java.net.URI;
import java.net.http.*;

public class Offer {
    public static void main(String[] words) throws Exception {
        var client = HttpClient.newHttpClient();  // HTTP/2 by default: its first request offers h2c
        for (int number = 0; number < 3; number++) {
            var request = HttpRequest.newBuilder(URI.create(words[0]))
                .header("Authorization", words[1])
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\\"title\\": \\"Hair " + number + "\\"}"))
                .build();
            System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
    }
}
"""


def port_of(server: Server) -> int:
    return urlsplit(server.base_url).port or 80


def post(size: int, *lines: str, person: Person = OWNER, path: str = PATH) -> bytes:
    head = [f"POST {path} HTTP/1.1", "Host: parlour.test", f"Content-Length: {size}", *lines]
    head += [f"{name}: {value}" for name, value in person.headers.items()]
    return "\r\n".join([*head, "", ""]).encode()


def message_of(raw: bytes) -> str:
    answer = json.loads(raw.partition(b"\r\n\r\n")[2])
    assert (answer["success"], answer["data"]) == (False, None)
    message = answer["meta"]["message"]
    assert isinstance(message, str)
    return message


@pytest.fixture
def server(shared_server: Shared) -> Server:
    """One for all clients that are content with the usual settings."""
    return shared_server.server


@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java 17")
def test_javas_client_offers_another_protocol_and_goes_on_in_this_one(server: Server, tmp_path: Path) -> None:
    """Q-023."""
    (tmp_path / "Offer.java").write_text(JAVA)
    words = [server.base_url + PATH, OWNER.headers["Authorization"]]
    ran = subprocess.run(
        ["java", tmp_path / "Offer.java", *words], capture_output=True, text=True, check=False, timeout=100
    )
    assert ran.stdout.split() == ["201"] * 3, ran.stderr


@pytest.mark.parametrize(("person", "path", "status"), [(OWNER, PATH, 413), (NOBODY, PATH, 401), (OWNER, "/none", 404)])
def test_urllib_reads_why_its_large_body_was_refused(person: Person, path: str, status: int, server: Server) -> None:
    body = b"x" * 5_000_000
    request = urllib.request.Request(server.base_url + path, body, person.headers)  # noqa: S310 - our own server
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)  # noqa: S310 - our own server
    answer = refused.value.read()
    refused.value.close()
    assert refused.value.code == status
    assert json.loads(answer)["success"] is False
    raw = ask(port_of(server), post(5_000_000, "Connection: keep-alive", person=person, path=path) + body)
    assert raw.statuses == [status]
    assert not raw.is_reset


def test_what_takes_too_long_or_is_too_large_is_refused_in_the_envelope(database_url: str) -> None:
    """Q-076."""
    short = ["--head-timeout-s", "1", "--stall-timeout-s", "1", "--body-memory-mib", "1"]
    with serving(database_url, *short) as server:
        port = port_of(server)
        with Peer(port) as silent_in_the_body, Peer(port) as silent_in_the_head:
            silent_in_the_body.send(post(100) + b'{"title": ')
            silent_in_the_head.send(post(100)[:50])
            for peer in (silent_in_the_body, silent_in_the_head):
                answers = peer.read()
                assert answers.statuses == [408]
                assert answers.is_closed
                assert message_of(answers.raw) == "The request took too long to arrive."
        assert "headers are too large" in message_of(ask(port, post(0, f"X: {'a' * 50_000}")).raw)
        assert "address is too long" in message_of(ask(port, post(0, path=f"/{'a' * 10_000}")).raw)
        assert "can't be read" in message_of(ask(port, post(0, "Content-Length: 1")).raw)
        chunked = post(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
        answers = ask(port, chunked + b"1;" + b"a" * 50_000)
        assert answers.statuses == [431]
        assert "surrounds" in message_of(answers.raw)
        answers = ask(port, chunked + b"xyz\r\n")
        assert answers.statuses == [400]
        message_of(answers.raw)
        with Peer(port) as first, Peer(port) as second:
            for peer in (first, second):
                peer.send(post(700_000) + b"x" * 690_000)
            refused = second.read(count=1) if (one := first.read(0.2)).raw == b"" else one
            assert refused.statuses == [503]
            assert b"\r\nretry-after: " in refused.raw.lower()
            assert "Too many large requests" in message_of(refused.raw)
        assert not any("Traceback" in line for line in server.lines)
