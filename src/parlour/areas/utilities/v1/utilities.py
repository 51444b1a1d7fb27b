"""Checking a phone number, and the licence of a location (tag Utilities)."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from parlour.access.identity import Identity, Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import get_tenant
from parlour.areas.utilities import queries
from parlour.areas.utilities.service import is_phone_number
from parlour.areas.utilities.v1 import wire
from parlour.db.pool import Connection
from parlour.errors import Forbidden, NotFound
from parlour.http.openapi import NO_ROLE_IN_LOCATION, Refusal
from parlour.http.v1_envelope import Answer, answer

UTILITIES = ["Utilities"]


@get(
    "/api/v1/validation/validate_phone/{phone:str}",
    operation_id="phone_number_format_check",
    tags=UTILITIES,
    permission=Entry.PARTNER,
    refuses=(
        Refusal("never", "Described by the contract, and never sent (Q-029).", Forbidden("You may not ask.")),
        Refusal("never_either", "Described by the contract, and never sent (Q-029).", NotFound("Phone number")),
    ),
)
async def phone_number_format_check(
    partner: NamedDependency[Partner],  # noqa: ARG001 - it is enough that there is one
    phone: FromPath[str],
) -> Answer[wire.PhoneCheck]:
    """Check a phone number

    Whether it could be dialled from anywhere: with the code of its country, with or without a plus before it, and as
    long as numbers there are. The number is not called.
    """
    return answer(wire.PhoneCheck(is_phone_number(phone)))


@get(
    "/api/v1/license/{location_id:int}",
    operation_id="get_location_subscription_information",
    tags=UTILITIES,
    permission=Entry.PARTNER_OR_USER,
    refuses=(NO_ROLE_IN_LOCATION,),
)
async def get_location_subscription_information(
    conn: NamedDependency[Connection], identity: NamedDependency[Identity | None], location_id: FromPath[int]
) -> wire.LicenseAnswer:
    """Get the licence of a location

    A server of one's own needs none; clients that look for one find it active and without a limit.
    """
    if identity is not None:
        await get_tenant(conn, identity, location_id)
    opened_on = await queries.find_creation_day(conn, location_id)
    if opened_on is None:
        raise NotFound("Location")
    return wire.LicenseAnswer.of(wire.License.of_location(location_id, opened_on))


HANDLERS = [phone_number_format_check, get_location_subscription_information]
