"""Inviting: a role that takes effect later, an invitation with a link, and a message with the link."""

from collections.abc import Iterator, Sequence

import msgspec

from parlour.access.permissions import Permission
from parlour.access.policy import values_of
from parlour.access.tenant import Tenant, lock_tenant
from parlour.access.tokens import new_token
from parlour.areas.messages.queries import add_messages
from parlour.areas.users.model.users import Invite, LocationRole, Member, NewInvitation, Place
from parlour.areas.users.queries import invitations, members
from parlour.areas.users.rights.giving import Giver, differences, held_by
from parlour.areas.users.service import throttle
from parlour.areas.users.service.letters import Occasion, invitation_letter
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid

HAS_ROLE = "This person has a role here already."
NAMED_TWICE = "This person is named twice."


class Post(msgspec.Struct, frozen=True):
    """How invitations are delivered from this server."""

    base_url: str
    sends_email: bool

    def link(self, token: str) -> str:
        return f"{self.base_url}/invitations/{token}"


class Prepared(msgspec.Struct, frozen=True):
    """A checked invitation: its user exists and its rights are known."""

    invite: Invite
    role: LocationRole


async def invite(conn: Connection, tenant: Tenant, invites: Sequence[Invite], post: Post) -> None:
    """Invite all of them or none. The links are sent once the transaction has committed.

    Raise `Invalid` for users who are here already, `Forbidden` for rights that the caller may not give, `Throttled` for
    too many invitations.
    """
    await throttle.count_invitations(conn, tenant, [each.contact.login for each in invites])
    place = Place(tenant.chain_id, tenant.location_id)
    await members.lock_locations(conn, place.chain_id, [place.location_id])
    tenant = await lock_tenant(conn, tenant, Permission.USERS_INVITE)
    prepared = await prepare(conn, place, invites, Giver.of(tenant))
    made = await write(conn, place, tenant.user_id, prepared, post)
    inviter = await invitations.find_name(conn, tenant.user_id)
    occasion = Occasion(inviter, await invitations.find_title(conn, place))
    letters = [
        invitation_letter(new.sent_to, occasion, each.role.role, post.link(new.token))
        for new, each in zip(made, prepared, strict=True)
    ]
    await add_messages(conn, letters)


async def prepare(conn: Connection, place: Place, invites: Sequence[Invite], giver: Giver | None) -> list[Prepared]:
    """Find or create the users; without a giver all rights may be given. The caller has locked the location."""
    known = await _known_users(conn, invites)
    present = {member.user_id: member for member in await members.list_invited(conn, place, list(known.values()))}
    if faults := list(_faults(invites, known, present)):
        raise Invalid(faults)
    rights = [
        differences(each.role, each.rights, "{}", f"invites[{number}].user_permissions")
        for number, each in enumerate(invites)
    ]
    if giver is not None:
        for each, kept in zip(invites, rights, strict=True):
            _refuse(giver, each, kept, present.get(known.get(each.contact.login, 0)))
    strangers = [each for each in invites if each.contact.login not in known]
    added = await invitations.add_invited_users(
        conn, [(each.name or each.contact.login, each.contact) for each in strangers]
    )
    ids = known | {user.email or user.phone or "": user.id for user in added}
    if len(added) < len(strangers):
        ids |= await _known_users(conn, strangers)
    return [
        Prepared(each, LocationRole(ids[each.contact.login], each.role, kept, each.team_member_id, each.position))
        for each, kept in zip(invites, rights, strict=True)
    ]


async def write(
    conn: Connection, place: Place, invited_by: int | None, prepared: Sequence[Prepared], post: Post
) -> list[NewInvitation]:
    """Store the roles and the invitations; earlier invitations of these users stop working.

    Raise `Invalid` for users who accepted an earlier one since `prepare` looked.
    """
    made = [
        NewInvitation(
            user_id=each.role.user_id,
            sent_to=each.invite.contact.login,
            name=each.invite.name or each.invite.contact.login,
            is_mailed=each.invite.contact.email is not None and post.sends_email,
            token=new_token(),
        )
        for each in prepared
    ]
    invited = await members.invite_roles(conn, place, [each.role for each in prepared])
    if len(invited) < len(prepared):
        raise Invalid(
            Fault(f"invites[{number}].search", HAS_ROLE)
            for number, each in enumerate(prepared)
            if each.role.user_id not in invited
        )
    await invitations.revoke_invitations(conn, place, [each.role.user_id for each in prepared])
    await invitations.create_invitations(conn, place, invited_by, made)
    return made


async def _known_users(conn: Connection, invites: Sequence[Invite]) -> dict[str, int]:
    """Return the ids of existing users by the login that each was invited under."""
    logins = [each.contact.login for each in invites]
    users = await invitations.list_users_by_login(conn, logins)
    return {login: user.id for user in users for login in (user.email, user.phone) if login in logins and login}


def _faults(invites: Sequence[Invite], known: dict[str, int], present: dict[int, Member]) -> Iterator[Fault]:
    seen: set[str | int] = set()
    for number, each in enumerate(invites):
        login = each.contact.login
        who = known.get(login, login)
        if isinstance(who, int) and who in present and present[who].is_accepted:
            yield Fault(f"invites[{number}].search", HAS_ROLE)
        elif who in seen:
            yield Fault(f"invites[{number}].search", NAMED_TWICE)
        seen.add(who)


def _refuse(giver: Giver, invite: Invite, rights: str, before: Member | None) -> None:
    """Raise `Forbidden` for more than the giver holds, in this invitation or in the one that it replaces."""
    if before is not None:
        giver.refuse_stronger(before.role, held_by(before))
    giver.refuse_beyond(invite.role, values_of(invite.role, rights))
