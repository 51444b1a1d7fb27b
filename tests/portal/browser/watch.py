"""Keeps an eye on a browser: whatever goes wrong behind a page that looks right."""

import re

from playwright.async_api import BrowserContext, ConsoleMessage, Request, WebError

REFUSAL = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


class Watch:
    """The faults of all pages of a context, in the order in which they happened."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.faults: list[str] = []
        self.requests: list[str] = []
        self._origin = origin
        self._expected: set[int] = set()
        context.on("console", self._hear)
        context.on("weberror", self._note_error)
        context.on("request", self._note_request)

    def expect_refusal(self, status: int) -> None:
        """Chromium calls every refused request an error; this test wants one of this status."""
        self._expected.add(status)

    def _hear(self, message: ConsoleMessage) -> None:
        """The console tells errors, and what the content security policy forbade."""
        refused = REFUSAL.match(message.text)
        if message.type in ("error", "warning") and not (refused and int(refused[1]) in self._expected):
            self.faults.append(f"{message.type}: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.faults.append(f"uncaught: {error.error}")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((f"{self._origin}/", "data:")):
            self.faults.append(f"left the server: {request.url}")
