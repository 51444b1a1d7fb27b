"""Compiling mappings: a function is written from the sources of the fields, and checked against their types."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, get_type_hints

import msgspec
from msgspec import NODEFAULT, Meta

from parlour.digits import Digits
from parlour.http.wire.sources import MODEL, SOURCE, Always, Given, Made, OrElse, Shown, Source
from parlour.http.wire.types import fits, type_of_call, type_of_path


def compile_mapping(owner: type[msgspec.Struct], kinds: tuple[type, ...], *, is_for_many: bool) -> Callable[..., Any]:
    """Return a function of the class and one argument of each kind; the first is a list of models if it is for many.

    Raise `TypeError`.
    """
    arguments = {MODEL: kinds[0]} | {_argument_name(kind): kind for kind in kinds[1:]}
    sources = [*_sources(owner)]
    uses = Counter(each for _, source, _ in sources for each in _always_made(source))
    writer = _Writer(arguments, uses, is_for_many=is_for_many)
    values: list[str] = []
    for name, source, hint in sources:
        try:
            writer.check(source, hint)
        except (TypeError, msgspec.ValidationError) as error:
            raise TypeError(f"{owner.__name__}.{name}: {error}") from None
        is_positional = owner.__match_args__[len(values) : len(values) + 1] == (name,)
        value = writer.expression(source)
        values.append(value if is_positional else f"{name}={value}")
    contexts = "".join(f", {name}" for name in arguments if name != MODEL)
    code = (MANY if is_for_many else ONE).format(
        contexts=contexts,
        setup="; ".join(f"{name} = {expression}" for expression, name in writer.setup.items()) or "pass",
        shared="; ".join(f"{name} = {expression}" for expression, name in writer.shared.items()) or "pass",
        values=", ".join(values),
    )
    exec(code, writer.names)  # noqa: S102 - made of the names of fields and attributes in our own code
    compiled: Callable[..., Any] = writer.names["mapping"]
    return compiled


ONE = """
def mapping(cls, model{contexts}):
    {setup}
    {shared}
    return cls({values})
"""
MANY = """
def mapping(cls, models{contexts}):
    {setup}
    found = []
    for model in models:
        {shared}
        found.append(cls({values}))
    return found
"""


def _always_made(source: Source) -> Iterator[str | Made]:
    """Yield what is needed for a source in any case, what its arguments need first."""
    if isinstance(source, str):
        yield source
    if isinstance(source, Made):
        for argument in source.sources:
            yield from _always_made(argument)
        yield source


def _argument_name(kind: type) -> str:
    """Return the name by which sources refer to a context: `tenant` for a `Tenant`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


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

    def __init__(self, arguments: dict[str, type], uses: Counter[str | Made], *, is_for_many: bool) -> None:
        self.arguments = arguments
        self.is_for_many = is_for_many
        self.uses = uses
        """How often each value is needed, whatever the conditions."""
        self.names: dict[str, Any] = {}
        self.setup: dict[str, str] = {}
        """The name of the variable that holds each value that is the same for all models."""
        self.shared: dict[str, str] = {}
        """The name of the variable that holds each value that is computed once for a model."""

    def expression(self, source: Source) -> str:
        match source:
            case Always(value):
                return self._name(value)
            case OrElse(path, constant):
                return f"({self.expression(path)} if {self._path(path)} is not None else {self._name(constant)})"
            case Made(function, sources, is_mapping):
                method = ".from_model" if is_mapping else ""
                call = f"{self._name(function)}{method}({', '.join(self._argument(each) for each in sources)})"
                if not self._needs_model(source):
                    return self.setup.setdefault(call, f"same_{len(self.setup)}")
                return self._once(call) if self.uses[source] > 1 else call
            case Shown(inner, condition, otherwise):
                held = self.expression(condition)
                if self._needs_model(condition):
                    held = self._once(held)
                return f"({self.expression(inner)} if {held} else {self._name(otherwise)})"
            case Given(path, made, otherwise):
                return f"({self.expression(made)} if {self._path(path)} is not None else {self._name(otherwise)})"
            case str() if self._type_of(source) is Digits:
                number = f"{self._name(msgspec.Raw)}({self._path(source)})"
                return self._once(number) if self.uses[source] > 1 else number
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
            case Given(path, made, otherwise):
                self._type_of(path)
                self.check(made, hint)
                msgspec.convert(otherwise, hint)
            case _:
                found = self._type_of(source)
                if not fits(Decimal if found is Digits else found, hint):
                    raise TypeError(f"its source is {found}, not {hint}")

    def _once(self, expression: str) -> str:
        """Return the name of a variable that holds a value of the model, which is computed once."""
        return self.shared.setdefault(expression, f"shared_{len(self.shared)}")

    def _type_of(self, source: str | Made) -> Any:
        if isinstance(source, Made):
            arguments = [self._type_of(each) for each in source.sources]
            if source.is_mapping and not hasattr(source.function, "from_model"):
                raise TypeError(f"{source.function.__name__} has no from_model")
            return source.function if source.is_mapping else type_of_call(source.function, arguments)
        root, fields = self._root(source)
        return type_of_path(self.arguments[root], fields)

    def _needs_model(self, source: str | Made) -> bool:
        if isinstance(source, Made):
            return any(self._needs_model(each) for each in source.sources)
        return self._root(source)[0] == MODEL

    def _argument(self, source: str | Made) -> str:
        return self._path(source) if isinstance(source, str) else self.expression(source)

    def _path(self, path: str) -> str:
        """Return the expression for a path; what a list of models has in common is read once for all of them."""
        root, _, field = path.partition(".")
        if root not in self.arguments:
            return f"{MODEL}.{path}"
        if self.is_for_many and field and root != MODEL:
            return self.setup.setdefault(path, f"same_{len(self.setup)}")
        return path

    def _root(self, path: str) -> tuple[str, list[str]]:
        """Return the argument at which a path begins, and the names of the fields behind it."""
        root, *fields = path.split(".")
        return (root, fields) if root in self.arguments else (MODEL, [root, *fields])

    def _name(self, value: Any) -> str:
        """Return a name for the value; the same one for the same object."""
        for name, known in self.names.items():
            if known is value:
                return name
        name = f"value_{len(self.names)}"
        self.names[name] = value
        return name
