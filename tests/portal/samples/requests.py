"""Requests for samples of the tests, as the pages make them: the address and the tokens are placeholders."""

import json
from typing import Any

from parlour.portal.samples import SampleRequest, placeholder

BASE_URL = placeholder("base_url", "http://127.0.0.1:8000")
AUTHORIZATION = (
    f"Bearer {placeholder('partner_token', 'YOUR_PARTNER_TOKEN')}, User {placeholder('user_token', 'YOUR_USER_TOKEN')}"
)
HEADERS = (("Authorization", AUTHORIZATION), ("Accept", "application/json"))


def sample_request(method: str, path: str, body: Any = None, query: tuple[tuple[str, str], ...] = ()) -> SampleRequest:
    text = None if body is None else json.dumps(body, ensure_ascii=False, indent=2)
    headers = HEADERS if body is None else (*HEADERS, ("Content-Type", "application/json"))
    return SampleRequest(method, BASE_URL, path, query, headers, text)
