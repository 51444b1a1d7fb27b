"""Wire structs that are made from models. Each field names its source, and the mapping is compiled from that.

    class Product(msgspec.Struct, frozen=True):
        good_id: Annotated[int, says("The product.", 501, of="id")]
        article: Annotated[str, meaning.ARTICLE]
        salon_id: Annotated[int, says("The location.", 1, of="tenant.location_id")]
        changed: Annotated[str, says("When.", "2026-01-31", of=made(format_day, "changed_at", "tenant.timezone"))]
        photos: Annotated[list[str], always([], "Paths of pictures.")]

        from_model = mapped(model.Product, Tenant)

A field without a source is made from the model's field of the same name, or keeps its default if it has one. A path
begins at the model, or with the name of another argument's type in lower case (`tenant`). `Digits` of a model are sent
as they are. The generated code is as fast as a call that is written by hand with positional arguments.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Generic, TypeVar, get_type_hints, overload

import msgspec
from msgspec import NODEFAULT, Meta

from parlour.digits import Digits
from parlour.http.wire_types import fits, type_of_call, type_of_path

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
T = TypeVar("T")

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
    """The result of a function, or of a class's mapping, that is called with the values at some paths."""

    function: Callable[..., Any]
    paths: tuple[str, ...]
    is_mapping: bool = False


class Shown(msgspec.Struct, frozen=True):
    """The value of a source on a condition, otherwise a constant."""

    source: "Source"
    condition: str | Made
    otherwise: Any


Source = str | Always | OrElse | Made | Shown


def made(function: Callable[..., Any], *paths: str) -> Made:
    """Return the source of a value that `function` computes, from the model itself if there are no paths."""
    return Made(function, paths or (MODEL,))


def nested(struct: type[msgspec.Struct], *paths: str) -> Made:
    """Return the source of a wire struct that its `from_model` makes, from the model itself if there are no paths."""
    return Made(struct, paths or (MODEL,), is_mapping=True)


def or_else(path: str, constant: Any) -> OrElse:
    """Return a source that gives `constant` where the model has None."""
    return OrElse(path, constant)


def shown(source: Source, condition: str | Made, otherwise: Any = None) -> Shown:
    """Return a source that gives `otherwise` unless the condition holds, which is evaluated once for all fields."""
    return Shown(source, condition, otherwise)


def of(source: Source) -> Meta:
    """Name the source of a field whose meaning is described elsewhere."""
    return Meta(extra={SOURCE: source})


def says(description: str, *examples: Any, of: Source | None = None) -> Meta:
    """Describe a field, and name its source if that has another name."""
    return Meta(description=description, examples=[*examples] or None, extra=None if of is None else {SOURCE: of})


def always(value: Any, description: str) -> Meta:
    """Describe a field that always has the same value."""
    return Meta(description=description, examples=[value], extra={SOURCE: Always(value)})


class _Compiled:
    """A class method that is compiled when it is first used, and then replaces this object."""

    def __init__(self, *kinds: type) -> None:
        self.kinds = kinds

    def __set_name__(self, owner: type[msgspec.Struct], name: str) -> None:
        self.owner, self.name = owner, name
        MAPPINGS.append(self)

    def bind(self, owner: type) -> Any:
        method = classmethod(compile_mapping(self.owner, self.kinds))
        setattr(self.owner, self.name, method)
        return method.__get__(None, owner)


MAPPINGS: list[_Compiled] = []
"""All of them: a test compiles each."""


class Mapping(_Compiled, Generic[A]):
    """A class method that makes a struct from a model."""

    def __get__(self, instance: None, owner: type[T]) -> Callable[[A], T]:
        bound: Callable[[A], T] = self.bind(owner)
        return bound


class ContextMapping(_Compiled, Generic[A, B]):
    """A class method that makes a struct from a model and a context, such as the tenant."""

    def __get__(self, instance: None, owner: type[T]) -> Callable[[A, B], T]:
        bound: Callable[[A, B], T] = self.bind(owner)
        return bound


class ContextsMapping(_Compiled, Generic[A, B, C]):
    """A class method that makes a struct from a model and two contexts."""

    def __get__(self, instance: None, owner: type[T]) -> Callable[[A, B, C], T]:
        bound: Callable[[A, B, C], T] = self.bind(owner)
        return bound


@overload
def mapped(model: type[A], /) -> Mapping[A]: ...
@overload
def mapped(model: type[A], context: type[B], /) -> ContextMapping[A, B]: ...
@overload
def mapped(model: type[A], first: type[B], second: type[C], /) -> ContextsMapping[A, B, C]: ...
def mapped(*kinds: type) -> Any:
    """Return a function that makes a struct from a model and up to two contexts, for the body of the struct's class.

    Subclasses inherit it if they add only fields with defaults. Raise `TypeError` at its first use if a source doesn't
    exist or has a type that doesn't fit.
    """
    return (Mapping, ContextMapping, ContextsMapping)[len(kinds) - 1](*kinds)


def compile_mapping(owner: type[msgspec.Struct], kinds: tuple[type, ...]) -> Callable[..., Any]:
    """Return a function of the class and one argument of each kind. Raise `TypeError`."""
    arguments = {MODEL: kinds[0]} | {kind.__name__.lower(): kind for kind in kinds[1:]}
    writer = _Writer(arguments)
    values: list[str] = []
    for name, source, hint in _sources(owner):
        try:
            writer.check(source, hint)
        except (TypeError, msgspec.ValidationError) as error:
            raise TypeError(f"{owner.__name__}.{name}: {error}") from None
        is_positional = owner.__match_args__[len(values) : len(values) + 1] == (name,)
        value = writer.expression(source)
        values.append(value if is_positional else f"{name}={value}")
    conditions = "".join(f"    {name} = {expression}\n" for expression, name in writer.conditions.items())
    code = f"def from_model(cls, {', '.join(arguments)}):\n{conditions}    return cls({', '.join(values)})\n"
    exec(code, writer.names)  # noqa: S102 - made of the names of fields and attributes in our own code
    compiled: Callable[..., Any] = writer.names["from_model"]
    return compiled


def _sources(owner: type[msgspec.Struct]) -> Iterator[tuple[str, Source, Any]]:
    """Yield name, source and type of the fields that the mapping fills."""
    hints = get_type_hints(owner, include_extras=True)
    for field in msgspec.structs.fields(owner):
        hint = hints[field.name]
        named = [
            part.extra[SOURCE]
            for part in getattr(hint, "__metadata__", ())
            if isinstance(part, Meta) and part.extra and SOURCE in part.extra
        ]
        has_default = field.default is not NODEFAULT or field.default_factory is not NODEFAULT
        if named or not has_default:
            yield field.name, named[-1] if named else field.name, hint


class _Writer:
    """Writes sources as expressions, over names that hold their constants and functions."""

    def __init__(self, arguments: dict[str, type]) -> None:
        self.arguments = arguments
        self.names: dict[str, Any] = {}
        self.conditions: dict[str, str] = {}
        """The name of the variable that holds the value of each condition."""

    def expression(self, source: Source) -> str:
        match source:
            case Always(value):
                return self._name(value)
            case OrElse(path, constant):
                return f"({self.expression(path)} if {self._path(path)} is not None else {self._name(constant)})"
            case Made(function, paths, is_mapping):
                method = ".from_model" if is_mapping else ""
                return f"{self._name(function)}{method}({', '.join(self._path(path) for path in paths)})"
            case Shown(inner, condition, otherwise):
                held = self.conditions.setdefault(self.expression(condition), f"condition_{len(self.conditions)}")
                return f"({self.expression(inner)} if {held} else {self._name(otherwise)})"
            case str() if self._type_of(source) is Digits:
                return f"{self._name(msgspec.Raw)}({self._path(source)})"
            case str():
                return self._path(source)

    def check(self, source: Source, hint: Any) -> None:
        """Raise `TypeError` or `ValidationError` unless the values of the source have the type."""
        match source:
            case Always(value):
                msgspec.convert(value, hint)
            case OrElse(path, constant):
                msgspec.convert(constant, hint)
                self.check(path, hint | None)
            case Shown(inner, condition, otherwise):
                self.check(condition, bool)
                self.check(inner, hint)
                msgspec.convert(otherwise, hint)
            case _:
                found = self._type_of(source)
                if not fits(Decimal if found is Digits else found, hint):
                    raise TypeError(f"its source is {found}, not {hint}")

    def _type_of(self, source: str | Made) -> Any:
        if isinstance(source, Made):
            arguments = [self._type_of(path) for path in source.paths]
            return source.function if source.is_mapping else type_of_call(source.function, arguments)
        root, *rest = self._path(source).split(".")
        return type_of_path(self.arguments[root], rest)

    def _path(self, path: str) -> str:
        return path if path.partition(".")[0] in self.arguments else f"{MODEL}.{path}"

    def _name(self, value: Any) -> str:
        """Return a name for the value; the same one for the same object."""
        for name, known in self.names.items():
            if known is value:
                return name
        name = f"value_{len(self.names)}"
        self.names[name] = value
        return name
