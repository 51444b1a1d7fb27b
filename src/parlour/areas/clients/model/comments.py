"""A comment on a client, by a user."""

from datetime import datetime

import msgspec


class Comment(msgspec.Struct, frozen=True):
    """A comment below a card. The author is None when the operator of the server wrote it."""

    id: int
    text: str
    created_at: datetime
    changed_at: datetime
    author_id: int | None
    author_name: str
    author_avatar: str
