"""Sending codes (tag Authentication B2C)."""

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import get_public_tenant
from parlour.areas.clients.model.phones import normalize_phone
from parlour.areas.phone_codes import refusals, service
from parlour.areas.phone_codes.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Writing
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import MessageAnswer, message_answer
from parlour.pages.translations import find_language

operations = Operations(B2B_V1, "Authentication B2C", "Codes by text message, and signing in of people who book.")


@operations.post(
    "/api/v1/book_code/{location_id}",
    "send_booking_verification_code",
    Entry.PARTNER,
    refuses=(refusals.TOO_MANY_CODES,),
)
async def send_booking_verification_code(
    ctx: Writing[Partner], location_id: LocationInPath, data: Body[wire.CodeRequest]
) -> MessageAnswer:
    """Send a code

    Four digits, valid for ten minutes and for five wrong tries; earlier codes of the number end. The answer is the same
    whether the location knows the number, has blocked it, or neither. The message is in the language of
    `Accept-Language`, otherwise in the location's.
    """
    tenant = await get_public_tenant(ctx.conn, location_id)
    form = data.accept(wire.faults_of_phone(data, tenant.country_code))
    phone = normalize_phone(form.phone, tenant.country_code)
    language = find_language(accept_language=ctx.accept_language)
    await service.send_code(ctx.conn, tenant, phone, language, ctx.services.settings.sms_codes_per_hour)
    return message_answer("Created")
