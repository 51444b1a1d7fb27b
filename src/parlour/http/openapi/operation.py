"""The description of one operation, made from its handler."""

import re

from litestar.handlers import HTTPRouteHandler

from parlour.access.permissions import Entry, Permission
from parlour.http.apis import Api
from parlour.http.body import takes_form
from parlour.http.error_answers import too_large
from parlour.http.openapi.answers import form_content, json_content, refused, success
from parlour.http.openapi.examples import of_request
from parlour.http.openapi.handlers import operation_id_of, request_type, required_by, status_of
from parlour.http.openapi.parameters import parameters_of, read_parameters
from parlour.http.openapi.refusals import Asked, refusals_of
from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import Document

SECURITY_SCHEMES = {
    "Partner": {"type": "http", "scheme": "bearer", "description": "The partner token."},
    "PartnerAndUser": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Bearer <partner token>, User <user token>`",
    },
}
_PARTNER: Document = {"Partner": []}
_BOTH: Document = {"PartnerAndUser": []}
SECURITY: dict[Entry, list[Document]] = {
    Entry.OPEN: [],
    Entry.PARTNER: [_PARTNER],
    Entry.PARTNER_OR_USER: [_PARTNER, _BOTH],
    Entry.USER: [_BOTH],
    Entry.MEMBER: [_BOTH],
}


def describe_operation(found: Document, path: str, handler: HTTPRouteHandler, schemas: Schemas, api: Api) -> Document:
    """Describe an operation; `found` is Litestar's description of it."""
    summary, _, description = (handler.fn.__doc__ or "").partition("\n")
    described: Document = {
        "tags": found["tags"],
        "summary": summary.strip(),
        "description": _joined(description),
        "operationId": operation_id_of(handler),
        **({"deprecated": True} if found.get("deprecated") else {}),
        **_access(required_by(handler)),
        "parameters": parameters_of(found.get("parameters", []), path, handler, api),
    }
    body, example = request_type(handler), {}
    if body is not None:
        examples = of_request(schemas.of(body), schemas)
        content = form_content if takes_form(handler) else json_content
        described["requestBody"] = {"required": True, "content": content(schemas.of(body), examples)}
        example = examples["full"]["value"]
    asked = Asked(
        path,
        read_parameters(found.get("parameters", []), handler),
        body,
        example,
        is_form=takes_form(handler),
        too_large=too_large(handler),
        needs_media_type=api.needs_media_type,
    )
    described["responses"] = {
        str(status_of(handler)): success(handler, schemas, api),
        **refused(
            refusals_of(handler, asked), api.errors, has_legacy_errors=handler.opt.get("has_legacy_errors", False)
        ),
    }
    return described


def _access(required: Permission | Entry) -> Document:
    if isinstance(required, Permission):
        return {"security": [_BOTH], "x-permission": required.value}
    return {"security": SECURITY[required]}


def _joined(lines: str) -> str:
    """Join a docstring's lines; a blank line starts a new paragraph."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", lines.strip()))
