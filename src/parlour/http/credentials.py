"""Reading the Authorization header: `Bearer <partner token>, User <user token>`, tolerant of how clients write it."""

import re

import msgspec
from litestar.types import Scope

from parlour.access.permissions import Entry, Permission
from parlour.errors import Unauthenticated

# Case, spaces and the order of the two are free.
_TOKEN = re.compile(r"\b(bearer|user)\s+([^\s,;]+)", re.IGNORECASE)


class Credentials(msgspec.Struct, frozen=True):
    """The tokens that a request came with; None for what was not sent."""

    partner_token: str | None
    user_token: str | None

    def need_partner(self) -> str:
        """Return the partner token. Raise `Unauthenticated` if there is none."""
        if self.partner_token is None:
            raise Unauthenticated("The partner token is missing: send Authorization: Bearer <partner token>.")
        return self.partner_token

    def need_pair(self) -> tuple[str, str]:
        """Return both tokens. Raise `Unauthenticated`, naming the missing one."""
        partner_token = self.need_partner()
        if self.user_token is None:
            raise Unauthenticated(
                "The user token is missing: send Authorization: Bearer <partner token>, User <user token>."
            )
        return partner_token, self.user_token

    def need(self, required: Permission | Entry) -> None:
        """Raise `Unauthenticated` if a required token was not sent; whether it is valid isn't checked here."""
        if required in (Entry.PARTNER, Entry.PARTNER_OR_USER):
            self.need_partner()
        elif required is not Entry.OPEN:
            self.need_pair()


def authorization_of(scope: Scope) -> str:
    """Return the Authorization header of a request; empty if there is none."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"), "")


def parse_authorization(header: str) -> Credentials:
    """Parse the header; ignore unknown parts."""
    found = {scheme.lower(): token for scheme, token in _TOKEN.findall(header)}
    return Credentials(found.get("bearer"), found.get("user"))
