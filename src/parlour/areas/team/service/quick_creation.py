"""Creating a team member with little more than a name, together with their user."""

import msgspec

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.team import refusals
from parlour.areas.team.model.members import QuickMember, TeamMember
from parlour.areas.team.service import members
from parlour.areas.users.model.users import FIRST_ROLE, Invite
from parlour.areas.users.service import members as users
from parlour.areas.users.service.invitations import InvitationDelivery, invite
from parlour.db.pool import Connection


async def create_quickly(
    conn: Connection, tenant: Tenant, new: QuickMember, delivery: InvitationDelivery
) -> TeamMember:
    """Create a team member, linked to the user with one of the addresses.

    Raise `Forbidden` for an invitation that the caller may not send, `Invalid`, and what inviting raises.
    """
    user_id = await _user_of(conn, tenant, new, delivery)
    patch = msgspec.structs.replace(new.patch, user_id=user_id)
    return await members.create_member(conn, tenant, patch.to_new())


async def _user_of(conn: Connection, tenant: Tenant, new: QuickMember, delivery: InvitationDelivery) -> int | None:
    """Return the user with one of the addresses who has a role here, or one who is invited now."""
    found = await users.find_member_by_login(conn, tenant, [contact.login for contact in new.contacts])
    if found is not None:
        return found.user_id
    if not new.is_invited:
        return None
    tenant.require(Permission.USERS_INVITE)
    if not new.contacts:
        raise refusals.NO_CONTACT.error("contact")
    person = Invite(new.contacts[0], new.patch.name or None, FIRST_ROLE, {}, None, "")
    (user_id,) = await invite(conn, tenant, [person], delivery)
    return user_id
