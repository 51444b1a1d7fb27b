"""Which constraint means which fault of the caller. A violation that is not listed here is a bug, and a 500."""

from typing import Any

import asyncpg

from parlour.errors import Conflict, ParlourError

CONSTRAINT_ERRORS: dict[str, ParlourError] = {
    "users_email_key": Conflict("There is a user with this email already."),
    "users_phone_key": Conflict("There is a user with this phone number already."),
}


def error_for(violation: asyncpg.IntegrityConstraintViolationError) -> ParlourError | None:
    """Return the error that the violated constraint means for the caller; None if it isn't listed."""
    name: Any = getattr(violation, "constraint_name", None)
    return CONSTRAINT_ERRORS.get(name)
