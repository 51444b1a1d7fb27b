"""Reading the published OpenAPI document into the operations that pages show."""

import json
import re
from collections.abc import Iterable
from typing import Any

from parlour.portal.operations import FILE, Answer, Api, Body, Example, Field, Operation, Parameter, Tag

Document = dict[str, Any]
PLACES = ("path", "query", "header")
JSON = "application/json"
FORM = "multipart/form-data"
KINDS = {kind: kind for kind in ("boolean", "number", "string", "object", "null")} | {"array": "list"}
# Formats of texts. Those of numbers tell generators their width, and are useless for readers.
SHAPES = frozenset({"date", "date-time"})
LIST_OF_ONE = re.compile(r"\[\n +([^\[\]{}\n]+)\n +\]")
TOKENS = {"": "none", "Partner": "partner", "PartnerAndUser": "both", "Partner PartnerAndUser": "either"}


def read_tags(document: Document, api: Api) -> tuple[Tag, ...]:
    """Return all operations by tag, in the order of the document's tags, then sorted."""
    reader = _Reader(api, document["components"]["schemas"])
    operations = [
        reader.operation(path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]
    return tuple(
        Tag(
            api,
            tag["name"],
            tag.get("description", ""),
            _in_order(found for found in operations if found.tag == tag["name"]),
        )
        for tag in document["tags"]
    )


def _in_order(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Sort operations by path and method, with deprecated ones last."""
    methods = ("get", "post", "put", "patch", "delete")
    return tuple(
        sorted(operations, key=lambda found: (found.is_deprecated, found.path, methods.index(found.method.lower())))
    )


def pretty(value: Any) -> str:
    """Return JSON for readers; a list of one plain value stays on its line."""
    return LIST_OF_ONE.sub(r"[\1]", json.dumps(value, indent=2, ensure_ascii=False))


def in_line(value: Any) -> str:
    """Return JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


class _Reader:
    """Reader of operations, with the components of one document."""

    def __init__(self, api: Api, schemas: Document) -> None:
        self._api = api
        self._schemas = schemas

    def operation(self, path: str, method: str, found: Document) -> Operation:
        accepted = " ".join(sorted(name for way in found["security"] for name in way))
        # Every sample and request of the portal names the media type, so the parameter isn't shown.
        shown = [parameter for parameter in found["parameters"] if parameter["name"] != "Accept"]
        places = sorted(shown, key=lambda parameter: PLACES.index(parameter["in"]))
        return Operation(
            api=self._api,
            id=found["operationId"],
            tag=found["tags"][0],
            method=method.upper(),
            path=path,
            summary=found["summary"],
            description=found["description"],
            is_deprecated=found.get("deprecated", False),
            tokens=TOKENS[accepted],
            permission=found.get("x-permission"),
            parameters=tuple(self._parameter(parameter) for parameter in places),
            body=self._request(found["requestBody"]["content"]) if "requestBody" in found else None,
            answers=tuple(self._answer(status, answer) for status, answer in sorted(found["responses"].items())),
        )

    def _request(self, content: Document) -> Body:
        """Return the body as JSON, or as a form if the operation takes no JSON."""
        is_form = JSON not in content
        body = self._body("request", content[FORM if is_form else JSON])
        return Body(body.fields, body.examples, is_form)

    def _parameter(self, found: Document) -> Parameter:
        place, schema = found["in"], found["schema"]
        is_list = schema.get("type") == "array"
        is_paging = found["name"] in ("page", "count", "limit")
        is_words = schema.get("type") == "string" and "format" not in schema
        field = Field(
            name=found["name"],
            anchor=f"{place}.{found['name']}",
            type=self._type(schema),
            is_required=found.get("required", False),
            meaning=found["description"],
            limits=_limits(schema),
            example=_shown(found["example"]),
        )
        # Filters by id and date would only make a sample find nothing. A parameter without effect has no type.
        is_sample = place == "query" and bool(schema) and (field.is_required or is_paging or is_words or is_list)
        return Parameter(field, place, is_list, is_sample)

    def _answer(self, status: str, found: Document) -> Answer:
        headers = tuple(
            Field(
                name=name,
                anchor=f"{status}.{name}",
                type=self._type(header["schema"]),
                is_required=False,
                meaning=header["description"],
                limits="",
                example=_shown(header["example"]),
            )
            for name, header in found.get("headers", {}).items()
        )
        return Answer(int(status), found["description"], headers, self._answered(status, found.get("content", {})))

    def _answered(self, status: str, content: Document) -> Body | None:
        """Return the body as JSON, or as text if the answer isn't JSON."""
        if JSON in content:
            return self._body(status, content[JSON])
        for text in content.values():
            named = text["examples"].items()
            examples = tuple(Example(name, example["summary"], example["value"]) for name, example in named)
            return Body((), examples, lexer="text")
        return None

    def _body(self, anchor: str, content: Document) -> Body:
        examples = tuple(
            Example(name, example.get("summary", ""), pretty(example["value"]))
            for name, example in content["examples"].items()
        )
        return Body(self._fields(content["schema"], anchor, ()), examples)

    def _fields(self, schema: Document, anchor: str, above: tuple[str, ...]) -> tuple[Field, ...]:
        """Return the names inside an object, or inside the objects of a list; `above` are the enclosing components."""
        schema, name = self._object_in(schema)
        if name in above:  # a recursive type is shown once
            return ()
        # The server requires fields that only a part of the schema (`allOf`) requires, though the contract doesn't.
        required = {name for part in (schema, *schema.get("allOf", ())) for name in part.get("required", ())}
        return tuple(
            self._field(key, part, f"{anchor}.{key}", key in required, (*above, name) if name else above)
            for key, part in schema.get("properties", {}).items()
        )

    def _field(self, name: str, schema: Document, anchor: str, is_required: bool, above: tuple[str, ...]) -> Field:
        examples = schema.get("examples", [])
        component = self._object_in(schema)[0]
        return Field(
            name=name,
            anchor=anchor,
            type=self._type(schema),
            is_required=is_required,
            meaning=schema.get("description") or component.get("description", ""),
            limits=_limits(schema),
            example=in_line(examples[0]) if examples else "",
            children=self._fields(schema, anchor, above),
        )

    def _object_in(self, schema: Document) -> tuple[Document, str]:
        """Return the object type that a schema is, refers to or lists; with its name as a component."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            found, inner = self._object_in(self._schemas[name])
            return found, inner or name
        if "items" in schema:
            return self._object_in(schema["items"])
        options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
        return self._object_in(options[0]) if options else (schema, "")

    def _type(self, schema: Document) -> str:
        """Return the type in words: `integer`, `string or null`, `list of objects`."""
        if "not" in schema:
            return " or ".join(word for kind, word in KINDS.items() if kind not in schema["not"]["type"])
        if "anyOf" in schema:
            words = [self._type(option) for option in schema["anyOf"]]
            return " or ".join(dict.fromkeys(words))
        if "$ref" in schema:
            return self._type(self._schemas[schema["$ref"].rpartition("/")[2]])
        if "const" in schema:
            return in_line(schema["const"])
        if "enum" in schema:
            return " or ".join(in_line(option) for option in schema["enum"])
        if schema.get("format") == "binary":
            return FILE
        kind = schema.get("type", "any")
        if isinstance(kind, list):
            return " or ".join(kind)
        if kind == "array":
            inner = self._type(schema["items"]) if schema.get("items") else "any"
            return f"list of {inner}s" if inner in ("object", "integer", "number", "string") else f"list of {inner}"
        return f"{kind} ({schema['format']})" if schema.get("format") in SHAPES else str(kind)


def _shown(example: Any) -> str:
    """Return an example as it is written outside of JSON: a text without quotes."""
    return example if isinstance(example, str) else in_line(example)


def _limits(schema: Document) -> str:
    """Return the limits of values: `1 … 255 characters; default "x"`."""
    found = {**schema, **next((option for option in schema.get("anyOf", ()) if option.get("type") != "null"), {})}
    parts = []
    if "maxLength" in found:
        parts.append(f"{_between(found.get('minLength') or None, found['maxLength'])} characters")
    if "exclusiveMinimum" in found:
        parts.append(f"> {found['exclusiveMinimum']}")
    # Very high limits are not worth showing.
    high = found.get("maximum")
    if values := _between(found.get("minimum"), high if high is not None and high < 10**6 else None):
        parts.append(values)
    if found.get("default") is not None:
        parts.append(f"default {in_line(found['default'])}")
    return "; ".join(parts)


def _between(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low:,.15g} … {high:,.15g}"
    return f"≥ {low:,.15g}" if low is not None else f"≤ {high:,.15g}" if high is not None else ""
