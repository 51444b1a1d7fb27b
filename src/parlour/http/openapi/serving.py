"""Serving the description, as JSON and as YAML."""

from collections.abc import Callable
from typing import Any

import msgspec
import yaml
from litestar.connection import Request
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Server

from parlour import __version__
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
        render_plugins=[_Render("json", msgspec.json.encode), _Render("yaml", _yaml)],
    )


class _Render(OpenAPIRenderPlugin):
    """Serves the description in one format; made at the first request and kept."""

    def __init__(self, suffix: str, encode: Callable[[Document], bytes]) -> None:
        # Litestar serves a description of its own at openapi.json unless a plugin takes that path.
        paths = [f"/b2b-v1.{suffix}", f"/openapi.{suffix}"]
        super().__init__(path=paths)
        self.media_type = _MEDIA_TYPES[suffix]  # type: ignore[assignment] # Litestar sends any text that stands here
        self._encode = encode
        self._rendered: bytes | None = None

    def render(self, request: Request[Any, Any, Any], openapi_schema: Document) -> bytes:  # noqa: ARG002 - Litestar's signature
        if self._rendered is None:
            self._rendered = self._encode(describe(request.app))
        return self._rendered


def _yaml(document: Document) -> bytes:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120).encode()
