"""Authorisation before every operation: who the caller is, for which location, and with the right of the route.

It runs before the body is read and before a connection is taken for the operation itself.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from litestar import Request

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import require_somewhere
from parlour.db.pool import connection
from parlour.errors import NotFound
from parlour.http.addresses import host_of
from parlour.http.authority import Authority
from parlour.http.bare import mark_bare
from parlour.http.credentials import authorization_of, parse_authorization
from parlour.http.partner_authority import PartnerAuthority
from parlour.http.services import Connected, services_of
from parlour.ids import MAX_ID


async def authorise(
    request: Request[Any, Any, Any],
    required: Permission | Entry,
    location_id: int | None,
    *,
    confirms_access: bool,
    open_to_partners: bool = False,
    right_somewhere: Callable[[Mapping[str, Any]], Permission | None] | None,
) -> None:
    """Store the caller's `Authority`, or the partner, in the scope. `location_id` is the location in the address.

    Raise `Unauthenticated`, `Forbidden` or `NotFound`.
    """
    if required is Entry.OPEN:
        return
    state = request.scope["state"]
    header = authorization_of(request.scope)
    is_alone = parse_authorization(header).user_token is None
    if required in (Entry.PARTNER, Entry.CLIENT) or (
        is_alone and (open_to_partners or required is Entry.PARTNER_OR_USER)
    ):
        partner = PartnerAuthority(services_of(request), header, location_id, is_client=required is Entry.CLIENT)
        await partner.look_up()
        if required is not Entry.PARTNER_OR_USER:
            state["partner"] = partner
        if open_to_partners:
            state["public_place"] = location_id
        if partner.partner.answers_bare:
            mark_bare(request)
    else:
        names_location = isinstance(required, Permission) or required is Entry.MEMBER
        state["authority"] = authority = Authority(
            services_of(request),
            header,
            location_id if names_location else None,
            required,
            host_of(request.scope),
            is_confirmed_by_handler=confirms_access,
        )
        await authority.look_up()
        if authority.identity.answers_bare:
            mark_bare(request)
        if right_somewhere is not None:
            await _require_somewhere(request, authority.identity, right_somewhere(request.path_params))


def refuse_odd_ids(path: str, positions: Iterable[int]) -> None:
    """Raise `NotFound` unless the ids in the path are plain decimals: not `+1`, `01`, `1_000` or other digits.

    `positions` are those of the ids, counted from the end.
    """
    parts = [part for part in path.split("/") if part]
    for position in positions:
        if not _is_plain(parts[position]) or int(parts[position]) > MAX_ID:
            raise NotFound("Address")


def _is_plain(part: str) -> bool:
    return part.isascii() and part.isdecimal() and (part[0] != "0" or part == "0")


async def _require_somewhere(request: Connected, identity: Identity, permission: Permission | None) -> None:
    """Refuse a user who has the right in no location, before the body that names the location is read."""
    if permission is not None:
        async with connection(services_of(request).pool) as conn:
            await require_somewhere(conn, identity, permission)
