"""The schemas of refusals: one shape for all, and what a few addresses of v1 add to it."""

from parlour.errors import MISSING
from parlour.http.apis import B2B_V1, Api
from parlour.http.openapi.portable import portable
from parlour.http.openapi.shape import REF, Document


def error_schemas(api: Api) -> dict[str, Document]:
    legacy = {
        "description": "A refusal, with what older clients look for beside it.",
        "type": "object",
        "properties": {**_PROPERTIES, "errors": {"$ref": REF.format(name="LegacyErrors")}},
        # If there is nothing at the address, no handler is found, so it isn't known whether to add the older part.
        "required": [*_PROPERTIES],
    }
    found = {"Error": _ERROR, "ErrorMeta": _meta(_FAULTS_BY_FIELD)}
    if api is B2B_V1:
        found = {
            "Error": _ERROR,
            "ErrorMeta": _meta(_FAULTS, stock=_STOCK, merged_into=_MERGED_INTO),
            "LegacyError": legacy,
            "LegacyErrors": _LEGACY_ERRORS,
            "MissingError": {**_ERROR, "properties": {**_PROPERTIES, "meta": {"$ref": REF.format(name="MissingMeta")}}},
            "MissingMeta": {**_META, "properties": {**_META["properties"], "errors": _MISSING_THINGS}},
            "FiltersError": {**_ERROR, "properties": {**_PROPERTIES, "meta": {"$ref": REF.format(name="FiltersMeta")}}},
            "FiltersMeta": {**_META, "properties": {**_META["properties"], "errors": _BAD_FILTERS}},
        }
    return {name: portable(schema, found) for name, schema in found.items()}


def _meta(faults: Document, **others: Document) -> Document:
    return {**_META, "properties": {**_META["properties"], "errors": faults, **others}}


_PROPERTIES: Document = {
    "success": {"description": "Always false.", "type": "boolean", "examples": [False]},
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
            "examples": [True],
        },
    },
    "required": ["message"],
}
_MERGED_INTO: Document = {
    "description": "With a 404 for a card of a client that was merged: the card that has taken its place.",
    "type": "integer",
    "examples": [812],
}
_BY_FIELD: Document = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
_FAULTS: Document = {
    "description": "With a 422 only: every fault, each under the name of its field in brackets.",
    "type": "array",
    "items": {
        **_BY_FIELD,
        "properties": {
            "code": {
                "description": "In place of the field, for faults that clients know by a number: 433, a taken time.",
                "type": "integer",
                "examples": [433],
            },
            "id": {
                "description": "With a code only: the `id` that the request gave the item that it is about, if any.",
                "anyOf": [{"type": "integer"}, {"type": "string"}],
                "examples": [1],
            },
            "message": {
                "description": "With a code only: what is wrong.",
                "type": "string",
                "examples": ["Team member 9 is busy between 2026-02-02 10:00 and 11:00."],
            },
        },
    },
    "examples": [[{"[title]": [MISSING]}]],
}
_MISSING_THINGS: Document = {
    "description": "Each thing that doesn't exist; left out if there is nothing at the address.",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "message": {"description": "What doesn't exist.", "type": "string", "examples": ["Service not found."]}
        },
        "required": ["message"],
    },
    "examples": [[{"message": "Service not found."}]],
}
_BAD_FILTERS: Document = {
    "description": "The filters that mean nothing; left out if the body can't be read at all.",
    "type": "object",
    "properties": {
        "filters": {"description": "The fault of each.", "type": "array", "items": {"type": "string"}},
    },
    "required": ["filters"],
    "examples": [{"filters": ['filters[0].type: There is no filter "shoe_size".']}],
}
_FAULTS_BY_FIELD: Document = {
    "description": "With a 422 only: the faults of each field, under its name.",
    **_BY_FIELD,
    "examples": [{"limit": ["Must be at most 250."]}],
}
_STOCK: Document = {
    "description": "With the 409 of a product that still has stock: the storages where it is above 0 (ours).",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "storage_id": {"description": "The storage.", "type": "integer", "examples": [2]},
            "title": {"description": "Its name.", "type": "string", "examples": ["Products"]},
            "amount": {
                "description": "The amount there, in write-off units; null for users who may not see it.",
                "type": ["number", "null"],
                "examples": [250],
            },
            "unit": {"description": "The write-off unit in short.", "type": "string", "examples": ["ml"]},
        },
        "required": ["storage_id", "title", "amount", "unit"],
    },
    "examples": [[{"storage_id": 2, "title": "Products", "amount": 250, "unit": "ml"}]],
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
