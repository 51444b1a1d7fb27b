"""A chain as its users see it."""

import msgspec


class ChainMembership(msgspec.Struct, frozen=True):
    """A chain in which a user has a role, in the whole of it (`chain_role`) or in some location."""

    id: int
    title: str
    chain_role: str | None
