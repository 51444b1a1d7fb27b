"""Checking a phone number, and the licence of a location (tag Utilities)."""

from parlour.access.identity import Identity, Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import get_tenant
from parlour.areas.utilities import queries, refusals
from parlour.areas.utilities.service import is_phone_number
from parlour.areas.utilities.v1 import wire
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.context import Detached, Reading
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, answer
from parlour.refusals import NO_ACCESS

operations = Operations(B2B_V1, "Utilities", "Images, licences, and checking phone numbers.")


@operations.get(
    "/api/v1/validation/validate_phone/{phone}",
    "phone_number_format_check",
    Entry.PARTNER,
    refuses=(refusals.NEVER, refusals.NEVER_EITHER),
)
async def phone_number_format_check(_ctx: Detached[Partner], phone: wire.PhoneInPath) -> Answer[wire.PhoneCheck]:
    """Check a phone number

    Whether the number is complete: with its country code, with or without a leading plus, and with a valid length for
    the country. The number is not called.
    """
    return answer(wire.PhoneCheck(is_phone_number(phone)))


@operations.get(
    "/api/v1/license/{location_id}",
    "get_location_subscription_information",
    Entry.PARTNER_OR_USER,
    refuses=(NO_ACCESS,),
)
async def get_location_subscription_information(
    ctx: Reading[Identity | None], location_id: LocationInPath
) -> wire.LicenseAnswer:
    """Get the licence of a location

    This server needs no licence; the answer is an active licence without limits, for clients that ask for it.
    """
    if ctx.user is not None:
        await get_tenant(ctx.conn, ctx.user, location_id)
    opened_on = await queries.find_creation_day(ctx.conn, location_id)
    if opened_on is None:
        raise NotFound("Location")
    return wire.LicenseAnswer.of(wire.License.of_location(location_id, opened_on))
