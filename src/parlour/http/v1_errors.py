"""Errors in the v1 dialect: `meta.errors` is a list, each fault under the name of its field in brackets.

A fault that clients know by a number has `code` and `message` instead.
"""

from collections.abc import Sequence
from typing import Any

from parlour.errors import Fault
from parlour.http.error_answers import ErrorAnswers


def _as_list(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    return [
        {f"[{fault.field}]": [fault.message]} if fault.code is None else {"code": fault.code, "message": fault.message}
        for fault in faults
    ]


V1_ERRORS = ErrorAnswers(_as_list)
