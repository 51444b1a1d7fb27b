"""The schemas of bodies, as msgspec describes their types, under names that can be read."""

from collections.abc import Iterable
from typing import Any, get_args, get_origin

import msgspec

from parlour.http.fields import parts_of
from parlour.http.openapi.portable import portable, portable_name
from parlour.http.openapi.shape import REF, Document, referred


class Schemas:
    """The schema of each body's type, and the components that they are made of."""

    def __init__(self, kinds: Iterable[Any]) -> None:
        ordered = sorted(set(kinds), key=str)
        roots, components = msgspec.json.schema_components(ordered, ref_template=REF)
        names = {name: portable_name(name) for name in components}
        names |= {
            referred(root): portable_name(_readable_name(kind)) for kind, root in zip(ordered, roots, strict=True)
        }
        tidied = {names[name]: _tidy(schema, names) for name, schema in components.items()}
        between = {names[name]: rules for name, rules in _rules_between(ordered).items()}
        self.components: dict[str, Document] = {
            name: {**portable(schema, tidied), **between.get(name, {})} for name, schema in tidied.items()
        }
        self._roots: dict[Any, Document] = {kind: _tidy(root, names) for kind, root in zip(ordered, roots, strict=True)}

    def of(self, kind: Any) -> Document:
        """A reference to the component that describes the type."""
        return self._roots[kind]

    def resolve(self, schema: Document) -> Document:
        """The schema itself, or the component that it refers to."""
        return self.components[referred(schema)] if "$ref" in schema else schema


def _rules_between(kinds: Iterable[Any]) -> dict[str, Document]:
    """What the fields of a struct ask of each other, as it says in `BETWEEN`, by the struct's name."""
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
    """`ProductListAnswer` for an answer with a list of products; the name of any other type."""
    if get_origin(kind) is None:
        name: str = kind.__name__
        return name
    (inner,) = get_args(kind)
    is_list = get_origin(inner) is list
    thing = get_args(inner)[0] if is_list else inner
    return f"{thing.__name__}{'List' if is_list else ''}Answer"


def _tidy(schema: Any, names: dict[str, str]) -> Any:
    """Numbers are numbers on our wire, whatever msgspec says of Decimal; references follow the readable names."""
    if isinstance(schema, list):
        return [_tidy(part, names) for part in schema]
    if not isinstance(schema, dict):
        return schema
    # A title that is a text is a type's name of ours; one that is a schema is the field of that name. Examples are a
    # list, and not to be touched.
    tidied = {
        key: part if key == "examples" and isinstance(part, list) else _tidy(part, names)
        for key, part in schema.items()
        if key != "title" or not isinstance(part, str)
    }
    if tidied.get("format") == "decimal":
        tidied = {key: part for key, part in tidied.items() if key not in ("format", "pattern")} | {"type": "number"}
    if tidied.get("format") == "binary":  # a file in a form goes as it is
        tidied.pop("contentEncoding", None)
    if isinstance(tidied.get("$ref"), str):
        tidied["$ref"] = REF.format(name=names[referred(tidied)])
    return tidied
