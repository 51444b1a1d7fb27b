"""The caller: an integration, and usually a user it acts for."""

import msgspec


class Partner(msgspec.Struct, frozen=True):
    """An integration, known by its partner token."""

    partner_id: int
    answers_bare: bool
    """Its clients expect responses without an envelope."""


class Client(msgspec.Struct, frozen=True):
    """An integration acting for a person who books online, known by the pair of tokens. No user of any location."""

    partner: Partner
    account_id: int
    session_id: int
    token: str

    def __repr__(self) -> str:
        return f"Client(account_id={self.account_id}, session_id={self.session_id})"


class Identity(msgspec.Struct, frozen=True):
    """An integration acting for a user, known by the pair of tokens."""

    partner_id: int
    user_id: int
    session_id: int
    allowlists: tuple[tuple[str, ...], ...] = ()
    """The networks that each of the user's roles allows, when all of them restrict; see `ip_allowlist`."""
    answers_bare: bool = False
    """As set for the integration."""
    access_version: int = 0
    """The transaction that was the last to change anyone's access when this was read; 0 for unknown."""
