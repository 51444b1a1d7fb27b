"""The description of one operation."""

import re

from parlour.access.permissions import Entry, Permission
from parlour.http.openapi.answers import form_content, json_content, refused, success
from parlour.http.openapi.examples import of_request
from parlour.http.openapi.parameters import parameters_of, read_parameters
from parlour.http.openapi.refusals import refusals_of
from parlour.http.openapi.schemas import Schemas
from parlour.http.openapi.shape import Document
from parlour.http.operation import Operation

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
    Entry.CLIENT: [_BOTH],
    Entry.MEMBER: [_BOTH],
}


def describe_operation(operation: Operation, path: str, schemas: Schemas) -> Document:
    """Return the description of an operation at its published path, with the text of its handler's docstring."""
    arguments = operation.arguments
    summary, _, description = (operation.handler.__doc__ or "").partition("\n")
    parameters = read_parameters(operation)
    described: Document = {
        "tags": [operation.tag],
        "summary": summary.strip(),
        "description": _joined(description),
        "operationId": operation.id,
        **({"deprecated": True} if operation.deprecated else {}),
        **_access(operation),
        "parameters": parameters_of(operation, path, parameters),
    }
    example = {}
    if arguments.body is not None:
        examples = of_request(schemas.of(arguments.body), schemas)
        content = form_content if arguments.is_form else json_content
        described["requestBody"] = {"required": True, "content": content(schemas.of(arguments.body), examples)}
        example = examples["full"]["value"]
    described["responses"] = {
        str(operation.status): success(operation, schemas),
        **refused(operation, refusals_of(operation, parameters, example)),
    }
    return described


def _access(operation: Operation) -> Document:
    tokens, required = operation.tokens, operation.needs
    security = [_BOTH] if isinstance(tokens, Permission) else SECURITY[tokens]
    return {"security": security, **({"x-permission": required.value} if isinstance(required, Permission) else {})}


def _joined(lines: str) -> str:
    """Join a docstring's lines; a blank line starts a new paragraph."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", lines.strip()))
