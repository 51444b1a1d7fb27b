"""Who is refused by every operation on the catalogue, and in which words."""

from typing import Any

import pytest

from parlour.access.permissions import Permission
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, OWNER, PARTNER, Person

NO_LOCATION = 999_999


def refused_without(right: Permission, *lacking: Person) -> pytest.MarkDecorator:
    """Runs a test as everybody who must be refused: `person`, `location`, and the `refusal` to expect."""
    cases = {
        "no_token": (NOBODY, HARBOUR, 401, "The partner token is missing: send Authorization: Bearer <partner token>."),
        "no_user": (
            PARTNER,
            HARBOUR,
            401,
            "The user token is missing: send Authorization: Bearer <partner token>, User <user token>.",
        ),
        "other_chain": (FOREIGNER, HARBOUR, 404, "Location not found."),
        "no_such_location": (OWNER, NO_LOCATION, 404, "Location not found."),
        "neighbour": (NEIGHBOUR, HARBOUR, 403, "You have no access to this location."),
        **{person.name: (person, HARBOUR, 403, f"You lack the right {right} in this location.") for person in lacking},
    }
    return pytest.mark.parametrize(
        ("person", "location", "refusal"),
        [(person, location, _refusal(status, message)) for person, location, status, message in cases.values()],
        ids=list(cases),
    )


def _refusal(status: int, message: str) -> tuple[int, dict[str, Any]]:
    """Status and body."""
    return status, {"success": False, "data": None, "meta": {"message": message}}
