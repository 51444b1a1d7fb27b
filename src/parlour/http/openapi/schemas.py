"""The schemas of bodies, as msgspec describes their types, under readable names."""

from collections.abc import Iterable, Mapping
from typing import Any, get_args, get_origin

import msgspec

from parlour.http.fields import parts_of
from parlour.http.openapi.portable import portable, portable_name
from parlour.http.openapi.shape import REF, Document, referred


class Schemas:
    """The schema of each type of body, and the components that they use."""

    def __init__(self, kinds: Iterable[Any]) -> None:
        ordered = sorted(set(kinds), key=str)
        roots, components = msgspec.json.schema_components(ordered, ref_template=REF)
        names = {name: portable_name(name) for name in components}
        names |= {
            referred(root): portable_name(_readable_name(kind))
            for kind, root in zip(ordered, roots, strict=True)
            if "$ref" in root
        }
        _refuse_same_names(names)
        tidied = {names[name]: _tidy(schema, names) for name, schema in components.items()}
        lists = {
            kind: tidied.pop(portable_name(kind.__name__))["properties"][kind.AS_LIST]
            for kind in ordered
            if hasattr(kind, "AS_LIST")
        }
        between = {names[name]: rules for name, rules in _rules_between(ordered).items()}
        self.components: dict[str, Document] = {
            name: {**portable(schema, tidied), **between.get(name, {})} for name, schema in tidied.items()
        }
        self._roots: dict[Any, Document] = {kind: _tidy(root, names) for kind, root in zip(ordered, roots, strict=True)}
        self._roots |= lists

    def of(self, kind: Any) -> Document:
        """Return a reference to the component that describes the type; the schema itself for a list."""
        return self._roots[kind]

    def resolve(self, schema: Document) -> Document:
        """Return the schema itself, or the component to which it refers."""
        return self.components[referred(schema)] if "$ref" in schema else schema


def _refuse_same_names(names: Mapping[str, str]) -> None:
    """Raise `ValueError` if two types would be described under one name: one of them would be lost."""
    by_readable: dict[str, str] = {}
    for name, readable in names.items():
        if by_readable.setdefault(readable, name) != name:
            raise ValueError(f"Two types of bodies are called {readable}: {by_readable[readable]} and {name}.")


def _rules_between(kinds: Iterable[Any]) -> dict[str, Document]:
    """Return the rules between the fields of a struct (its `BETWEEN`), by the struct's name."""
    seen: dict[str, Document] = {}
    waiting = list(msgspec.inspect.multi_type_info(kinds))
    while waiting:
        for info in parts_of(waiting.pop()):
            if isinstance(info, msgspec.inspect.ListType):
                waiting.append(info.item_type)
            elif isinstance(info, msgspec.inspect.StructType) and info.cls.__name__ not in seen:
                seen[info.cls.__name__] = getattr(info.cls, "BETWEEN", {})
                waiting += [field.type for field in info.fields]
    return {name: rules for name, rules in seen.items() if rules}


def _readable_name(kind: Any) -> str:
    """Return a readable name: `ProductListAnswer` for an answer with a list of products; of other types their name."""
    if get_origin(kind) is None:
        name: str = kind.__name__
        return name
    (inner,) = get_args(kind)
    is_list = get_origin(inner) is list
    thing = get_args(inner)[0] if is_list else inner
    return f"{thing.__name__}{'List' if is_list else ''}Answer"


def _tidy(schema: Any, names: dict[str, str]) -> Any:
    """Return the schema with Decimals as numbers, as on our wire, and with references to the readable names."""
    if isinstance(schema, list):
        return [_tidy(part, names) for part in schema]
    if not isinstance(schema, dict):
        return schema
    # A text `title` is the name of one of our types; a schema `title` is the field of that name. Examples are a list,
    # and must not be changed.
    tidied = {
        key: part if key == "examples" and isinstance(part, list) else _tidy(part, names)
        for key, part in schema.items()
        if key != "title" or not isinstance(part, str)
    }
    if tidied.get("format") == "decimal":
        tidied = {key: part for key, part in tidied.items() if key not in ("format", "pattern")} | {"type": "number"}
    if tidied.get("format") == "binary":  # a file in a form is not encoded
        tidied.pop("contentEncoding", None)
    if isinstance(tidied.get("$ref"), str):
        tidied["$ref"] = REF.format(name=names[referred(tidied)])
    return tidied
