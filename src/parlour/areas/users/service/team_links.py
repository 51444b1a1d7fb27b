"""Linking users to the team members that they are."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from parlour.areas.users import refusals
from parlour.areas.users.model.users import LocationKey, TeamLink
from parlour.areas.users.queries import members, team_links
from parlour.db.constraints import violations_mean
from parlour.db.pool import Connection
from parlour.errors import Fault


class WantedLink(msgspec.Struct, frozen=True):
    """A team member that a user is to be, and the field that says so. A user who is invited may not exist yet."""

    field: str
    user_id: int | None
    team_member_id: int


async def find_faults(conn: Connection, location: LocationKey, wanted: Sequence[WantedLink]) -> list[Fault]:
    """Lock the team members, and return the faults of links that can't be set."""
    if not wanted:
        return []
    users = [each.user_id for each in wanted if each.user_id is not None]
    found = await team_links.lock_links(conn, location, [each.team_member_id for each in wanted], users)
    linked = [link.user_id for link in found if link.user_id is not None]
    with_role = {member.user_id for member in await members.list_members_by_id(conn, location, linked)}
    return list(_faults(wanted, {link.team_member_id: link for link in found}, with_role))


def _faults(wanted: Sequence[WantedLink], found: Mapping[int, TeamLink], with_role: set[int]) -> Iterator[Fault]:
    """Yield the faults. A user without a role has lost the link, and another may take it over."""
    seen: set[int] = set()
    for each in wanted:
        link = found.get(each.team_member_id)
        if link is None:
            yield refusals.NO_TEAM_MEMBER.fault(each.field)
        elif link.user_id in with_role and link.user_id != each.user_id:
            yield refusals.LINKED_OTHERWISE.fault(each.field)
        elif each.team_member_id in seen:
            yield refusals.MEMBER_TWICE.fault(each.field)
        seen.add(each.team_member_id)


async def set_links(conn: Connection, location: LocationKey, links: Mapping[int, int | None], field: str) -> None:
    """Set the team members that users are, after `find_faults`; None for none.

    Raise `Invalid` if another transaction has just linked one of the users.
    """
    if links:
        with violations_mean({"team_members_user_idx": refusals.LINKED_OTHERWISE.error(field)}):
            await team_links.set_links(conn, location, links)
