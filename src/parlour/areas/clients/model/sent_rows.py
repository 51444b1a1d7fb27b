"""The rows of a file that was sent over HTTP."""

import msgspec

MAX_ROWS = 20_000
"""More take longer than a client of the API waits; the command line has no limit."""


class SentRows(msgspec.Struct, frozen=True):
    """The rows of a workbook as texts, or why it can't be read."""

    rows: list[list[str]]
    fault: str | None
