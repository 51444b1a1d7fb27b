"""Serving the descriptions, as JSON and as YAML."""

from collections.abc import Callable
from typing import Any

import msgspec
import yaml
from litestar.connection import Request
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Server

from parlour import __version__
from parlour.http.apis import APIS, B2B_V1, Api
from parlour.http.openapi.document import describe
from parlour.http.openapi.shape import Document
from parlour.settings import Settings

_MEDIA_TYPES = {"json": "application/json", "yaml": "application/yaml"}


def openapi_config(settings: Settings) -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Parlour",
        version=__version__,
        path="/openapi",
        servers=[Server(settings.base_url)],
        render_plugins=[
            _Render(api, suffix, encode)
            for api in APIS
            for suffix, encode in (("json", msgspec.json.encode), ("yaml", _yaml))
        ],
    )


class _Render(OpenAPIRenderPlugin):
    """The description of an API in one format; made at the first request and kept."""

    def __init__(self, api: Api, suffix: str, encode: Callable[[Document], bytes]) -> None:
        # Litestar serves its own description at openapi.json unless a plugin takes that path.
        paths = [f"/{api.name}.{suffix}", *([f"/openapi.{suffix}"] if api is B2B_V1 else [])]
        super().__init__(path=paths)
        self.media_type = _MEDIA_TYPES[suffix]  # type: ignore[assignment] # Litestar sends any text given here
        self._api = api
        self._encode = encode
        self._rendered: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: Document) -> bytes:  # noqa: ARG002 - Litestar's signature
        if self._rendered is None:
            self._rendered = self._encode(describe(request.app, self._api))
        return self._rendered


def _yaml(document: Document) -> bytes:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120).encode()
