"""The v1 envelope: `{"success": …, "data": …, "meta": …}` around every answer that has a body."""

from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.http.cursors import NextCursor
from parlour.http.envelope import NoMeta
from parlour.http.json import WithETag

T = TypeVar("T")


Success = Annotated[bool, Meta(description="Always true.", examples=[True])]


class Count(msgspec.Struct, frozen=True):
    """The meta of a counted list."""

    count: Annotated[int, Meta(description="How many there are in all.", examples=[2])]


class NextPage(msgspec.Struct, frozen=True):
    """The meta of a page that a cursor asked for."""

    next_cursor: NextCursor


class CountedPage(Count, frozen=True):
    """The meta of a page of a counted list."""

    next_cursor: NextCursor | UnsetType = UNSET


class Answer(msgspec.Struct, Generic[T], frozen=True):
    """A successful answer without meta."""

    success: Success
    data: T
    meta: NoMeta


class CountedAnswer(msgspec.Struct, Generic[T], frozen=True):
    """A successful answer with a count."""

    success: Success
    data: T
    meta: Count


class PageAnswer(msgspec.Struct, Generic[T], frozen=True):
    """A page of a list."""

    success: Success
    data: T
    meta: Annotated[NoMeta | NextPage, Meta(description="Empty unless `cursor` asked for the page.", examples=[[]])]


class CountedPageAnswer(msgspec.Struct, Generic[T], frozen=True):
    """A page of a counted list."""

    success: Success
    data: T
    meta: CountedPage


class Message(msgspec.Struct, frozen=True):
    """The meta of an answer that only says what was done."""

    message: Annotated[str, Meta(description="What was done.", examples=["Done."])]


class MessageAnswer(msgspec.Struct, frozen=True):
    """A successful answer without data."""

    success: Success
    data: Annotated[None, Meta(description="Always null.", examples=[None])]
    meta: Message


def message_answer(message: str) -> MessageAnswer:
    return MessageAnswer(True, None, Message(message))


def answer(data: T) -> Answer[T]:
    return Answer(True, data, [])


def counted(data: T, count: int) -> CountedAnswer[T]:
    return CountedAnswer(True, data, Count(count))


def page_answer(data: T, next_cursor: str | UnsetType | None) -> PageAnswer[T]:
    return PageAnswer(True, data, [] if next_cursor is UNSET else NextPage(next_cursor))


def counted_page(data: T, count: int, next_cursor: str | UnsetType | None) -> CountedPageAnswer[T]:
    return CountedPageAnswer(True, data, CountedPage(count, next_cursor))


def with_etag(data: T, revision: int) -> WithETag[Answer[T]]:
    """Return an answer with the entity tag of its item."""
    return WithETag(answer(data), revision)


def page_with_etag(data: T, revision: int, next_cursor: str | UnsetType | None) -> WithETag[PageAnswer[T]]:
    """Return a page with the entity tag of its item."""
    return WithETag(page_answer(data, next_cursor), revision)
