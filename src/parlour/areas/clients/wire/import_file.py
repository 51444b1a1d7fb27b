"""A file of clients: what its columns mean, and its rows as clients or faults."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.clients.model.imports import ImportedClient, RowFault
from parlour.areas.clients.rights import EDITED_WITH
from parlour.areas.clients.wire.columns import Columns, find_columns
from parlour.areas.clients.wire.import_rows import RowReader
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.tables.reading import split_heading
from parlour.tables.rows import Row, Table, UnreadableTable


class ClientFile(msgspec.Struct, frozen=True):
    """An opened file."""

    kind: str
    about: int
    """How many rows there are, more or less."""
    heading: Row
    columns: Columns
    rows: Iterator[Row]
    reader: RowReader

    def read(self, keep_faulty: Callable[[Row, list[RowFault]], None]) -> Iterator[ImportedClient | list[RowFault]]:
        """Yield each row as a client or as its faults; such rows are kept, too. Raise `UnreadableTable`."""
        for row in self.rows:
            read = self.reader.read(row)
            if isinstance(read, list):
                keep_faulty(row, read)
            yield read


def open_file(table: Table, tenant: Tenant, custom_fields: Iterable[CustomField]) -> ClientFile:
    """Return a table as a file of clients, without columns that the user may not change.

    Raise `UnreadableTable` unless a column can name them.
    """
    heading, rows = split_heading(table.rows)
    if heading is None:
        raise UnreadableTable("The file is empty.")
    edits_fields = Permission.CLIENT_FIELDS_EDIT in tenant.permissions
    columns = find_columns(heading.cells, custom_fields if edits_fields else [])
    columns = columns.without({name for name, right in EDITED_WITH.items() if right not in tenant.permissions})
    if not columns.can_name_clients:
        raise UnreadableTable(f"No column of row {heading.number} is a name or a phone number.")
    return ClientFile(table.kind, table.about, heading, columns, rows, RowReader(columns, tenant))
