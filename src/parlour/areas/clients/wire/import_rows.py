"""Rows of a file as clients, or as all their faults."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.clients import ClientPatch
from parlour.areas.clients.model.imports import ImportedClient, RowFault
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.clients.wire import cells
from parlour.areas.clients.wire.columns import Column, Columns
from parlour.areas.custom_fields.model.fields import CustomField, ValueType
from parlour.areas.custom_fields.model.stored import stored_values
from parlour.areas.custom_fields.model.values import Value, parse_value
from parlour.currencies import currency_by_code
from parlour.emails import normalize_email
from parlour.http.fields import MoneyRule, NumberRule, TextRule
from parlour.tables.rows import Row

Reader = Callable[[str], Any]
MAX_TAGS = 50
_LINE, _LINES, _TITLE = TextRule(0, 255), TextRule(0, 10_000, has_lines=True), TextRule(1, 255)
_PERCENT = NumberRule(low=Decimal(0), high=Decimal(100), places=2)
_MOST_MONEY = Decimal(999_999_999_999)
_NO_NAME = "There is neither a name nor a phone number."


class RowReader:
    """Reads the rows of a file with some columns, for a location."""

    def __init__(self, columns: Columns, tenant: Tenant) -> None:
        self._columns = columns.known
        self._custom_fields = [column.custom_field for column in columns.known if column.custom_field]
        self._tenant = tenant
        self._readers = _readers(tenant)

    def read(self, row: Row) -> ImportedClient | list[RowFault]:
        """Return the client in a row, or the row's faults."""
        given: dict[str, Any] = {}
        custom: dict[str, Value] = {}
        faults: list[RowFault] = []
        for column, text in self._filled(row):
            try:
                if column.custom_field is None:
                    given[column.field] = self._readers[column.field](text)
                elif (value := self._custom_value(column.custom_field, text)) is not None:
                    custom[column.custom_field.code] = value
            except ValueError as fault:
                faults.append(RowFault(row.number, column.heading, str(fault)))
        if not faults and not any(given.get(name) for name in ("name", "surname", "phone")):
            faults.append(RowFault(row.number, "", _NO_NAME))
        if custom:
            given["custom_values"] = stored_values(self._custom_fields, custom)
        if "starting_sold" in given:
            given.setdefault("starting_paid", given["starting_sold"])
        tags = given.pop("tags", [])
        return faults or ImportedClient(row.number, ClientPatch(**given), tags)

    def _filled(self, row: Row) -> Iterator[tuple[Column, str]]:
        for column in self._columns:
            if column.position < len(row.cells) and (text := row.cells[column.position].strip()):
                yield column, text

    def _custom_value(self, field: CustomField, text: str) -> Value | None:
        given = cells.read_titles(text) if field.value_type is ValueType.LIST else text
        if field.value_type is ValueType.NUMBER:
            given = f"{cells.read_number(text):f}"
        return parse_value(field, given, self._tenant.timezone)


def _readers(tenant: Tenant) -> dict[str, Reader]:
    """Return the reader of each field of the model that a column can have."""
    currency = currency_by_code(tenant.currency)
    amount = MoneyRule(-_MOST_MONEY, _MOST_MONEY, currency.decimals, currency=currency)

    def phone(text: str) -> str:
        cells.refuse_cut_number(text)
        return normalize_phone(text, tenant.country_code)

    def money(text: str) -> Any:
        return amount.fit(cells.read_number(text))

    return {
        **dict.fromkeys(("name", "surname", "middle_name", "card"), _LINE.fit),
        "phone": phone,
        "email": normalize_email,
        "gender": cells.read_gender,
        "importance": cells.read_importance,
        "discount": lambda text: _PERCENT.fit(cells.read_percent(text)),
        "birth_date": cells.date_reader(tenant.locale),
        "comment": _LINES.fit,
        "tags": _tags,
        **dict.fromkeys(("gets_birthday_message", "refuses_mailings"), cells.read_switch),
        **dict.fromkeys(("starting_sold", "starting_paid", "starting_balance"), money),
    }


def _tags(text: str) -> list[str]:
    titles = cells.read_titles(text)
    if len(titles) > MAX_TAGS:
        raise ValueError(f"Must be at most {MAX_TAGS} titles.")
    return [_TITLE.fit(title) for title in titles]
