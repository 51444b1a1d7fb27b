"""Holding answers against the contract, and against what the server itself publishes."""

import copy
import json
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import yaml

from parlour.http.operation import Operation
from parlour.tables.new_workbook import MEDIA_TYPE as WORKBOOK
from tests.support.refusals import DeclaredRefusals

CONTRACTS = Path(__file__).parents[2] / "contract"
# The API itself, and those beside it at the same addresses.
API, *BESIDE = ("b2b-v1.yaml", "developers-v1.yaml", "public-v1.yaml")
API_V2 = "b2b-v2.yaml"
# Null for those without the right to see them (Q-045).
HIDDEN = frozenset({"actual_cost", "unit_actual_cost", "cost", "cost_per_unit", "price"})
# Null where a service has none (Q-181).
UNSET_IN_SERVICES = frozenset({"tax_variant", "vat_id", "technological_card_id"})
# Null for an appointment without a client, as another of its operations has it (Q-234).
IN_APPOINTMENTS = {"client": ["object", "array", "null"]}
# A number everywhere, although one of the answers with events has a text (Q-422).
IN_EVENTS = {"timestamp": ["integer"]}
# Of clients, what the examples have in place of the stated types, or what is sent if there is none (Q-250).
IN_CARDS = {
    "phone": ["string", "number", "null"],
    "card": ["string", "number"],
    "birth_date": ["string", "null"],
    "custom_fields": ["object", "array"],
}
# What one operation states in another way than all others: that, and what they state (Q-053, Q-184, Q-218, Q-357).
AS_EVERYWHERE_ELSE: dict[str, tuple[Any, Any]] = {
    "errors": ({"type": "object"}, {"type": ["object", "array"]}),
    "phones": ({"type": "array", "items": {"type": "object"}}, {"type": "array", "items": {"type": "string"}}),
    "api_id": ({"type": "integer"}, {"type": "string"}),
}
# Null where there is no date (Q-368).
IN_BOOKING = {"seance_date": ["string", "null"]}
METHODS = ("get", "post", "put", "patch", "delete")

FAULTS = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
}
# What a 404 of a few operations lists.
MISSING = {
    "type": "object",
    "required": ["message"],
    "additionalProperties": False,
    "properties": {"message": {"type": "string", "minLength": 1}},
}
# What a 400 of a search lists.
BAD_FILTERS = {
    "type": "object",
    "required": ["filters"],
    "additionalProperties": False,
    "properties": {"filters": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}}},
}
# What clients know by a number (Q-231).
CODED = {
    "type": "object",
    "required": ["code", "message"],
    "additionalProperties": False,
    "properties": {
        "code": {"type": "integer"},
        "id": {"type": ["integer", "string"]},
        "message": {"type": "string", "minLength": 1},
    },
}
ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["success", "data", "meta"],
    "properties": {
        "success": {"const": False},
        "data": {"type": "null"},
        "meta": {
            "type": "object",
            "required": ["message"],
            "properties": {
                "message": {"type": "string", "minLength": 1},
                "conflict": {"const": True},
                "errors": {
                    "anyOf": [
                        {"type": "array", "minItems": 1, "items": {"anyOf": [FAULTS, MISSING, CODED]}},
                        BAD_FILTERS,
                    ]
                },
            },
        },
    },
}


ERROR_V2: dict[str, Any] = copy.deepcopy(ERROR)
ERROR_V2["properties"]["meta"]["properties"]["errors"] = FAULTS


ANSWER_WITH_MESSAGE: dict[str, Any] = {
    "type": "object",
    "required": ["success", "data", "meta"],
    "properties": {
        "success": {"type": "boolean"},
        "data": {"type": "null"},
        "meta": {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}},
    },
}

# What a note says of an example whose `data` is no list, though the schema's is.
# The name of a document for the schemas of its answers, which are compiled by themselves: with all components in each,
# that takes a hundred times as long.
DOCUMENT = "urn:description"
ONE_OBJECT = re.compile("example has data as one|example:? data is one object|example repeats the list shape")

ANYTHING: dict[str, Any] = {}
"""The schema of what isn't JSON."""
Check = Callable[[Any], None]


def checks(schema: dict[str, Any], registry: jsonschema_rs.Registry | None = None) -> Check:
    """Return what raises `jsonschema_rs.ValidationError` for a value that doesn't fit."""
    return jsonschema_rs.Draft202012Validator(schema, registry=registry).validate


def registry_of(components: dict[str, Any]) -> jsonschema_rs.Registry:
    """Return the components of a document, for `checks` of schemas that refer to them."""
    return jsonschema_rs.Registry([(DOCUMENT, {"components": components})], draft=jsonschema_rs.Draft202012)


check_error = checks(ERROR)
check_error_v2 = checks(ERROR_V2)


class Description:
    """An OpenAPI document that answers can be held against."""

    def __init__(self, document: dict[str, Any], prefix: str = "", declared: Iterable[Operation] = ()) -> None:
        self.document = document
        self.operations = [
            (method, f"{prefix}{path}", operation)
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if method in METHODS
        ]
        self._by_length: dict[tuple[str, int], list[tuple[re.Pattern[str], dict[str, Any]]]] = {}
        for method, path, operation in self.operations:
            self._by_length.setdefault((method, path.count("/")), []).append((_pattern(path), operation))
        self._registry = registry_of(document["components"])
        self._checks: dict[tuple[int, int, bool], Check | None] = {}
        by_id = {operation["operationId"]: operation for _, _, operation in self.operations}
        self.refusals = {each.id: DeclaredRefusals(each, by_id[each.id]) for each in declared}

    def find(self, method: str, path: str) -> dict[str, Any] | None:
        """The operation at an address, if any."""
        alike = self._by_length.get((method.lower(), path.rstrip("/").count("/")), [])
        return next((operation for pattern, operation in alike if pattern.fullmatch(path)), None)

    def check_of(self, operation: dict[str, Any], status: int, *, has_cursor: bool = False) -> "Check | None":
        """Return what checks an answer, made once; None for one without a body. Raise `KeyError` for unknown statuses.

        The answer to a request with a cursor, which is ours, says in `meta` what the next one is (Q-132).
        """
        key = (id(operation), status, has_cursor)
        if key not in self._checks:
            schema = self._schema_of(operation, status)
            if schema is not None and has_cursor:
                schema = {**schema, "properties": {**schema["properties"], "meta": {}}}
            self._checks[key] = None if schema is None else checks(with_whole_references(schema), self._registry)
        return self._checks[key]

    def _schema_of(self, operation: dict[str, Any], status: int) -> dict[str, Any] | None:
        """Return the schema of an answer; None for one without a body. Raise `KeyError` for an unknown status."""
        answer = self._resolve(operation["responses"][str(status)])
        content = answer.get("content")
        if content is None or status == 204:
            return None
        if "application/pdf" in content:
            return ANYTHING
        if "text/csv" in content:
            return content["text/csv"]["schema"]  # type: ignore[no-any-return] # as the document has it
        return self._as_in_example(self._resolve(content["application/json"]["schema"]), answer)

    def _as_in_example(self, schema: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
        """The schema of an answer with the shape of the source's example (Q-156, Q-175, Q-180, Q-201, Q-221, Q-230)."""
        note, example = answer.get("x-note", ""), answer.get("x-example-fields", {}).get("data")
        if "schema describes one item" in note:
            return {"type": "object", "properties": {"data": {"type": "array", "items": schema}}}
        parts = dict(schema.get("properties", {}))
        data = self._resolve(parts.get("data", {}))
        if data.get("type") == "array":
            if example == "null":
                return ANSWER_WITH_MESSAGE
            if isinstance(example, dict) or ONE_OBJECT.search(note):
                parts["data"] = data["items"]
            if "meta page/total_count" in note:
                parts["meta"] = {"type": "array", "maxItems": 0}
        elif data.get("type") == "object" and "example: data is an array" in note:
            parts["data"] = {"type": "array", "items": data}
            if "meta has total_count" in note:
                parts["meta"] = {"type": "object", "properties": {"total_count": {"type": "number"}}}
        return {**schema, "properties": parts}

    def _resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


def with_whole_references(node: Any) -> Any:
    """Return a part of a document with references that can be followed from outside of it."""
    if isinstance(node, list):
        return [with_whole_references(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {key: f"{DOCUMENT}{part}" if key == "$ref" else with_whole_references(part) for key, part in node.items()}


# Parts of addresses are ids, except these.
TEXTS = frozenset(
    {
        "attendance_id",
        "record_hash",
        "record_token",
        "lang_code",
        "phone",
        "entity",
        "entity_name",
        "field_category",
        "start_date",
        "end_date",
        "date",
    }
)


def _pattern(path: str) -> re.Pattern[str]:
    parts = [re.escape(part) if not part.startswith("{") else _form(part.strip("{}")) for part in path.split("/")]
    return re.compile("/".join(parts) + "/?")


def _form(name: str) -> str:
    return "[^/]+" if name in TEXTS else "[0-9]+"


@lru_cache
def contract(name: str = API) -> Description:
    read = yaml.load((CONTRACTS / name).read_text(), Loader=yaml.CSafeLoader)
    document = json.loads(json.dumps(read, default=str))  # JSON has no dates, nor keys that are numbers
    return Description(_admit_null(document), "/api/v2" if name == API_V2 else "/api/v1")


def contracts() -> list[Description]:
    """Those of v1, that of the API first, and that of v2."""
    return [contract(), *map(contract, BESIDE), contract(API_V2)]


def _admit_null(node: Any) -> Any:
    """Where a note says that null is sent, the type that the source states instead may be null (Q-001).

    So may a text be a number, where a note says that the source's own example has one (Q-150), and a boolean (Q-201).
    """
    if isinstance(node, list):
        return [_admit_null(part) for part in node]
    if not isinstance(node, dict):
        return node
    admitted = {
        "anyOf" if key == "oneOf" else key: _admit_null(part) for key, part in node.items()
    }  # alike (Q-282, Q-348)
    if "allOf" in admitted and "null" in admitted.get("type", ()):
        # What may be null may be null, though a part of it may not.
        admitted = {"anyOf": [{**admitted, "type": "object"}, {"type": "null"}]}
    for name in (HIDDEN | UNSET_IN_SERVICES).intersection(admitted):
        if isinstance(admitted[name], dict) and "type" in admitted[name]:
            admitted[name] = {**admitted[name], "type": ["number", "null"]}
    for name, (said, sent) in AS_EVERYWHERE_ELSE.items():
        if admitted.get(name) == said:
            admitted[name] = sent
    for name, types in {**IN_CARDS, **IN_APPOINTMENTS, **IN_EVENTS, **IN_BOOKING}.items():
        if isinstance(admitted.get(name), dict) and "type" in admitted[name]:
            admitted[name] = {**admitted[name], "type": types}
    return {**admitted, **_type_by_note(node), **_type_by_fields(node)}


def _type_by_fields(node: dict[str, Any]) -> dict[str, Any]:
    """The types of an object that is null for a location without a policy (Q-397)."""
    return {"type": ["object", "null"]} if node.get("properties", {}).keys() == {"agreement"} else {}


def _type_by_note(node: dict[str, Any]) -> dict[str, Any]:
    """Return the types that a note names beside the stated one."""
    note, stated = str(node.get("x-note", "")), node.get("type")
    if stated == "string" and ("sample value is a number" in note or "a number in example" in note):
        return {"type": ["string", "number"]}
    if note.startswith("echo of the appointments element's id"):
        return {"type": ["number", "string", "null"]}  # Q-375
    if note.endswith("string in the GET answer"):
        return {"type": ["number", "string"]}  # Q-376
    if "sample sends 0 or 1" in note:
        return {"type": ["boolean", "integer"]}
    return {"type": [stated, "null"]} if "null" in note and stated != "null" and isinstance(stated, str) else {}


def check_answer(response: httpx.Response, published: Sequence[Description]) -> None:
    """Raises `AssertionError` unless the answer is what contract and published descriptions say."""
    method, path, status = response.request.method, response.request.url.path, response.status_code
    if not path.startswith(("/api/v1/", "/api/v2/")):
        return
    assert "x-request-id" in response.headers
    if status == 204:
        assert response.content == b""
    elif status >= 400:
        (check_error_v2 if path.startswith("/api/v2/") else check_error)(response.json())
    source, promised = next(
        ((source, found) for source in contracts() if (found := source.find(method, path))), (contract(), None)
    )
    if promised is not None and str(status) in promised["responses"]:
        check = source.check_of(promised, status, has_cursor="cursor" in response.request.url.params)
        # Without a schema the contract says nothing of a body, save that a 204 has none.
        if check is not None or status == 204:
            _check(response, check)
    for description in published:
        described = description.find(method, path)
        if described is not None:
            assert str(status) in described["responses"], f"{method} {path} answered an undocumented {status}"
            _check(response, description.check_of(described, status))
            if status >= 400 and (declared := description.refusals.get(described["operationId"])):
                declared.check(response)


def _check(response: httpx.Response, check: Check | None) -> None:
    if check is None:
        assert response.content == b""
        return
    kind = response.headers["content-type"]
    if kind != WORKBOOK:  # no schema describes one
        check(response.text if kind.startswith(("text/csv", "application/pdf")) else response.json())
