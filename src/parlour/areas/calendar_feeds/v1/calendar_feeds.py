"""Calendar feeds of a location (tag Calendar feeds). Ours, beyond the contract."""

from parlour.access.permissions import Permission
from parlour.areas.appointments import refusals as appointment_refusals
from parlour.areas.calendar_feeds import refusals
from parlour.areas.calendar_feeds.service import feeds
from parlour.areas.calendar_feeds.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Detached, Reading, Writing
from parlour.http.operations import Operations
from parlour.http.v1_envelope import Answer, answer

operations = Operations(
    B2B_V1, "Calendar feeds", "Secret addresses from which calendar programs read appointments, as iCalendar."
)


@operations.get("/api/v1/company/{location_id}/calendar_feeds", "list_calendar_feeds", Permission.TIMETABLE_VIEW)
async def list_calendar_feeds(ctx: Reading) -> Answer[list[wire.CalendarFeed]]:
    """List calendar feeds

    Those of the user, by id; the owners of a location see those of all users.
    """
    found = await feeds.list_feeds(ctx.conn, ctx.tenant)
    return answer([wire.CalendarFeed.from_model(feed, ctx.tenant) for feed in found])


@operations.post(
    "/api/v1/company/{location_id}/calendar_feeds",
    "create_calendar_feed",
    Permission.APPOINTMENT_CLIENT_VIEW,
    answers_secret=True,
    refuses=(refusals.NO_MEMBER, appointment_refusals.OTHERS),
)
async def create_calendar_feed(ctx: Detached, data: Body[wire.CalendarFeedForm]) -> Answer[wire.NewCalendarFeed]:
    """Create a calendar feed

    Its address is a secret: any program that has it reads appointments from 30 days ago to a year ahead, as far as the
    user's rights show them at that time. The address is shown only in this answer.
    """
    created = await feeds.create_feed_apart(ctx.pool, ctx.actor, ctx.tenant, data.accept().to_new())
    return answer(wire.NewCalendarFeed.made(created, ctx.tenant, ctx.services.settings.base_url))


@operations.delete(
    "/api/v1/company/{location_id}/calendar_feeds/{feed_id}",
    "delete_calendar_feed",
    Permission.APPOINTMENT_CLIENT_VIEW,
)
async def delete_calendar_feed(ctx: Writing, feed_id: wire.FeedInPath) -> None:
    """Delete a calendar feed

    Its address stops working at once. A user deletes their own, the owners of a location those of all users.
    """
    await feeds.delete_feed(ctx.conn, ctx.tenant, feed_id)
