"""Inviting: a role that takes effect later, an invitation with a link, and a message with the link."""

from collections.abc import Iterator, Sequence

import msgspec

from parlour.access.permissions import Permission
from parlour.access.policy import values_of
from parlour.access.tenant import Tenant, lock_tenant
from parlour.access.tokens import new_token
from parlour.areas.messages.service.email import send_messages
from parlour.areas.users.model.users import Invite, LocationKey, LocationRole, Member, NewInvitation
from parlour.areas.users.queries import invitations, members
from parlour.areas.users.refusals import HAS_ROLE, INVITED_TWICE
from parlour.areas.users.rights.delegation import Grantor, effective_rights, overrides_json
from parlour.areas.users.service import rate_limits, team_links
from parlour.areas.users.service.invitation_email import InvitationContext, invitation_email
from parlour.db.pool import Connection
from parlour.errors import Fault, Invalid


class InvitationDelivery(msgspec.Struct, frozen=True):
    """How invitations are delivered from this server."""

    base_url: str
    sends_email: bool

    def link(self, token: str) -> str:
        return f"{self.base_url}/invitations/{token}"


class ResolvedInvite(msgspec.Struct, frozen=True):
    """A checked invitation: its user exists and its rights are known."""

    invite: Invite
    role: LocationRole


async def invite(
    conn: Connection, tenant: Tenant, invites: Sequence[Invite], delivery: InvitationDelivery
) -> list[int]:
    """Invite all of them or none, and return their users. The links are sent once the transaction has committed.

    Raise `Invalid` for users who are here already, `Forbidden` for rights that the caller may not give, `Throttled` for
    too many invitations.
    """
    await rate_limits.count_invitations(conn, tenant, [each.contact.login for each in invites])
    location = LocationKey(tenant.chain_id, tenant.location_id)
    await members.lock_locations(conn, location.chain_id, [location.location_id])
    tenant = await lock_tenant(conn, tenant, Permission.USERS_INVITE)
    resolved = await resolve(conn, location, invites, Grantor.of(tenant))
    stored = await store(conn, location, tenant.user_id, resolved, delivery)
    inviter = await invitations.find_user_name(conn, tenant.user_id)
    context = InvitationContext(inviter, await invitations.find_location_title(conn, location))
    letters = [
        invitation_email(new.sent_to, context, each.role.role, delivery.link(new.token))
        for new, each in zip(stored, resolved, strict=True)
    ]
    await send_messages(conn, location.chain_id, letters)
    return [each.role.user_id for each in resolved]


async def resolve(
    conn: Connection, location: LocationKey, invites: Sequence[Invite], grantor: Grantor | None
) -> list[ResolvedInvite]:
    """Find or create the users; without a grantor all rights may be given. The caller has locked the location."""
    known = await _known_users(conn, invites)
    members_here = {
        member.user_id: member for member in await members.list_members_by_id(conn, location, list(known.values()))
    }
    faults_of_links = await team_links.find_faults(conn, location, _links(invites, known))
    if faults := [*_faults(invites, known, members_here), *faults_of_links]:
        raise Invalid(faults)
    rights = [
        overrides_json(each.role, each.rights, "{}", f"invites[{number}].rights") for number, each in enumerate(invites)
    ]
    if grantor is not None:
        for each, overrides in zip(invites, rights, strict=True):
            _check_rights(grantor, each, overrides, members_here.get(known.get(each.contact.login, 0)))
    new_people = [each for each in invites if each.contact.login not in known]
    added = await invitations.add_invited_users(
        conn, [(each.name or each.contact.login, each.contact) for each in new_people]
    )
    ids = known | {user.email or user.phone or "": user.id for user in added}
    if len(added) < len(new_people):
        ids |= await _known_users(conn, new_people)
    return [
        ResolvedInvite(each, LocationRole(ids[each.contact.login], each.role, overrides, each.position))
        for each, overrides in zip(invites, rights, strict=True)
    ]


async def store(
    conn: Connection,
    location: LocationKey,
    invited_by: int | None,
    resolved: Sequence[ResolvedInvite],
    delivery: InvitationDelivery,
) -> list[NewInvitation]:
    """Store the roles and the invitations; earlier invitations of these users stop working.

    Raise `Invalid` for users who accepted an earlier one since `resolve` looked them up.
    """
    stored = [
        NewInvitation(
            user_id=each.role.user_id,
            sent_to=each.invite.contact.login,
            name=each.invite.name or each.invite.contact.login,
            is_mailed=each.invite.contact.email is not None and delivery.sends_email,
            token=new_token(),
        )
        for each in resolved
    ]
    invited = await members.invite_roles(conn, location, [each.role for each in resolved])
    if len(invited) < len(resolved):
        raise Invalid(
            HAS_ROLE.fault(f"invites[{number}].contact")
            for number, each in enumerate(resolved)
            if each.role.user_id not in invited
        )
    links = {each.role.user_id: each.invite.team_member_id for each in resolved if each.invite.team_member_id}
    await team_links.set_links(conn, location, links, "invites")
    await invitations.revoke_invitations(conn, location, [each.role.user_id for each in resolved])
    await invitations.create_invitations(conn, location, invited_by, stored)
    return stored


async def _known_users(conn: Connection, invites: Sequence[Invite]) -> dict[str, int]:
    """Return the ids of existing users by each of their logins."""
    users = await invitations.list_users_by_login(conn, [each.contact.login for each in invites])
    return {login: user.id for user in users for login in (user.email, user.phone) if login}


def _faults(invites: Sequence[Invite], known: dict[str, int], members_here: dict[int, Member]) -> Iterator[Fault]:
    seen: set[str | int] = set()
    for number, each in enumerate(invites):
        login = each.contact.login
        who = known.get(login, login)
        here = members_here.get(known.get(login, 0))
        if here and here.is_accepted:
            yield HAS_ROLE.fault(f"invites[{number}].contact")
        elif who in seen:
            yield INVITED_TWICE.fault(f"invites[{number}].contact")
        seen.add(who)


def _links(invites: Sequence[Invite], known: dict[str, int]) -> list[team_links.WantedLink]:
    return [
        team_links.WantedLink(f"invites[{number}].team_member_id", known.get(each.contact.login), each.team_member_id)
        for number, each in enumerate(invites)
        if each.team_member_id is not None
    ]


def _check_rights(grantor: Grantor, invite: Invite, rights: str, before: Member | None) -> None:
    """Raise `Forbidden` for more than the grantor holds, in this invitation or in the one that it replaces."""
    if before is not None:
        grantor.check_may_manage(before.role, effective_rights(before))
    grantor.check_may_grant(invite.role, values_of(invite.role, rights))
