"""Searching events, and what they can be searched by (tag Events)."""

from datetime import UTC, datetime

from msgspec.structs import replace

from parlour.access.permissions import Permission
from parlour.areas.events.model.filters import sort_key_of
from parlour.areas.events.queries import reading as queries
from parlour.areas.events.service import reading
from parlour.areas.events.v1.wire import lists
from parlour.areas.events.v1.wire.events import Event, Viewer
from parlour.areas.services import refusals as services
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v1_envelope import Answer, CountedAnswer, CountedPageAnswer, answer, counted, counted_page
from parlour.page_requests import MomentSortKey

operations = Operations(B2B_V1, "Events")


@operations.get(
    "/api/v1/activity/{location_id}/search", "search_events", Permission.TIMETABLE_VIEW, open_to_partners=True
)
async def search_events(ctx: Reading, query: lists.EventSearch, pages: Pages) -> CountedPageAnswer[list[Event]]:
    """Search events

    By their start, without deleted ones. Only those that the user's rights show. `meta.count` counts all pages. With a
    partner token alone: those that clients can still book, without `comment` and `stream_link`.
    """
    wanted = query.to_filter()
    closing = await reading.closing_of(ctx.conn, ctx.tenant)
    found = await queries.list_events(ctx.conn, ctx.tenant, wanted, pages.rows(MomentSortKey), closing)
    count = await queries.count_events(ctx.conn, ctx.tenant, wanted, closing)
    events = pages.cut(found, sort_key_of)
    related = await reading.read_related(ctx.conn, ctx.tenant, events)
    viewer = Viewer.of(ctx.tenant, related, ctx.services.settings.base_url)
    return counted_page([Event.from_model(event, viewer) for event in events], count, pages.next_cursor)


@operations.get(
    "/api/v1/activity/{location_id}/search_dates",
    "search_event_dates",
    Permission.TIMETABLE_VIEW,
    open_to_partners=True,
)
async def search_event_dates(ctx: Reading, query: lists.EventDays) -> lists.EventDates:
    """List the days on which there are events

    Only of events that the user's rights show.
    """
    closing = await reading.closing_of(ctx.conn, ctx.tenant)
    days = await queries.list_dates(ctx.conn, ctx.tenant, query.to_filter(), closing)
    return lists.EventDates(True, [day.isoformat() for day in days], [])


@operations.get(
    "/api/v1/activity/{location_id}/search_dates_range",
    "get_event_date_range",
    Permission.TIMETABLE_VIEW,
    open_to_partners=True,
)
async def get_event_date_range(ctx: Reading, query: lists.EventChoice) -> Answer[lists.DateRange]:
    """Get the first and the last day with events

    Of events that begin from now on.
    """
    upcoming = replace(query.to_filter(), since=datetime.now(UTC))
    closing = await reading.closing_of(ctx.conn, ctx.tenant)
    return answer(lists.DateRange.of(await queries.find_date_range(ctx.conn, ctx.tenant, upcoming, closing)))


@operations.get(
    "/api/v1/activity/{location_id}/filters",
    "get_event_search_filters",
    Permission.TIMETABLE_VIEW,
    open_to_partners=True,
)
async def get_event_search_filters(ctx: Reading, query: lists.EventChoice) -> CountedAnswer[list[lists.SearchFilter]]:
    """List what events can be searched by

    The values that events have which begin from now on. One with `is_disabled` leads to none of them, together with
    what the query chooses in the other filters.
    """
    found, titles = await reading.list_filters(ctx.conn, ctx.tenant, query.chosen())
    filters = lists.search_filters(found, titles)
    return counted(filters, len(filters))


@operations.get(
    "/api/v1/activity/{location_id}/services",
    "search_event_services",
    Permission.TIMETABLE_VIEW,
    open_to_partners=True,
    refuses=(services.NO_MEMBER_OF_FILTER,),
)
async def search_event_services(ctx: Reading, query: lists.ServiceSearch) -> CountedAnswer[list[lists.EventServiceRow]]:
    """List services for events

    In the order of services: the highest weight first, then by title. With a partner token alone: those of events that
    clients can still book, with the team members, rooms and devices of these events.
    """
    found = await reading.list_event_services(ctx.conn, ctx.tenant, query.staff_id, query.term)
    rows = [lists.EventServiceRow.of(each, ctx.tenant.location_id, found.categories) for each in found.services]
    return counted(rows, len(rows))
