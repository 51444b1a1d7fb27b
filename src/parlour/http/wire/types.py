"""The types of what wire fields are made from, and whether they fit."""

import inspect
import types
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints


def type_of_path(kind: Any, names: list[str]) -> Any:
    """Return the type of a field or property of a class, or of a field of such a field. Raise `TypeError`."""
    for name in names:
        kind = _attribute(kind, name)
    return kind


def type_of_call(function: Any, arguments: list[Any]) -> Any:
    """Return the type of what a function or class returns. Raise `TypeError` if it doesn't take the arguments."""
    if function in (bool, int, str):  # they have no signature
        return function
    inspect.signature(function).bind(*arguments)
    if isinstance(function, type):
        return function
    returned = get_type_hints(function).get("return", Any)
    return Any if isinstance(returned, TypeVar) else returned


def fits(source: Any, target: Any) -> bool:
    """Return whether each value of a type is one of another type. A bool is no number: it is written differently."""
    targets = _members(target)
    return Any in targets or all(
        each is Any or each in targets or any(_is_kind_of(each, kind) for kind in targets) for each in _members(source)
    )


def _is_kind_of(kind: Any, other: Any) -> bool:
    return isinstance(kind, type) and isinstance(other, type) and kind is not bool and issubclass(kind, other)


def _attribute(kind: Any, name: str) -> Any:
    hints = get_type_hints(kind)
    if name in hints:
        return hints[name]
    found = getattr(kind, name, None)
    if not isinstance(found, property):
        raise TypeError(f"{kind.__name__} has no field or property {name!r}")
    return get_type_hints(found.fget)["return"]


def _members(kind: Any) -> tuple[Any, ...]:
    """Return the members of a union; the type itself if it is none."""
    if get_origin(kind) is Annotated:
        return _members(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return tuple(member for part in get_args(kind) for member in _members(part))
    return (type(None) if kind is None else kind,)
