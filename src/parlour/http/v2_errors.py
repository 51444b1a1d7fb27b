"""Errors in the v2 dialect: `meta.errors` is an object, with all faults of a field under its name."""

from collections.abc import Sequence

from parlour.errors import Fault
from parlour.http.error_answers import ErrorAnswers


def _by_field(faults: Sequence[Fault]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.field, []).append(fault.message)
    return found


V2_ERRORS = ErrorAnswers(_by_field)
