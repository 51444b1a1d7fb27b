"""Requests that are sent again as long as the server says to come again, as clients do. A busy machine needs it."""

from typing import Any

import httpx


async def insist(client: httpx.AsyncClient, path: str, **request: Any) -> httpx.Response:
    """POST until the answer is no 503."""
    while (answer := await client.post(path, **request)).status_code == 503:
        pass
    return answer
