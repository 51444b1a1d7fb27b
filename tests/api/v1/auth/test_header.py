"""The Authorization header, as clients write it"""

from tests.support.client import Client
from tests.support.people import NOBODY, OWNER, PARTNER_TOKEN

NEEDS_PARTNER = "The partner token is missing: send Authorization: Bearer <partner token>."
NEEDS_USER = "The user token is missing: send Authorization: Bearer <partner token>, User <user token>."
BAD_PARTNER = "The partner token is unknown or revoked."
BAD_USER = "The user token is unknown or revoked."


async def test_careless_writings_are_understood(client: Client) -> None:
    """All writings stand in tests/unit/http/test_credentials.py."""
    for header in (
        f"bearer {PARTNER_TOKEN},user {OWNER.user_token}",
        f"User {OWNER.user_token} , BEARER   {PARTNER_TOKEN}",
    ):
        response = await client.by(NOBODY).get("/groups", headers={"Authorization": header})
        assert response.status_code == 200


async def test_the_part_that_is_missing_or_wrong_is_named(client: Client) -> None:
    for header, message in [
        (None, NEEDS_PARTNER),
        ("", NEEDS_PARTNER),
        (f"Basic {PARTNER_TOKEN}", NEEDS_PARTNER),
        (f"User {OWNER.user_token}", NEEDS_PARTNER),
        (f"Bearer {PARTNER_TOKEN}", NEEDS_USER),
        (f"Bearer {PARTNER_TOKEN}, User ", NEEDS_USER),
        (f"Bearer unheard-of, User {OWNER.user_token}", BAD_PARTNER),
        (f"Bearer {OWNER.user_token}, User {PARTNER_TOKEN}", BAD_PARTNER),
        (f"Bearer {PARTNER_TOKEN}, User unheard-of", BAD_USER),
    ]:
        headers = {} if header is None else {"Authorization": header}
        response = await client.by(NOBODY).get("/groups", headers=headers)
        assert response.status_code == 401
        assert response.json() == {"success": False, "data": None, "meta": {"message": message}}, header
        assert response.headers["WWW-Authenticate"] == "Bearer"
