"""The whole description of an API."""

from collections.abc import Iterable
from functools import lru_cache

import msgspec
from litestar import Litestar

from parlour import __version__
from parlour.http.apis import B2B_V1, Api
from parlour.http.openapi.error_schemas import error_schemas
from parlour.http.openapi.included import describe_included
from parlour.http.openapi.introduction import INTRODUCTIONS
from parlour.http.openapi.operation import SECURITY_SCHEMES, describe_operation
from parlour.http.openapi.paths import published_paths
from parlour.http.openapi.portable import components_of
from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import Document
from parlour.http.operation import Operation
from parlour.http.operations import operations_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@lru_cache(maxsize=8)
def describe(app: Litestar, api: Api = B2B_V1) -> Document:
    """Return the description of an API. It is made once for an application, and must not be changed."""
    operations = operations_of(app, api)
    kinds = [
        kind
        for operation in operations
        for kind in (operation.arguments.body, operation.arguments.answer, *operation.includes.values())
        if kind
    ]
    schemas = Schemas(kinds)
    describe_included(schemas, ((each.arguments.answer, each.includes) for each in operations))
    published = published_paths(operation.path for operation in operations)
    paths: Document = {path: {} for path in published.values()}
    for operation in sorted(operations, key=lambda each: METHODS.index(each.method)):
        path = published[operation.path]
        paths[path][operation.method.lower()] = describe_operation(operation, path, schemas)
    base_url = app.state.settings.base_url
    components = components_of(paths, {**schemas.components, **error_schemas(api)})
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Parlour",
            "version": __version__,
            "description": INTRODUCTIONS[api.name],
            **_about(base_url),
        },
        "servers": _servers(base_url, api),
        "tags": _tags(operations),
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


def _tags(operations: Iterable[Operation]) -> list[Document]:
    """Return the tags of operations by name, each with the description that one of its modules states."""
    described = {operation.tag: "" for operation in operations}
    described |= {each.tag: each.tag_description for each in operations if each.tag_description}
    return [{"name": tag, "description": described[tag]} for tag in sorted(described)]
