"""What a request looks up is remembered for the next one: who calls, the integration, and the open location."""

import hashlib

from parlour.access.tokens import hash_token
from parlour.http.services import Services
from tests.support.client import Client
from tests.support.people import HARBOUR, OWNER, PARTNER, PARTNER_TOKEN


async def test_each_request_fills_the_memory_that_it_reads(client: Client, services: Services) -> None:
    key = hashlib.sha256(OWNER.headers["Authorization"].encode()).digest(), HARBOUR
    token = hash_token(PARTNER_TOKEN)
    assert (services.access_cache.get(key), services.partners.get(token), services.places.get(HARBOUR)) == (None,) * 3

    assert (await client.get(f"/goods/{HARBOUR}")).status_code == 200
    assert (await client.by(PARTNER).get(f"/book_services/{HARBOUR}")).status_code == 200

    identity, tenant = services.access_cache.get(key) or (None, None)
    assert identity is not None
    assert tenant is not None
    assert (identity.user_id, tenant.location_id) == (OWNER.id, HARBOUR)
    partner, place = services.partners.get(token), services.places.get(HARBOUR)
    assert partner is not None
    assert place is not None
    assert (partner.partner_id, place.location_id) == (identity.partner_id, HARBOUR)
