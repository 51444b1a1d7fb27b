"""Booking forms of a location (tag Online Booking Settings)."""

from parlour.access.permissions import Permission
from parlour.areas.booking_forms import queries, refusals, service
from parlour.areas.booking_forms.v1.wire import forms as wire
from parlour.areas.photos import Site
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, CountedAnswer, counted, with_etag

operations = Operations(B2B_V1, "Online Booking Settings")

FAULTS = (
    refusals.SAME_PLACE.at("master_step_num"),
    refusals.NO_SERVICE.at("service_step_default"),
    refusals.NO_MEMBER.at("master_step_default"),
)


@operations.get("/api/v1/company/{location_id}/booking_forms", "get_booking_widget_list", Permission.SETTINGS_VIEW)
async def get_booking_widget_list(ctx: Reading) -> CountedAnswer[list[wire.BookingForm]]:
    """List booking forms

    By id. Each has the HTML that puts it on a site.
    """
    found = await queries.list_forms(ctx.conn, ctx.tenant)
    site = Site(ctx.services.settings.base_url)
    return counted([wire.BookingForm.from_model(form, site) for form in found], len(found))


@operations.post(
    "/api/v1/company/{location_id}/booking_forms",
    "create_booking_widget",
    Permission.BOOKING_MANAGE,
    refuses=FAULTS,
)
async def create_booking_widget(ctx: Writing, data: Body[wire.NewBookingForm]) -> WithETag[Answer[wire.BookingForm]]:
    """Create a booking form

    One that becomes the default takes that from the one that was.
    """
    given = data.accept()
    with faults_named(wire.FAULT_NAMES):
        form = await service.create_form(ctx.conn, ctx.tenant, given.title, given.to_patch())
    return with_etag(wire.BookingForm.from_model(form, Site(ctx.services.settings.base_url)), form.revision)


@operations.get("/api/v1/company/{location_id}/booking_forms/{form_id}", "get_booking_widget", Permission.SETTINGS_VIEW)
async def get_booking_widget(ctx: Reading, form_id: wire.FormInPath) -> WithETag[Answer[wire.BookingForm]]:
    """Get a booking form

    With the HTML that puts it on a site.
    """
    form = await service.get_form(ctx.conn, ctx.tenant, form_id)
    return with_etag(wire.BookingForm.from_model(form, Site(ctx.services.settings.base_url)), form.revision)


@operations.patch(
    "/api/v1/company/{location_id}/booking_forms/{form_id}",
    "update_booking_widget",
    Permission.BOOKING_MANAGE,
    refuses=FAULTS,
)
async def update_booking_widget(
    ctx: Writing, form_id: wire.FormInPath, data: Body[wire.BookingFormChanges], if_match: Revisions
) -> WithETag[Answer[wire.BookingForm]]:
    """Change a booking form

    Fields that are left out keep their values.
    """
    patch = data.accept().to_patch()
    with faults_named(wire.FAULT_NAMES):
        form = await service.update_form(ctx.conn, ctx.tenant, form_id, patch, if_match)
    return with_etag(wire.BookingForm.from_model(form, Site(ctx.services.settings.base_url)), form.revision)


@operations.delete(
    "/api/v1/company/{location_id}/booking_forms/{form_id}", "delete_booking_widget", Permission.BOOKING_MANAGE
)
async def delete_booking_widget(ctx: Writing, form_id: wire.FormInPath, if_match: Revisions) -> None:
    """Delete a booking form

    It can't be read any more, by its public address neither.
    """
    await service.delete_form(ctx.conn, ctx.tenant, form_id, if_match)
