"""Downloads of the files of clients, at the address that their list shows: for those who may see the list."""

from typing import Any
from urllib.parse import quote

from litestar import Request, Response, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from parlour.access.permissions import Permission
from parlour.areas.clients.service.files import get_file
from parlour.areas.clients.v1.wire.files import DOWNLOADS
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.authorise import authorise
from parlour.http.context import Reading
from parlour.http.sections import Section
from parlour.http.services import services_of
from parlour.ids import MAX_ID


@get("/{location_id:int}/{file_id:int}")
async def download_file(
    request: Request[Any, Any, Any], location_id: FromPath[int], file_id: FromPath[int]
) -> Response[Any]:
    """Return the file, to be saved. It takes the tokens of the API in the header `Authorization`."""
    if max(location_id, file_id) > MAX_ID:
        raise NotFound("File")
    await authorise(request, Permission.CLIENT_FILES_VIEW, location_id, confirms_access=False, right_somewhere=None)
    async with Reading.opened(request) as ctx:
        file = await get_file(ctx.conn, ctx.tenant, file_id)
    found = await services_of(request).files.find(file.stored_as)
    if found is None:
        raise NotFound("File")
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Length": str(found.size),
    }
    return Stream(found.content, media_type=file.media_type, headers=headers)


SECTION = Section("/client_files/")
ROUTER = Router(
    DOWNLOADS, route_handlers=[download_file], include_in_schema=False, exception_handlers=B2B_V1.errors.handlers
)
