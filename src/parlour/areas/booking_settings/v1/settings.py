"""The settings of online booking (tag Online Booking Settings)."""

from parlour.access.permissions import Permission
from parlour.areas.booking_settings import queries
from parlour.areas.booking_settings.v1.wire import online, timeslots
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(B2B_V1, "Online Booking Settings", "What clients of a location can book online, and when.")


@operations.get(
    "/api/v1/company/{location_id}/settings/online", "get_online_booking_settings", Permission.SETTINGS_VIEW
)
async def get_online_booking_settings(ctx: Reading) -> Answer[online.OnlineBookingSettings]:
    """Get the settings of online booking

    What clients may choose, and how early they have to book.
    """
    return answer(online.OnlineBookingSettings.from_model(await queries.get_settings(ctx.conn, ctx.tenant)))


@operations.patch(
    "/api/v1/company/{location_id}/settings/online", "update_online_booking_settings", Permission.BOOKING_MANAGE
)
async def update_online_booking_settings(
    ctx: Writing, data: Body[online.OnlineBookingForm]
) -> Answer[online.OnlineBookingSettings]:
    """Change the settings of online booking

    The answer has all of them.
    """
    changed = await queries.update_settings(ctx.conn, ctx.tenant, data.accept().to_patch())
    return answer(online.OnlineBookingSettings.from_model(changed))


@operations.get("/api/v1/company/{location_id}/settings/timeslots", "get_timeslot_settings", Permission.SETTINGS_VIEW)
async def get_timeslot_settings(ctx: Reading) -> Answer[timeslots.TimeslotSettings]:
    """Get the starts that clients are offered

    All seven weekdays, and single dates that differ from them.
    """
    return answer(timeslots.TimeslotSettings.from_model(await queries.get_settings(ctx.conn, ctx.tenant)))


@operations.put(
    "/api/v1/company/{location_id}/settings/timeslots", "update_timeslot_settings", Permission.BOOKING_MANAGE
)
async def update_timeslot_settings(
    ctx: Writing, data: Body[timeslots.TimeslotsForm]
) -> Answer[timeslots.TimeslotSettings]:
    """Change the starts that clients are offered

    A list of weekdays or dates replaces the current one; one that is left out stays. The answer has all of them.
    """
    changed = await queries.update_settings(ctx.conn, ctx.tenant, data.accept().to_patch())
    return answer(timeslots.TimeslotSettings.from_model(changed))
