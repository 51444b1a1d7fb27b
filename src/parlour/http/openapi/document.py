"""The whole description of an API."""

from functools import lru_cache

import msgspec
from litestar import Litestar

from parlour.http.apis import B2B_V1, Api
from parlour.http.openapi.error_schemas import error_schemas
from parlour.http.openapi.handlers import answer_type, includes_of, operations, request_type
from parlour.http.openapi.introduction import INTRODUCTIONS, TAGS
from parlour.http.openapi.operation import SECURITY_SCHEMES, describe_operation
from parlour.http.openapi.portable import components_of, portable_path
from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import Document

METHODS = ("get", "post", "put", "patch", "delete")


@lru_cache(maxsize=8)
def describe(app: Litestar, api: Api = B2B_V1) -> Document:
    """Return the description of an API. It is made once for an application, and must not be changed."""
    found: Document = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    handlers = {(method, path): handler for method, path, handler in operations(app, api)}
    kinds = [
        kind
        for handler in handlers.values()
        for kind in (request_type(handler), answer_type(handler), *includes_of(handler).values())
        if kind
    ]
    schemas = Schemas(kinds)
    paths: Document = {portable_path(path): {} for _, path in handlers}
    # Litestar keeps the methods of an address in a set, whose order changes with every start.
    for method, path in sorted(handlers, key=lambda each: METHODS.index(each[0])):
        described = describe_operation(found["paths"][path][method], path, handlers[method, path], schemas, api)
        paths[portable_path(path)][method] = described
    components = components_of(paths, {**schemas.components, **error_schemas(api)})
    document = {
        "openapi": "3.1.0",
        "info": {**found["info"], "description": INTRODUCTIONS[api.name], **_about(found["servers"][0]["url"])},
        "servers": _servers(found["servers"][0]["url"], api),
        "tags": _tags(paths),
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": _security_schemes(paths),
        },
    }
    # Encode and decode, so that no object is used twice: YAML would write it as an alias.
    copied: Document = msgspec.json.decode(msgspec.json.encode(document))
    return copied


def _about(base_url: str) -> Document:
    return {
        "contact": {"name": "The operator of this server", "url": base_url},
        "license": {"name": "MIT", "identifier": "MIT"},
    }


def _security_schemes(paths: Document) -> Document:
    used = {
        name
        for item in paths.values()
        for operation in item.values()
        for each in operation["security"]
        for name in each
    }
    return {name: scheme for name, scheme in SECURITY_SCHEMES.items() if name in used}


def _servers(base_url: str, api: Api) -> list[Document]:
    return [
        {"url": base_url, "description": "This server."},
        {"url": f"{base_url}{api.mock_path}", "description": "Its mock: answers with examples, and keeps nothing."},
    ]


def _tags(paths: Document) -> list[Document]:
    used = {tag for item in paths.values() for operation in item.values() for tag in operation["tags"]}
    return [{"name": tag, "description": TAGS[tag]} for tag in sorted(used)]
