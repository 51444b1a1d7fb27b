"""Values for structs, each of its own: two that are exchanged show, even of one type."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints


def values_for(struct: type[Any], first: int = 1, **fixed: Any) -> Any:
    """Return a struct whose fields all differ, by their types, except for those that are given."""
    values: dict[str, Any] = {}
    for number, (name, hint) in enumerate(get_type_hints(struct).items(), first):
        kinds = get_args(hint) or (hint,)
        if get_origin(hint) is list:
            values[name] = [f"+1315555{number:04d}"]
        elif str in kinds:
            values[name] = f"{name} {number}"
        elif bool in kinds:
            values[name] = True
        elif int in kinds:
            values[name] = number
        elif Decimal in kinds:
            values[name] = Decimal(number)
        else:
            values[name] = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)
    return struct(**{**values, **fixed})
