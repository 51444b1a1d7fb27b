"""Who a transaction is done for. The database writes it into the audit log beside every change (0004_audit.sql)."""

from ipaddress import ip_address
from typing import Any, Literal, Protocol

import msgspec


class Claim(Protocol):
    """The access that a transaction relies on, as it was when it was read."""

    @property
    def statement(self) -> str | None:
        """Return the statement that fails with SQLSTATE `PA001` when the access has changed; None to skip the check."""

    async def refresh(self, conn: Any) -> None:
        """Read the access again if it may have changed. Raise the error for the caller when it has ended."""

    async def explain(self, conn: Any) -> None:
        """Read the access again. Raise the error for the caller when it has ended."""


class Actor(msgspec.Struct, frozen=True):
    """Who changes something, and from where; `operator` is the server's operator, at the command line."""

    origin: Literal["api", "operator"]
    user_id: int | None = None
    partner_id: int | None = None
    session_id: int | None = None
    ip: str | None = None
    claim: Claim | None = None

    @property
    def setting(self) -> str:
        """Return the statement that sets the actor in the database until the transaction ends.

        The value is a literal of the type `actor`. The statement is sent together with BEGIN and so can't have
        parameters: it contains nothing but numbers and a parsed address.
        """
        address = ip_address(self.ip.partition("%")[0]) if self.ip else ""  # what follows the % could be any text
        parts = (self.origin, self.user_id or "", self.partner_id or "", self.session_id or "", address)
        return f"SET LOCAL parlour.actor = '({','.join(map(str, parts))})'"


OPERATOR = Actor("operator")
