"""A table as an answer, sent while it is produced."""

from collections.abc import AsyncIterable

from litestar.response import Stream

MEDIA_TYPE = "text/csv"


class CSVAnswer(Stream):
    """A CSV file as a download with a file name."""

    def __init__(self, lines: AsyncIterable[bytes], name: str, media_type: str = MEDIA_TYPE) -> None:
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        super().__init__(lines, media_type=media_type, headers=headers)
