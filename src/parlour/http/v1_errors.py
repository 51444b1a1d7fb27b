"""Errors in the v1 dialect: `meta.errors` is a list, each fault under the name of its field in brackets.

A fault that clients know by a number has `code` and `message` instead, and the `id` of an item that it is about.
"""

from collections.abc import Sequence
from typing import Any

from parlour.errors import Fault
from parlour.http.error_answers import ErrorAnswers


def _as_list(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    return [_written(fault) for fault in faults]


def _written(fault: Fault) -> dict[str, Any]:
    if fault.code is None:
        return {f"[{fault.field}]": [fault.message]}
    item = {} if fault.item_id is None else {"id": fault.item_id}
    return {"code": fault.code, **item, "message": fault.message}


V1_ERRORS = ErrorAnswers(_as_list)
