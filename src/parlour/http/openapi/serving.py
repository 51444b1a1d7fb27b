"""Serving the descriptions, as JSON and as YAML."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import yaml
from litestar import Request, Response, Router, get
from litestar.handlers import HTTPRouteHandler

from parlour.http.apis import APIS, B2B_V1, Api
from parlour.http.openapi.document import describe
from parlour.http.openapi.shape import Document

Encode = Callable[[Document], bytes]


def openapi_router() -> Router:
    """Return the router of the descriptions: each API under its name, and v1 as `openapi` too."""
    encodings: tuple[tuple[str, str, Encode], ...] = (
        ("json", "application/json", msgspec.json.encode),
        ("yaml", "application/yaml", _yaml),
    )
    return Router(
        "/openapi",
        route_handlers=[_served(api, suffix, kind, encode) for api in APIS for suffix, kind, encode in encodings],
        include_in_schema=False,
    )


def _served(api: Api, suffix: str, media_type: str, encode: Encode) -> HTTPRouteHandler:
    """Return the handler of a description in one format, which is made at the first request and kept."""
    rendered: dict[str, bytes] = {}
    names = [api.name, "openapi"] if api is B2B_V1 else [api.name]

    @get([f"/{name}.{suffix}" for name in names])
    async def description(request: Request[Any, Any, Any]) -> Response[bytes]:
        if suffix not in rendered:
            rendered[suffix] = await asyncio.to_thread(lambda: encode(describe(request.app, api)))
        return Response(rendered[suffix], media_type=media_type)

    return description


def _yaml(document: Document) -> bytes:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120).encode()
