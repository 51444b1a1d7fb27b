"""Reading services from a CSV file, whose columns are the fields of the API; every fault with its line."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.services.model.services import ServiceFields
from parlour.areas.services.v1.wire.forms import ServiceForm, patch_of
from parlour.cli.checks import FaultyFile, short_text
from parlour.currencies import currency_by_code
from parlour.errors import Fault, Invalid
from parlour.http.body import reader_for

CATEGORY = "category"
# Whole objects, and ids of the database, don't fit into a cell.
COLUMNS = frozenset(reader_for(ServiceForm).fields) - {"staff", "category_id"} | {CATEGORY}


class Row(msgspec.Struct, frozen=True):
    """A service in the file; its category is a title, or empty."""

    line: int
    fields: ServiceFields
    category: str


def read_rows(path: Path, tenant: Tenant) -> list[Row]:
    """Return the services in a file. Raise `FaultyFile` with every fault of its header and its rows."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise FaultyFile([f"{path}: The file is not UTF-8."]) from None
    heading, *_ = text.splitlines() or [""]
    delimiter = max(",;\t", key=heading.count)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    header = [name.strip().lower() for name in next(lines, [])]
    if faults := list(_faults_of_header(header)):
        raise FaultyFile(faults)
    rows, faults = [], []
    for line, cells in _numbered(lines):
        try:
            rows.append(_row(line, header, cells, tenant))
        except FaultyFile as found:
            faults += found.lines
    if faults:
        raise FaultyFile(faults)
    return rows


def _faults_of_header(header: list[str]) -> Iterator[str]:
    if "title" not in header:
        yield "line 1: There must be a column title."
    for name in dict.fromkeys(header):
        if name not in COLUMNS:
            yield f"line 1: There is no field {name!r}. Known are {', '.join(sorted(COLUMNS))}."
        elif header.count(name) > 1:
            yield f"line 1: There are several columns {name}."


def _numbered(lines: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that isn't empty, with the number of the line where it begins."""
    begin = lines.line_num + 1
    for cells in lines:
        if any(cell.strip() for cell in cells):
            yield begin, cells
        begin = lines.line_num + 1


def _row(line: int, header: list[str], cells: list[str], tenant: Tenant) -> Row:
    """Return a row. Raise `FaultyFile`."""
    if len(cells) > len(header):
        raise FaultyFile([f"line {line}: It has {len(cells)} cells, but the header has {len(header)}."])
    given = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
    try:
        return read_row(line, given, tenant)
    except Invalid as invalid:
        raise FaultyFile([f"line {line}: {fault.field}: {fault.message}" for fault in invalid.faults]) from invalid


def read_row(line: int, given: Mapping[str, object], tenant: Tenant) -> Row:
    """Return a service, read as the API would read a body with these fields. Raise `Invalid` with every fault."""
    faults = []
    category = str(given.get(CATEGORY, ""))
    try:
        category = short_text(category)
    except ValueError as fault:
        faults.append(Fault(CATEGORY, str(fault)))
    sent = {name: value for name, value in given.items() if name != CATEGORY}
    body = reader_for(ServiceForm, currency_by_code(tenant.currency)).read(msgspec.json.encode(sent))
    fields = ServiceFields(title="").patched(patch_of(body.given))
    told = {fault.field for fault in body.faults}
    faults += [*body.faults, *(fault for fault in fields.faults() if fault.field not in told)]
    if faults:
        raise Invalid(faults)
    return Row(line, fields, category)
