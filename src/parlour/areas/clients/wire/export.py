"""Clients as rows of a file, in columns that an import understands."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Self

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import Client, Gender, Importance
from parlour.areas.clients.wire.cells import write_titles
from parlour.areas.clients.wire.columns import CUSTOM_FIELD, wire_name
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.model.stored import values_by_code
from parlour.http.csv import BYTE_ORDER_MARK, csv_lines
from parlour.http.dates import format_local
from parlour.tables.new_workbook import NewWorkbook

# The columns by the fields of the model; those that an import doesn't read have the names of the API.
_READ = (
    *("name", "surname", "middle_name", "phone", "email", "gender", "birth_date", "card", "importance", "discount"),
    *("comment", "tags", "gets_birthday_message", "refuses_mailings"),
    *("starting_sold", "starting_paid", "starting_balance"),
)
COLUMNS = (
    *("id", *map(wire_name, _READ)),
    *("visits", "first_visit_date", "last_visit_date", "last_change_date"),
)
EXAMPLE = csv_lines(
    [
        COLUMNS,
        (
            *(812, "Maya", "Reyes", "", "13155550175", "maya@example.com", "female", "1990-04-17", "L-1207", "gold", 5),
            *("Prefers mornings", "Regular guest", 0, 0, 350, 350, -20),
            *(7, "2025-03-01", "2026-01-31", "2026-01-31 18:30:00"),
        ),
    ]
).replace("\r\n", "\n")


class Format(StrEnum):
    """The format of an export."""

    CSV = "csv"
    XLSX = "xlsx"


class Writer:
    """Writes clients in one format, a part at a time."""

    def __init__(self, format_: Format, tenant: Tenant, custom_fields: Sequence[CustomField]) -> None:
        self._tenant = tenant
        self._fields = custom_fields
        self._book = NewWorkbook("Clients") if format_ is Format.XLSX else None
        self._heading = [*COLUMNS, *(f"{CUSTOM_FIELD}{field.code}" for field in custom_fields)]

    def start(self) -> bytes:
        """Return the beginning of the file, with the names of the columns."""
        mark = BYTE_ORDER_MARK if self._book is None else ""
        return mark.encode() + self._written([self._heading])

    def add(self, clients: Iterable[Client]) -> bytes:
        """Return the next part of the file; it may be empty."""
        return self._written(list(self._rows(clients)))

    def finish(self) -> bytes:
        return b"" if self._book is None else self._book.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the file, whether or not it is complete."""
        if self._book is not None:
            self._book.close()

    def _written(self, rows: Sequence[Sequence[Any]]) -> bytes:
        if self._book is None:
            return csv_lines(rows).encode()
        self._book.add(rows)
        return self._book.take()

    def _rows(self, clients: Iterable[Client]) -> Iterator[list[Any]]:
        for client in clients:
            values = values_by_code(self._fields, client.custom_values)
            yield [*_cells(client, self._tenant), *(_custom(values.get(field.code)) for field in self._fields)]


def _cells(client: Client, tenant: Tenant) -> tuple[Any, ...]:
    return (
        *(client.id, client.name, client.surname, client.middle_name, client.phone, client.email),
        "" if client.gender == Gender.UNKNOWN else str(client.gender),
        *(_day(client.birth_date), client.card),
        "" if client.importance == Importance.NONE else str(client.importance),
        *(client.discount, client.comment, write_titles([tag.title for tag in client.tag_list])),
        *(int(client.gets_birthday_message), int(client.refuses_mailings)),
        *(client.sold_amount, client.paid_amount, client.balance),
        *(client.visit_count, _day(client.first_visit_on), _day(client.last_visit_on)),
        format_local(client.changed_at, tenant.timezone),
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _custom(value: Any) -> Any:
    return write_titles(value) if isinstance(value, list) else value
