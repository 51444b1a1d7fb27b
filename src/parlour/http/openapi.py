"""The published description, made from the code: addresses and parameters as Litestar reads them from the handlers,
bodies as msgspec describes their types, and what every operation has in common from here.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import msgspec
import yaml
from litestar import Litestar
from litestar.connection import Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Server

from parlour import __version__
from parlour.access.permissions import Entry, Permission
from parlour.http.fields import MAX_ID
from parlour.http.json import JSONAnswer
from parlour.settings import Settings

Document = dict[str, Any]
REF = "#/components/schemas/{name}"
INTRODUCTION = """\
The API of this Parlour server, compatible with the Altegio B2B API v1.

Get a user token with `POST /api/v1/auth`, then send both tokens with every request:
`Authorization: Bearer <partner token>, User <user token>`.

Every answer with a body is an object of `success`, `data` and `meta`. Errors carry `meta.message`; a 422 lists every
fault in `meta.errors`, each under the name of its field. A trailing slash makes no difference.
"""
SECURITY: dict[Entry | type[Permission], list[dict[str, list[str]]]] = {
    Entry.OPEN: [],
    Entry.PARTNER: [{"Partner": []}],
    Entry.PARTNER_OR_USER: [{"Partner": []}, {"PartnerAndUser": []}],
    Entry.USER: [{"PartnerAndUser": []}],
    Permission: [{"PartnerAndUser": []}],
}
SECURITY_SCHEMES = {
    "Partner": {"type": "http", "scheme": "bearer", "description": "The partner token."},
    "PartnerAndUser": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Bearer <partner token>, User <user token>`",
    },
}
# What each refusal means, and an example of its message.
REFUSALS: dict[int, tuple[str, str]] = {
    400: ("The request can't be read.", "The body is not valid JSON."),
    401: ("It is not known who asks.", "The user token is unknown or revoked."),
    403: ("A right is missing.", "You have no access to this location."),
    404: ("It does not exist, or you may not know that it does.", "Location not found."),
    409: (
        "The state of things is against it.",
        "The category still holds 3 products. Move or delete them first.",
    ),
    412: (
        "It was changed since you read it.",
        "It was changed since you read it. Read it again, then repeat your change.",
    ),
    413: ("The body is too large.", "The body is too large: at most 1 MiB is taken."),
    422: ("Fields have faults; every one is named.", "title: This field is missing."),
    429: ("Too many failures. `Retry-After` says how many seconds to wait.", "Too many failed attempts."),
    503: (
        "The database doesn't answer. `Retry-After` says when to come back.",
        "The database doesn't answer at the moment. Try again shortly.",
    ),
}
SUCCESSES = {200: "Done.", 201: "Created.", 204: "Done; there is nothing to say."}


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


_MEDIA_TYPES = {"json": "application/json", "yaml": "application/yaml"}


def _yaml(document: Document) -> bytes:
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120).encode()


@lru_cache(maxsize=8)
def describe(app: Litestar) -> Document:
    """The description of everything under /api/v1; made once for an application, and not to be changed."""
    found: Document = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    handlers = {f"{method} {path}": handler for method, path, handler in operations(app)}
    bodies, schemas = _body_schemas(handlers.values())
    paths = {
        path: {
            method: _describe_operation(operation, path, handlers[f"{method} {path}"], bodies, schemas)
            for method, operation in item.items()
        }
        for path, item in found["paths"].items()
        if path.startswith("/api/v1/")
    }
    document = {
        "openapi": "3.1.0",
        "info": {
            **found["info"],
            "description": INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": found["servers"],
        "tags": [{"name": tag} for tag in sorted({tag for handler in handlers.values() for tag in handler.tags or ()})],
        "paths": paths,
        "components": {"schemas": {**schemas, "Error": _ERROR_SCHEMA}, "securitySchemes": SECURITY_SCHEMES},
    }
    # Through text and back, so that no two places share an object, which YAML would show as an alias.
    copied: Document = msgspec.json.decode(msgspec.json.encode(document))
    return copied


def operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Method, path and handler of every operation under /api/v1."""
    for route in app.routes:
        if not route.path.startswith("/api/v1/"):
            continue
        for handler in getattr(route, "route_handlers", ()):
            if handler.resolve_include_in_schema():
                for method in handler.http_methods:
                    yield method.lower(), route.path_format, handler


def _body_schemas(handlers: Any) -> tuple[dict[Any, Document], dict[str, Document]]:
    kinds = list({kind for handler in handlers for kind in (_request_type(handler), _answer_type(handler)) if kind})
    kinds.sort(key=str)
    roots, components = msgspec.json.schema_components(kinds, ref_template=REF)
    names = {name: _component_name(name) for name in components}
    renamed = {names[name]: _tidy(schema, names) for name, schema in components.items()}
    return dict(zip(kinds, (_tidy(root, names) for root in roots), strict=True)), renamed


def _component_name(name: str) -> str:
    """`CountedAnswer_list_CategoryRow__` becomes `CategoryRowListAnswer`."""
    inner = re.fullmatch(r"(?:Counted)?Answer_(list_)?(\w+?)_+", name)
    return f"{inner[2]}{'List' if inner[1] else ''}Answer" if inner else name


def _tidy(schema: Any, names: dict[str, str]) -> Any:
    """Numbers are numbers on our wire, whatever msgspec says of Decimal; references follow the new names."""
    if isinstance(schema, list):
        return [_tidy(part, names) for part in schema]
    if not isinstance(schema, dict):
        return schema
    # A title that is a text is a type's name of ours; one that is a schema is the field of that name.
    tidied = {key: _tidy(part, names) for key, part in schema.items() if key != "title" or not isinstance(part, str)}
    if tidied.get("format") == "decimal":
        tidied = {key: part for key, part in tidied.items() if key not in ("format", "pattern")} | {"type": "number"}
    if isinstance(tidied.get("$ref"), str):
        prefix, _, name = tidied["$ref"].rpartition("/")
        tidied["$ref"] = f"{prefix}/{names[name]}"
    return tidied


def _request_type(handler: HTTPRouteHandler) -> Any:
    field = handler.parsed_data_field
    return field.args[0] if field is not None else None


def _answer_type(handler: HTTPRouteHandler) -> Any:
    returned = handler.parsed_return_field
    if returned.is_none_type or returned.annotation is None:
        return None
    return returned.args[0] if returned.origin is JSONAnswer else returned.annotation


def _describe_operation(
    operation: Document,
    path: str,
    handler: HTTPRouteHandler,
    bodies: dict[Any, Document],
    schemas: dict[str, Document],
) -> Document:
    summary, _, description = (handler.fn.__doc__ or "").partition("\n")
    required: Permission | Entry = handler.opt["permission"]
    described = {
        "tags": operation["tags"],
        "summary": summary.strip(),
        "description": re.sub(r"\s*\n\s*", " ", description).strip() + _right_in_words(required),
        "operationId": operation["operationId"],
        "security": SECURITY[Permission if isinstance(required, Permission) else required],
        "parameters": [
            *(_parameter(parameter) for parameter in operation.get("parameters", [])),
            *(
                {"name": name, "in": "query", "description": meaning, "schema": {}}
                for name, meaning in handler.opt.get("extra_query", {}).items()
            ),
        ],
    }
    if operation.get("deprecated"):
        described["deprecated"] = True
    if request_type := _request_type(handler):
        described["requestBody"] = {"required": True, "content": _content(bodies[request_type], schemas)}
    described["responses"] = dict(_answers(handler, path, bodies, schemas))
    return described


def _right_in_words(required: Permission | Entry) -> str:
    return f" Needs the right `{required.value}`." if isinstance(required, Permission) else ""


def _parameter(parameter: Document) -> Document:
    """Without Litestar's filler; ids start at 1."""
    kept = {key: value for key, value in parameter.items() if value not in (False, None, {})}
    kept["schema"] = {key: value for key, value in kept["schema"].items() if key != "description"}
    if kept["in"] == "path":
        kept["schema"] = {"type": "integer", "minimum": 0, "maximum": MAX_ID}
    return kept


def _answers(
    handler: HTTPRouteHandler, path: str, bodies: dict[Any, Document], schemas: dict[str, Document]
) -> Iterator[tuple[str, Document]]:
    success: Document = {"description": SUCCESSES[handler.status_code]}
    answer_type = _answer_type(handler)
    if answer_type is not None:
        success["content"] = _content(bodies[answer_type], schemas)
    if handler.parsed_return_field.origin is JSONAnswer:
        success["headers"] = {"ETag": {"description": "For `If-Match`.", "schema": {"type": "string"}}}
    yield str(handler.status_code), success
    for status in sorted(_refusals(handler, path)):
        meaning, message = REFUSALS[status]
        meta: Document = {"message": message}
        if status == 422:
            meta["errors"] = [{"[title]": ["This field is missing."]}]
        if status == 409:
            meta["conflict"] = True
        example = {"success": False, "data": None, "meta": meta}
        content = {"application/json": {"schema": {"$ref": REF.format(name="Error")}, "example": example}}
        yield str(status), {"description": meaning, "content": content}


def _refusals(handler: HTTPRouteHandler, path: str) -> set[int]:
    """The statuses other than success that an operation can answer with."""
    statuses = {401, 503, *handler.opt.get("refuses", ())}
    if "{" in path:
        statuses.add(404)
    if isinstance(handler.opt["permission"], Permission):
        statuses.add(403)
    names = handler.parsed_fn_signature.parameters
    if "data" in names:
        statuses |= {400, 413, 422}
    if any(field.is_parameter_field and name not in path for name, field in names.items()):
        statuses.add(422)
    if "if_match" in names:
        statuses.add(412)
    return statuses


def _content(schema: Document, schemas: dict[str, Document]) -> Document:
    return {"application/json": {"schema": schema, "example": _example(schema, schemas)}}


def _example(schema: Document, schemas: dict[str, Document]) -> Any:
    """An example put together from those of the fields."""
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], schemas)
    if "properties" in schema:
        return {name: _example(part, schemas) for name, part in schema["properties"].items()}
    if schema.get("type") == "array":
        return [_example(schema["items"], schemas)] if schema.get("items") else []
    return {"string": "", "boolean": True, "null": None, "object": {}}.get(schema.get("type", ""), 1)


_ERROR_SCHEMA: Document = {
    "type": "object",
    "required": ["success", "data", "meta"],
    "properties": {
        "success": {"const": False, "type": "boolean"},
        "data": {"type": "null"},
        "meta": {
            "type": "object",
            "required": ["message"],
            "properties": {
                "message": {"type": "string", "description": "What is wrong, in words."},
                "conflict": {"type": "boolean", "description": "Always true; only with 409."},
                "errors": {
                    "type": "array",
                    "description": "Only with 422: every fault, under its field's name in brackets.",
                    "items": {
                        "type": "object",
                        "additionalProperties": {"type": "array", "items": {"type": "string"}},
                    },
                },
            },
        },
    },
}
