"""The schemas of refusals: the same shape for all, and the older one that one address adds to it."""

from parlour.http.openapi.shape import REF, Document


def error_schemas() -> dict[str, Document]:
    legacy = {
        "description": "A refusal, with what older clients look for beside it.",
        "type": "object",
        "properties": {**_PROPERTIES, "errors": {"$ref": REF.format(name="LegacyErrors")}},
        # Where the address leads nowhere, no handler is asked, and so nobody knows to add the older part.
        "required": [*_PROPERTIES],
    }
    return {
        "Error": _ERROR,
        "ErrorMeta": _META,
        "LegacyError": legacy,
        "LegacyErrors": _LEGACY_ERRORS,
    }


_PROPERTIES: Document = {
    "success": {"description": "Always false.", "type": "boolean", "const": False, "examples": [False]},
    "data": {"description": "Always null.", "type": "null", "examples": [None]},
    "meta": {"$ref": REF.format(name="ErrorMeta")},
}
_ERROR: Document = {
    "description": "A refusal.",
    "type": "object",
    "properties": _PROPERTIES,
    "required": [*_PROPERTIES],
}
_META: Document = {
    "description": "What is wrong.",
    "type": "object",
    "properties": {
        "message": {
            "description": "What is wrong, in words for a person.",
            "type": "string",
            "examples": ["Product not found."],
        },
        "conflict": {
            "description": "True with a 409, else left out.",
            "type": "boolean",
            "const": True,
            "examples": [True],
        },
        "errors": {
            "description": "With a 422 only: every fault, each under the name of its field in brackets.",
            "type": "array",
            "items": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
            "examples": [[{"[title]": ["This field is missing."]}]],
        },
    },
    "required": ["message"],
}
_LEGACY_ERRORS: Document = {
    "description": "The refusal once more, as older clients read it.",
    "type": "object",
    "properties": {
        "code": {"description": "The status of the answer.", "type": "integer", "examples": [404]},
        "message": {
            "description": "The same as `meta.message`.",
            "type": "string",
            "examples": ["Location not found."],
        },
    },
    "required": ["code", "message"],
}
