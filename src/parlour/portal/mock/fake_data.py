"""Generated data that fits a schema and is similar to its example; the same for the same seed, on any machine."""

import random
from fractions import Fraction
from itertools import cycle, islice
from math import ceil, floor
from typing import Any

import msgspec
from msgspec import UNSET

from parlour.http.openapi.shape import Document
from parlour.portal.mock.described import Answer
from parlour.portal.mock.fake_texts import fake_text

MOST_ROWS = 5
HIGHEST_ID = 99_999
# How often a nullable value is null.
NULL_SHARE = 0.1
KINDS: dict[str, tuple[type, ...]] = {
    "null": (type(None),),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "string": (str,),
    "array": (list,),
    "object": (dict,),
}


def generate(answer: Answer, seed: str) -> Any:
    """Generate a body for the answer's schema. Fields that the typical example omits or leaves empty stay so."""
    shown = msgspec.json.decode(next(iter(answer.examples.values())))
    return FakeData(answer.schemas, seed).make(answer.schema, shown)


class FakeData:
    """Generator of values, one after the other."""

    def __init__(self, schemas: dict[str, Document], seed: str) -> None:
        self._schemas = schemas
        self._draw = random.Random(seed)  # noqa: S311 - not a secret
        self._ids: set[int] = set()

    def make(self, schema: Document, shown: Any = UNSET, name: str = "") -> Any:
        """Generate a value for the field of that name, similar to the example in `shown`."""
        schema = self._resolved(schema)
        if shown is UNSET:
            shown = next(iter(schema.get("examples", ())), UNSET)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._draw.choice(schema["enum"])
        options = [self._resolved(option) for option in _options(schema)]
        return self._one_of(options, shown, name) if options else self._of_kind(schema, shown, name)

    def _resolved(self, schema: Document) -> Document:
        """Replace a reference by its component, and keep the keys beside it."""
        while "$ref" in schema:
            beside = {key: part for key, part in schema.items() if key != "$ref"}
            schema = {**self._schemas[schema["$ref"].rpartition("/")[2]], **beside}
        return schema

    def _one_of(self, options: list[Document], shown: Any, name: str) -> Any:
        nullable = any(option.get("type") == "null" for option in options)
        if nullable and (shown is None or self._draw.random() < NULL_SHARE):
            return None
        others = [option for option in options if option.get("type") != "null"]
        suitable = [option for option in others if isinstance(shown, KINDS.get(option.get("type", ""), ()))]
        return self.make((suitable or others or [{}])[0], shown, name)

    def _of_kind(self, schema: Document, shown: Any, name: str) -> Any:
        match schema.get("type"):
            case "object":
                return self._object(schema, shown)
            case "array":
                return self._array(schema, shown, name)
            case "string":
                return fake_text(shown if isinstance(shown, str) else None, schema, self._draw)
            case "integer" if name == "id" or name.endswith("_id"):
                return self._id(schema, shown, name)
            case "integer":
                return self._number(schema, shown, 0)
            case "number":
                return self._number(schema, shown, _places(shown))
            case "boolean":
                # Other fields of a row depend on what kind of row it is.
                return shown if isinstance(shown, bool) else self._draw.random() < 0.5
            case _:
                return None if shown is UNSET else shown

    def _object(self, schema: Document, shown: Any) -> dict[str, Any]:
        properties: Document = schema.get("properties", {})
        further = schema.get("additionalProperties")
        example: dict[str, Any] | None = shown if isinstance(shown, dict) else None
        made = {
            name: self.make(part, UNSET if example is None else example.get(name, UNSET), name)
            for name, part in properties.items()
            if example is None or name in example or name in schema.get("required", ())
        }
        if isinstance(further, dict):
            made |= {name: self.make(further, value) for name, value in (example or {}).items() if name not in made}
        return _counted(made)

    def _array(self, schema: Document, shown: Any, name: str) -> list[Any]:
        """Generate one to five rows, each similar to one of the example; none if the example is empty."""
        fewest, most = schema.get("minItems", 0), schema.get("maxItems", MOST_ROWS)
        if shown == [] and not fewest:
            return []
        length = self._draw.randint(max(fewest, 1), max(fewest, min(most, MOST_ROWS)))
        forms = shown if isinstance(shown, list) and shown else [UNSET]
        return [self.make(schema.get("items", {}), form, name) for form in islice(cycle(forms), length)]

    def _id(self, schema: Document, shown: Any, name: str) -> int:
        """Generate an id that is unique in this answer; 0, which means "none", if the example has it."""
        if shown == 0 and name != "id":
            return 0
        low, high = _bounds(schema, 0, 1, HIGHEST_ID)
        made = self._draw.randint(low, high)
        while made in self._ids and len(self._ids) <= high - low:
            made = self._draw.randint(low, high)
        self._ids.add(made)
        return made

    def _number(self, schema: Document, shown: Any, places: int) -> int | float:
        """Generate a number from half to twice the example; keep 0 and 1, because they may mean no and yes."""
        number = shown if isinstance(shown, int | float) else 10
        if number in (0, 1):
            return number
        low, high = _bounds(schema, places, *sorted((number / 2, number * 2)))
        made = self._draw.randint(low, high)
        return made / 10**places if places else made


def _options(schema: Document) -> list[Document]:
    """Return the alternatives for a value, if there is more than one."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return [{**schema, "type": kind} for kind in kinds]
    options: list[Document] = schema.get("anyOf", [])
    return options


def _counted(made: dict[str, Any]) -> dict[str, Any]:
    """Set counts of rows to the number of generated rows."""
    rows, meta = made.get("data"), made.get("meta")
    if isinstance(rows, list) and isinstance(meta, dict):
        meta.update({name: len(rows) for name in ("count", "total_count") if name in meta})
    counts = {f"{name}_count": len(value) for name, value in made.items() if isinstance(value, list)}
    return {name: counts.get(name, value) for name, value in made.items()}


def _places(shown: Any) -> int:
    """Return the number of decimals."""
    _, _, decimals = str(shown).partition(".")
    return len(decimals) if isinstance(shown, float) and decimals.isdecimal() else 0


def _bounds(schema: Document, places: int, low: float, high: float) -> tuple[int, int]:
    """Return the desired range within the limits of the schema, in units of the last decimal."""
    unit = 10**places
    least = [ceil(Fraction(schema["minimum"]) * unit)] if "minimum" in schema else []
    least += [floor(Fraction(schema["exclusiveMinimum"]) * unit) + 1] if "exclusiveMinimum" in schema else []
    most = [floor(Fraction(schema["maximum"]) * unit)] if "maximum" in schema else []
    most += [ceil(Fraction(schema["exclusiveMaximum"]) * unit) - 1] if "exclusiveMaximum" in schema else []
    lowest, highest = (max([min([wished, *most]), *least]) for wished in (ceil(low * unit), floor(high * unit)))
    return lowest, max(lowest, highest)
