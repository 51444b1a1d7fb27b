"""The log of a running server: JSON lines with the request's id, and never a secret."""

import json

import httpx

from tests.support.people import HARBOUR, OWNER, PARTNER, PARTNER_TOKEN, PASSWORD
from tests.support.server import get, serving


def test_a_log_line_describes_the_request_without_secrets(database_url: str) -> None:
    with serving(database_url) as server:
        get(server, f"/api/v1/goods/{HARBOUR}?term=secretterm", {**OWNER.headers, "X-Request-ID": "from-the-client-1"})
        with httpx.Client(base_url=server.base_url, headers=PARTNER.headers, timeout=60) as client:
            sign_in = client.post("/api/v1/auth", json={"login": OWNER.email, "password": PASSWORD})
            client.post("/api/v1/auth", content=b'{"login": broken ' + PASSWORD.encode())
        assert sign_in.status_code == 201
        server.stop()
    log = "".join(server.lines)
    events = [json.loads(line) for line in server.lines if line.startswith("{")]
    line = next(event for event in events if event.get("request_id") == "from-the-client-1")
    assert (line["method"], line["path"], line["status"], line["level"]) == ("GET", "/api/v1/goods/1", 200, "info")
    for secret in (PARTNER_TOKEN, str(OWNER.user_token), PASSWORD, sign_in.json()["data"]["user_token"], "secretterm"):
        assert secret not in log
