"""Serving pictures to anyone who has their address. No token: the names can't be guessed."""

import re
from typing import Any

from litestar import MediaType, Request, Response, Router, get
from litestar.params import FromPath
from litestar.response import Stream

from parlour.areas.images.model.images import MEDIA_TYPE, file_path
from parlour.http.sections import Section
from parlour.http.services import services_of
from parlour.ids import MAX_ID

_NAME = re.compile(r"[0-9a-f]{32}\.webp")
# A new picture gets a new name.
FOR_GOOD = "public, max-age=31536000, immutable"


@get("/{chain_id:int}/{name:str}")
async def show_image(request: Request[Any, Any, Any], chain_id: FromPath[int], name: FromPath[str]) -> Response[Any]:
    """Return the file, or status 304 when the client has it already."""
    if chain_id > MAX_ID or not _NAME.fullmatch(name):
        return _nothing()
    headers = {"Cache-Control": FOR_GOOD, "ETag": f'"{name}"'}
    if f'"{name}"' in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    found = await services_of(request).files.find(file_path(chain_id, name))
    if found is None:
        return _nothing()
    return Stream(found.content, media_type=MEDIA_TYPE, headers={**headers, "Content-Length": str(found.size)})


def _nothing() -> Response[bytes]:
    return Response(b"There is no such picture.\n", status_code=404, media_type=MediaType.TEXT)


SECTION = Section("/images/", is_embeddable=True)
ROUTER = Router(SECTION.prefix, route_handlers=[show_image], include_in_schema=False)
