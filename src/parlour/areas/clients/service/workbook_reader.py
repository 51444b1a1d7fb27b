"""The process that reads workbooks which were sent: their rows, or why there are none.

Runs as `python -m parlour.areas.clients.service.workbook_reader` under the limits of `parlour.confined`. A small
archive may unpack to gigabytes, and one cell may claim a place at the end of an enormous sheet.
"""

from itertools import islice

import msgspec

from parlour.areas.clients.model.sent_rows import MAX_ROWS, SentRows
from parlour.confined.inside import answer_requests
from parlour.tables.rows import UnreadableTable
from parlour.tables.workbooks import UNREADABLE, read_workbook


def answer(content: bytes) -> bytes:
    """Return the encoded rows. Any exception of the library means that the workbook is damaged."""
    try:
        rows, _ = read_workbook(content)
        result = SentRows([row.cells for row in islice(rows, MAX_ROWS + 2)], None)
    except MemoryError:
        raise
    except UnreadableTable as error:
        result = SentRows([], str(error))
    except BaseException:  # noqa: BLE001 - a panic of the library is no `Exception`, and none may end the process
        result = SentRows([], UNREADABLE)
    return msgspec.msgpack.encode(result)


if __name__ == "__main__":
    answer_requests(answer)
