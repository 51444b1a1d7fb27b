"""The users of a location, and inviting them. No storage, no wire, and nothing about what a right means."""

from datetime import datetime, timedelta

import msgspec
from msgspec import UNSET, UnsetType

OWNER = "owner"
FIRST_ROLE = "worker"
"""The role of an invited user unless the invitation names another."""
INVITATION_LIFETIME = timedelta(days=7)
NO_PASSWORD = "!"  # noqa: S105 - a hash that no password has
"""The password hash of a user who was invited and has not chosen a password yet."""

RightValue = bool | int | list[int] | list[str]


class LocationKey(msgspec.Struct, frozen=True):
    """A location with its chain."""

    chain_id: int
    location_id: int


class Member(msgspec.Struct, frozen=True):
    """A user with a role in a location, or in its chain, which counts in every location."""

    user_id: int
    name: str
    email: str | None
    phone: str | None
    chain_role: str | None
    location_role: str | None
    rights: str
    """The differences from the rights of the location role, as a JSON object."""
    team_member_id: int | None
    position: str
    is_accepted: bool
    """False while an invitation is open. Until then, a location sees only what the inviter entered about the user."""

    @property
    def role(self) -> str:
        """Return the role that takes precedence."""
        if OWNER in (self.chain_role, self.location_role):
            return OWNER
        return self.location_role or self.chain_role or FIRST_ROLE


class RoleAtLocation(msgspec.Struct, frozen=True):
    """A user's role in one of several locations."""

    location_id: int
    role: str
    rights: str
    is_accepted: bool


class MemberPatch(msgspec.Struct, frozen=True, kw_only=True):
    """The changes to a user in a location; UNSET keeps a value. A value of None restores the role's own."""

    role: str | UnsetType = UNSET
    rights: dict[str, RightValue | None] | UnsetType = UNSET
    team_member_id: int | UnsetType | None = UNSET


class LocationRole(msgspec.Struct, frozen=True):
    """A role in a location as it is stored."""

    user_id: int
    role: str
    rights: str
    position: str


class TeamLink(msgspec.Struct, frozen=True):
    """A team member of a location, and the user who they are."""

    team_member_id: int
    user_id: int | None


class Contact(msgspec.Struct, frozen=True):
    """Where an invitation goes: an email address in lower case, or a phone number in E.164 with a plus."""

    email: str | None
    phone: str | None

    @property
    def login(self) -> str:
        return self.email or self.phone or ""


class Invite(msgspec.Struct, frozen=True):
    """A person to invite."""

    contact: Contact
    name: str | None
    role: str
    rights: dict[str, RightValue | None]
    team_member_id: int | None
    position: str


class KnownUser(msgspec.Struct, frozen=True):
    """A user with one of the logins that were searched for."""

    id: int
    email: str | None
    phone: str | None


class NewInvitation(msgspec.Struct, frozen=True):
    """An invitation to be stored. The token itself is only in the link."""

    user_id: int
    sent_to: str
    name: str
    is_mailed: bool
    token: str
    """Goes into the link; only its hash is stored."""


class Invitation(msgspec.Struct, frozen=True):
    """An invitation as its link shows it."""

    chain_id: int
    id: int
    location_id: int
    user_id: int
    location_title: str
    inviter: str | None
    role: str
    sent_to: str
    name: str
    is_mailed: bool
    login: str
    """The login of the user, which need not be the address that the invitation was sent to."""
    is_new_user: bool
    """The user has no password yet, and chooses one now."""
    expires_at: datetime
    is_expired: bool
    is_accepted: bool
    is_revoked: bool
