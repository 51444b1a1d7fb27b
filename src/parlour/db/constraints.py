"""Which constraint means which fault of the caller. A violation that is not named here is a bug, and a 500."""

from typing import Any

import asyncpg

from parlour.errors import Conflict, ParlourError

MEANINGS: dict[str, ParlourError] = {
    "users_email_key": Conflict("There is a user with this email already."),
    "users_phone_key": Conflict("There is a user with this phone number already."),
}


def meaning_of(violation: asyncpg.IntegrityConstraintViolationError) -> ParlourError | None:
    """The error that the violated constraint stands for, or None when it stands for none."""
    name: Any = getattr(violation, "constraint_name", None)
    return MEANINGS.get(name)
