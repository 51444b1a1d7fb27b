"""What booking forms ask before they are shown (tag Online Booking)."""

from typing import Annotated, Any

from msgspec import Meta

from parlour.access.identity import Partner
from parlour.access.permissions import Entry
from parlour.access.tenant import get_public_tenant
from parlour.areas.booking_forms import refusals, service
from parlour.areas.booking_forms.v1.wire import public as wire
from parlour.areas.booking_forms.v1.wire.forms import FormInPath
from parlour.areas.booking_forms.v1.wire.languages import LanguageInPath, texts_in
from parlour.areas.booking_settings.service import get_booking_settings
from parlour.areas.locations.service.locations import get_location
from parlour.http.apis import B2B_V1
from parlour.http.context import Detached, Reading
from parlour.http.operations import Operations
from parlour.http.path_parts import LocationInPath
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Online Booking", "What people who book online see, through any integration.")

Texts = Annotated[
    dict[str, Any],
    Meta(description="Texts by their names; some are in groups.", examples=[{"back": "Back", "time": {"day": "Day"}}]),
]


@operations.get("/api/v1/bookform/{id}", "get_booking_form_config", Entry.PARTNER)
async def get_booking_form_config(
    ctx: Reading[Partner],
    id: FormInPath,  # noqa: A002 - the contract's name
) -> Answer[wire.PublicBookingForm]:
    """Get a booking form

    What people are asked, in which order, and what the location requires.
    """
    tenant, form = await service.get_public_form(ctx.conn, id)
    settings = await get_booking_settings(ctx.conn, tenant)
    location = await get_location(ctx.conn, tenant.location_id, None)
    return answer(wire.PublicBookingForm.of(form, tenant, settings, location, ctx.services.settings.base_url))


@operations.get("/api/v1/i18n/{lang_code}", "get_i18n_options", Entry.PARTNER, refuses=(refusals.NO_LANGUAGE,))
async def get_i18n_options(_: Detached[Partner], lang_code: LanguageInPath) -> Texts:
    """Get the texts of booking forms

    In a language, without an envelope.
    """
    texts = texts_in(lang_code)
    if texts is None:
        raise refusals.NO_LANGUAGE.error()
    return texts


@operations.get("/api/v1/privacy_policy/{location_id}", "get_location_privacy_policy", Entry.PARTNER)
async def get_location_privacy_policy(ctx: Reading[Partner], location_id: LocationInPath) -> wire.PrivacyPolicyAnswer:
    """Get the privacy policy of a location

    What people agree to when they book; null if there is none.
    """
    settings = await get_booking_settings(ctx.conn, await get_public_tenant(ctx.conn, location_id))
    return wire.PrivacyPolicyAnswer.of(settings.privacy_policy)
