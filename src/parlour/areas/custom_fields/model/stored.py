"""Values of custom fields as they are stored: a JSON object by the ids of the fields."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.model.values import Value, Values

NO_VALUES = "{}"
_STORED = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def values_by_code(fields: Iterable[CustomField], stored: str) -> dict[str, Value]:
    """Return stored values by codes, in the order of the fields; those of other fields are left out."""
    if stored == NO_VALUES:
        return {}
    by_id = _STORED.decode(stored)
    return {field.code: _value(by_id[str(field.id)]) for field in fields if str(field.id) in by_id}


def stored_values(fields: Iterable[CustomField], values: Values, earlier: str = NO_VALUES) -> str:
    """Return values as they are stored, with those of `earlier` whose fields aren't among the given ones any more."""
    known = [*fields]
    ids = {str(field.id) for field in known}
    kept: Mapping[str, Any] = {id_: value for id_, value in _STORED.decode(earlier).items() if id_ not in ids}
    given = {str(field.id): values[field.code] for field in known if field.code in values}
    return _ENCODER.encode({**kept, **given}).decode()


def _value(stored: Any) -> Value:
    return Decimal(stored) if isinstance(stored, int) else stored
