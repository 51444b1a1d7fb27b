"""Requests that are repeated while the server is busy, as clients do. Slow machines need it."""

from typing import Any

import httpx


async def post_until_ready(client: httpx.AsyncClient, path: str, **request: Any) -> httpx.Response:
    """POST until the answer is not 503."""
    while (answer := await client.post(path, **request)).status_code == 503:
        pass
    return answer
