"""The v1 envelope: `{"success": …, "data": …, "meta": …}` around every answer that has a body."""

from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta

from parlour.http.json import JSONAnswer

T = TypeVar("T")


# A constant stands in the description only: nothing checks what the server itself says.
Success = Annotated[bool, Meta(description="Always true.", examples=[True], extra_json_schema={"const": True})]
NoMeta = Annotated[
    list[dict[str, Any]], Meta(description="Always empty.", examples=[[]], extra_json_schema={"maxItems": 0})
]


class Count(msgspec.Struct, frozen=True):
    """The meta of a counted list."""

    count: Annotated[int, Meta(description="How many there are in all.", examples=[2])]


class Answer(msgspec.Struct, Generic[T], frozen=True):
    """A successful answer without anything to say about it."""

    success: Success
    data: T
    meta: NoMeta


class CountedAnswer(msgspec.Struct, Generic[T], frozen=True):
    """A successful answer with a count."""

    success: Success
    data: T
    meta: Count


def answer(data: T) -> Answer[T]:
    return Answer(True, data, [])


def counted(data: T, count: int) -> CountedAnswer[T]:
    return CountedAnswer(True, data, Count(count))


def tagged(data: T, revision: int) -> JSONAnswer[Answer[T]]:
    """An answer with the entity tag of what it shows."""
    return JSONAnswer(answer(data), headers={"etag": f'"{revision}"'})
