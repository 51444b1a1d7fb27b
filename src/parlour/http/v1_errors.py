"""Errors in the v1 dialect: `meta.errors` is a list, each fault under the name of its field in brackets."""

from collections.abc import Sequence

from parlour.errors import Fault
from parlour.http.error_answers import ErrorAnswers


def _as_list(faults: Sequence[Fault]) -> list[dict[str, list[str]]]:
    return [{f"[{fault.field}]": [fault.message]} for fault in faults]


V1_ERRORS = ErrorAnswers(_as_list)
