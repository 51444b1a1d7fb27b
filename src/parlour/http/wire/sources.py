"""Where the values of wire fields come from, and the annotations that say so."""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Meta

SOURCE = "source"
MODEL = "model"


class Always(msgspec.Struct, frozen=True):
    """A constant of the contract."""

    value: Any


class OrElse(msgspec.Struct, frozen=True):
    """The value at a path, or a constant where that is None."""

    path: str
    constant: Any


class Made(msgspec.Struct, frozen=True):
    """The result of a function, or of a class's mapping, that is called with the values of other sources."""

    function: Callable[..., Any]
    sources: tuple["str | Made", ...]
    is_mapping: bool = False


class Shown(msgspec.Struct, frozen=True):
    """The value of a source on a condition, otherwise a constant."""

    source: "Source"
    condition: str | Made
    otherwise: Any


class Given(msgspec.Struct, frozen=True):
    """The result of a function where the value at a path is not None, otherwise a constant: no call for what is not."""

    path: str
    source: Made
    otherwise: Any


Source = str | Always | OrElse | Made | Shown | Given


def made(function: Callable[..., Any], *sources: str | Made) -> Made:
    """Return the source of a value that `function` computes, from the model itself if there are no sources.

    What depends on the context alone is computed once for a list of models.
    """
    return Made(function, sources or (MODEL,))


def nested(struct: type[msgspec.Struct], *paths: str) -> Made:
    """Return the source of a wire struct that its `from_model` makes, from the model itself if there are no paths."""
    return Made(struct, paths or (MODEL,), is_mapping=True)


def or_else(path: str, constant: Any) -> OrElse:
    """Return a source that gives `constant` where the model has None."""
    return OrElse(path, constant)


def shown(source: Source, condition: str | Made, otherwise: Any = None) -> Shown:
    """Return a source that gives `otherwise` unless the condition holds, which is evaluated once for all fields."""
    return Shown(source, condition, otherwise)


def flag(path: str) -> Shown:
    """Return a source that gives 1 where the model has true, and 0 where it has false, without a call."""
    return Shown(Always(1), path, 0)


def given(path: str, source: Made, otherwise: Any) -> Given:
    """Return a source that gives `otherwise`, without a call, where the model has None."""
    return Given(path, source, otherwise)


def of(source: Source) -> Meta:
    """Name the source of a field whose meaning is described elsewhere."""
    return Meta(extra={SOURCE: source})


def says(description: str, *examples: Any, of: Source | None = None) -> Meta:
    """Describe a field, and name its source if that has another name."""
    return Meta(description=description, examples=[*examples] or None, extra=None if of is None else {SOURCE: of})


def always(value: Any, description: str) -> Meta:
    """Describe a field that always has the same value."""
    return Meta(description=description, examples=[value], extra={SOURCE: Always(value)})
