"""Violated constraints that are a fault of the caller. Any other violation is a bug, and a 500."""

import contextlib
from collections.abc import Iterator, Mapping

import asyncpg

from parlour.errors import ParlourError


@contextlib.contextmanager
def violations_mean(errors: Mapping[str, ParlourError]) -> Iterator[None]:
    """Raise the error that a constraint or unique index means, if a statement in the block violates it.

    `errors` are by the name of the constraint or index. The transaction can only be rolled back afterwards.
    """
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as violation:
        meaning = errors.get(getattr(violation, "constraint_name", ""))
        if meaning is None:
            raise
        raise meaning from violation
