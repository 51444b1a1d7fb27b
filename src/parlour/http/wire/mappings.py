"""Class methods that make wire structs from models."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, overload

import msgspec

from parlour.http.wire.compiling import compile_mapping

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
T = TypeVar("T")


class _Compiled:
    """A class method that is compiled when it is first used, and then replaces this object."""

    is_for_many = False

    def __init__(self, *kinds: type) -> None:
        self.kinds = kinds

    def __set_name__(self, owner: type[msgspec.Struct], name: str) -> None:
        self.owner, self.name = owner, name
        MAPPINGS.append(self)

    def bind(self, owner: type) -> Any:
        method = classmethod(compile_mapping(self.owner, self.kinds, is_for_many=self.is_for_many))
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


class ListMapping(_Compiled, Generic[A, B]):
    """A class method that makes a list of structs from models and a context."""

    is_for_many = True

    def __get__(self, instance: None, owner: type[T]) -> Callable[[Iterable[A], B], list[T]]:
        bound: Callable[[Iterable[A], B], list[T]] = self.bind(owner)
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


def mapped_list(model: type[A], context: type[B], /) -> ListMapping[A, B]:
    """Return a function as `mapped` does, which makes a list from several models."""
    return ListMapping(model, context)
