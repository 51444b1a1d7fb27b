"""Tables in files that were sent over HTTP. Workbooks are read in a process that can be killed."""

from collections.abc import Awaitable, Callable

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients import refusals
from parlour.areas.clients.model.sent_rows import SentRows
from parlour.confined.pool import ConfinedPool, TooMuchWork
from parlour.confined.turns import Room
from parlour.tables.reading import read_text_table
from parlour.tables.rows import Row, Table, UnreadableTable
from parlour.tables.workbooks import is_workbook

WORKBOOK_READER = "parlour.areas.clients.service.workbook_reader"
WORKBOOK_MEMORY = 256 * 1024 * 1024
WORKBOOK_ROOM = Room(at_once=2, memory=2 * WORKBOOK_MEMORY, waiting=16, waiting_bytes=64 * 1024 * 1024, wait_s=30)


async def read_sent_table(
    workbooks: ConfinedPool, gone: Callable[[], Awaitable[None]], content: bytes, tenant: Tenant
) -> Table:
    """Return the table in a file. `gone` returns when the caller no longer waits.

    Raise `UnreadableTable`, as may the rows; `Invalid` for a workbook that makes too much work, `Busy`, `Abandoned`.
    """
    if not is_workbook(content):
        return read_text_table(content, tenant.locale[:2])
    try:
        answer = await workbooks.ask(content, WORKBOOK_MEMORY, gone)
        sent = msgspec.msgpack.decode(answer, type=SentRows)
    except (TooMuchWork, msgspec.DecodeError):
        raise refusals.TOO_MUCH_WORK.error("file") from None
    if sent.fault is not None:
        raise UnreadableTable(sent.fault)
    return Table((Row(number, cells) for number, cells in enumerate(sent.rows, 1)), "workbook", len(sent.rows))
