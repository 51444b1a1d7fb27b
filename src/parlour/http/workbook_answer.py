"""A workbook as an answer, sent while it is produced."""

from collections.abc import AsyncIterable

from parlour.http.csv_answer import CSVAnswer
from parlour.tables.new_workbook import MEDIA_TYPE


class WorkbookAnswer(CSVAnswer):
    """A workbook (XLSX) as a download with a file name, where an operation otherwise answers with CSV."""

    def __init__(self, parts: AsyncIterable[bytes], name: str) -> None:
        super().__init__(parts, name, MEDIA_TYPE)
