"""For whom a transaction is done. The database writes it into the audit log beside every change (0004_audit.sql)."""

from ipaddress import ip_address
from typing import Any, Literal, Protocol

import msgspec


class Claim(Protocol):
    """The access that a transaction relies on, as it was when somebody looked."""

    @property
    def statement(self) -> str | None:
        """The statement that fails with SQLSTATE `PA001` when it isn't so any more; None where the work asks itself."""

    async def refresh(self, conn: Any) -> None:
        """Look again if it may have changed since. Raises what the caller is to be told when it ended."""

    async def explain(self, conn: Any) -> None:
        """Look again. Raises what the caller is to be told when it ended."""


class Actor(msgspec.Struct, frozen=True):
    """Who changes something, and from where; `operator` is whoever runs the server, at its command line."""

    origin: Literal["api", "operator"]
    user_id: int | None = None
    partner_id: int | None = None
    session_id: int | None = None
    ip: str | None = None
    claim: Claim | None = None

    @property
    def setting(self) -> str:
        """The statement that tells the database, until the transaction ends.

        A literal of the type `actor`. Sent together with BEGIN, so without parameters: nothing but numbers and an
        address that was parsed goes in.
        """
        address = ip_address(self.ip.partition("%")[0]) if self.ip else ""  # the rest could be any text
        parts = (self.origin, self.user_id or "", self.partner_id or "", self.session_id or "", address)
        return f"SET LOCAL parlour.actor = '({','.join(map(str, parts))})'"


OPERATOR = Actor("operator")
