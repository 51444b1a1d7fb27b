"""Who is refused by every operation of API v2, and in which words."""

from typing import Any

import pytest

from parlour.http.media_type import MEDIA_TYPE
from tests.support.client import Client
from tests.support.people import FOREIGNER, HARBOUR, NEIGHBOUR, NOBODY, OWNER, PARTNER, WORKER, Person

NO_LOCATION = 999_999
REFUSED: dict[str, tuple[Person, int, int, str]] = {
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
    "no_right": (WORKER, HARBOUR, 403, "You lack the right storages_access in this location."),
}
refused = pytest.mark.parametrize("refused", REFUSED)
"""Runs a test for everybody who must be refused."""


async def expect_refusal(v2: Client, refused: str, below: str) -> None:
    """Asks for what is `below` the location, as the one who must be refused."""
    person, location, status, message = REFUSED[refused]
    response = await v2.by(person).get(f"/locations/{location}{below}")
    assert (response.status_code, response.json()) == (status, body(message))


async def expect_media_type_asked_for(v2: Client, below: str) -> None:
    """Asks without the media type, and without any tokens: nobody looks at them before."""
    response = await v2.by(NOBODY).get(f"/locations/{HARBOUR}{below}", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()) == (400, body(f"Send the header Accept: {MEDIA_TYPE}."))


def body(message: str) -> dict[str, Any]:
    return {"success": False, "data": None, "meta": {"message": message}}
