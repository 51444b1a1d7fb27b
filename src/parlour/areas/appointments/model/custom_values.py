"""The values of custom fields of an appointment: shown and given by the codes of the fields, kept by their ids."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.model.values import Value, changed_values

NO_VALUES = "{}"
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def values_by_code(stored: str, codes: Mapping[str, str]) -> dict[str, Value]:
    """Return stored values by the codes of their fields, in the order of `codes`, which has the codes by the ids.

    Those of deleted fields are left out.
    """
    if stored == NO_VALUES:
        return {}
    values = json.loads(stored, parse_float=Decimal, parse_int=Decimal)
    return {code: values[field_id] for field_id, code in codes.items() if field_id in values}


def codes_of(fields: Sequence[CustomField]) -> dict[str, str]:
    """Return the codes of fields by their ids, as stored values name these."""
    return {str(field.id): field.code for field in fields}


def stored_values(
    fields: Sequence[CustomField], given: Mapping[str, Any], stored: str | None, timezone: ZoneInfo
) -> str:
    """Return the values to store: the stored ones with the given ones in place of theirs.

    `stored` is None for a new appointment. Values of deleted fields stay. Raise `Invalid` as `changed_values` does.
    """
    codes = codes_of(fields)
    current = None if stored is None else values_by_code(stored, codes)
    changed = changed_values(fields, given, current, timezone)
    kept = json.loads(stored or NO_VALUES, parse_float=Decimal, parse_int=Decimal)
    others = {field_id: value for field_id, value in kept.items() if field_id not in codes}
    by_id = {field_id: changed[code] for field_id, code in codes.items() if code in changed}
    return _ENCODER.encode({**others, **by_id}).decode()
