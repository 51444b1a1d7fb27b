"""Every operation with nearly good requests, and what must hold of each answer."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import quote

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from litestar import Litestar
from litestar.types import ASGIApp

from parlour.http.apis import APIS
from parlour.http.media_type import MEDIA_TYPE
from tests.fuzz.exchange import Raw, exchange
from tests.fuzz.requests import Good
from tests.support.contract import Description, check_answer, check_error, check_error_v2
from tests.support.operations import operations
from tests.support.people import OWNER
from tests.support.requests import Ids, address, body, name_of

# What ends the session or the location that all other requests are sent with; their twins are tried.
ENDING = {"sign_out", "delete_location"}


SHOWN = 3000


class Walk:
    """Sends requests and checks the answers. `statuses` says how often each address gave each status."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, litestar: Litestar, app: ASGIApp, published: Sequence[Description]
    ) -> None:
        self.litestar = litestar
        self.statuses: Counter[tuple[str, int]] = Counter()
        self._loop = loop
        self._app = app
        self._published = published

    def good_requests(self, ids: Ids) -> Iterator[Good]:
        """A good request for each operation, and for its twin in the mock."""
        for method, path, handler in operations(self.litestar):
            filled, _, query = address(path, ids).partition("?")
            whole = filled if filled.startswith("/api/") else f"/api/v1{filled}"
            (api,) = [api for api in APIS if whole.startswith(f"{api.prefix}/")]
            headers = {"Accept": MEDIA_TYPE, **OWNER.headers}
            for prefix in ("", api.mock_path):
                if prefix or name_of(handler) not in ENDING:
                    yield Good(method, handler, f"{prefix}{whole}", query, headers, body(handler, ids))

    def send(self, name: str, raw: Raw) -> httpx.Response:
        """The answer. Raises `AssertionError` for one that nobody should get."""
        response = self._loop.run_until_complete(exchange(self._app, raw))
        self.statuses[name, response.status_code] += 1
        assert response.status_code < 500, f"{response.status_code} {response.text[:300]}"
        path = raw.scope()["path"]
        if response.status_code >= 400 and path.startswith(("/api/", "/_mock/")):
            (check_error_v2 if "/v2/" in path or "-v2/" in path else check_error)(response.json())
        # With dots written out: httpx would take a part `..` for a step up, and the server doesn't.
        address = quote(path).replace(".", "%2E")
        response.request = httpx.Request(raw.method, f"http://parlour.test{address}")
        check_answer(response, self._published)
        return response

    def search(self, requests: Iterable[tuple[str, SearchStrategy[Raw]]], *, examples: int, is_fixed: bool) -> None:
        """Tries so many requests of each kind: always the same when they are fixed."""
        how = settings(
            max_examples=examples,
            derandomize=is_fixed,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        for name, strategy in requests:
            how(given(strategy)(self._sender(name)))()

    def _sender(self, name: str) -> Callable[[Raw], None]:
        def nothing_breaks(raw: Raw) -> None:
            try:
                self.send(name, raw)
            except BaseException as error:
                error.add_note(f"{raw!r}"[:SHOWN])
                raise

        return nothing_breaks
