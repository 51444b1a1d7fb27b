"""Comments on clients on the v1 wire."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from parlour.access.tenant import Tenant
from parlour.areas.clients.model.comments import Comment
from parlour.http.dates import format_instant
from parlour.http.fields import text
from parlour.http.path_parts import PathPart
from parlour.http.wire import always, made, mapped, says

CommentInPath = Annotated[int, PathPart("Comment", "The comment.", 51)]
A_MOMENT = "2026-01-31T18:30:00-0500"


def _moment(at: datetime, timezone: ZoneInfo) -> str:
    return format_instant(at, timezone)


def _author(comment: Comment) -> "Author | None":
    if comment.author_id is None:
        return None
    return Author(comment.author_id, comment.author_name, comment.author_avatar)


class Author(msgspec.Struct, frozen=True):
    """Who wrote a comment."""

    id: Annotated[int, says("The user.", 42)]
    name: Annotated[str, says("The name of the user.", "Anna Berg")]
    avatar: Annotated[str, says("Address of the user's picture, or empty.", "")]


class CommentForm(msgspec.Struct):
    """A comment to add."""

    text: Annotated[Annotated[str, text(1, 255, has_lines=True)], says("The comment.", "Allergic to ammonia")]


class CommentFile(msgspec.Struct, frozen=True):
    """A file of a comment."""

    link: Annotated[str, says("Where it can be downloaded.", "https://example.com/card.pdf")]
    filename: Annotated[str, says("What it is called.", "card.pdf")]


class ClientComment(msgspec.Struct, frozen=True):
    """A comment on a client."""

    id: Annotated[int, says("The comment.", 51)]
    create_date: Annotated[
        str, says("When it was written.", A_MOMENT, of=made(_moment, "created_at", "tenant.timezone"))
    ]
    update_date: Annotated[
        str, says("When it was last changed.", A_MOMENT, of=made(_moment, "changed_at", "tenant.timezone"))
    ]
    type: Annotated[str, always("default", "Always `default`: a text. Files have a list of their own.")]
    text: Annotated[str, says("The comment.", "Allergic to ammonia")]
    files: Annotated[list[CommentFile], always([], "Always empty: files belong to clients, not to comments.")]
    user: Annotated[
        Author | None,
        says(
            "Who wrote it; null for the operator of the server.",
            {"id": 42, "name": "Anna Berg", "avatar": ""},
            of=made(_author),
        ),
    ]

    from_model = mapped(Comment, Tenant)
