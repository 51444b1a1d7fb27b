"""The address that calendar programs read. The token in it is the secret, and the only authority."""

from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.params import FromPath

from parlour.areas.calendar_feeds.model.feeds import PREFIX, SUFFIX
from parlour.areas.calendar_feeds.service.reading import open_feed, read_feed
from parlour.http.addresses import address_of
from parlour.http.sections import Section
from parlour.http.services import services_of

MEDIA_TYPE = "text/calendar"
# Programs ask again each time, and are told with 304 that nothing has changed.
CACHED = "private, no-cache"


@get("/{name:str}")
async def show_calendar(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """Return the calendar, or status 304 when the program has it already."""
    pool = services_of(request).pool
    feed = await open_feed(pool, name.removesuffix(SUFFIX), address_of(request)) if name.endswith(SUFFIX) else None
    if feed is None:
        return Response(b"There is no such calendar.\n", status_code=404, media_type=MediaType.TEXT)
    etag = f'"{feed.etag}"'
    headers = {"ETag": etag, "Cache-Control": CACHED}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if known & {etag, "*"}:
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    return Response(await read_feed(pool, feed), headers=headers, media_type=MEDIA_TYPE)


SECTION = Section(PREFIX, has_secret_addresses=True)
ROUTER = Router(SECTION.prefix, route_handlers=[show_calendar], include_in_schema=False)
