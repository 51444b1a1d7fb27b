"""Tokens that are missing are missed before anything is looked up: without a database."""

import pytest

from parlour.access.cache import AccessCache
from parlour.access.identity import Partner
from parlour.access.tokens import hash_token
from parlour.errors import Unauthenticated
from parlour.http.partner_authority import PartnerAuthority
from tests.unit.http.scopes import services_without_database


@pytest.mark.parametrize(
    ("header", "is_client", "missing"),
    [
        ("", False, "partner"),
        ("User us3r", False, "partner"),
        ("", True, "partner"),
        ("User us3r", True, "partner"),
        ("Bearer p4rtner", True, "user"),
    ],
)
async def test_a_missing_token_is_named_at_once(header: str, is_client: bool, missing: str) -> None:
    services = services_without_database(partners=AccessCache(60.0))
    with pytest.raises(Unauthenticated, match=f"^The {missing} token is missing"):
        await PartnerAuthority(services, header, None, is_client=is_client).look_up()


async def test_a_partner_who_is_remembered_is_not_looked_up() -> None:
    partners: AccessCache[Partner] = AccessCache(60.0)
    partners.connected()
    partners.store(hash_token("p4rtner"), Partner(7, answers_bare=False), partners.generation)
    access = PartnerAuthority(services_without_database(partners=partners), "Bearer p4rtner", 4, is_client=False)
    await access.look_up()
    assert (access.partner, access.client) == (Partner(7, answers_bare=False), None)
    assert access.statement == "SELECT confirm_partner(7, NULL, 4)"
