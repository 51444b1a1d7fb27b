"""Authorisation before every operation: who the caller is, for which location, and with the right of the route.

It runs before the body is read and before a connection is taken for the operation itself. Handlers get the result as
the dependencies `identity` and `tenant`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from litestar import Request, Response
from litestar.handlers import BaseRouteHandler

from parlour.access.identity import Identity, Partner
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import require_somewhere
from parlour.access.tokens import get_partner
from parlour.db.pool import connection
from parlour.errors import NotFound
from parlour.http.addresses import host_of
from parlour.http.aliases import canonical_query
from parlour.http.authority import Authority
from parlour.http.bare import mark_bare
from parlour.http.credentials import authorization_of, parse_authorization
from parlour.http.encoded_answer import EncodedAnswer
from parlour.http.idempotency import recall
from parlour.http.incoming import keep_query
from parlour.http.media_type import require_media_type
from parlour.http.services import Connected, services_of
from parlour.http.v2_query import refuse_unknown
from parlour.ids import MAX_ID

if TYPE_CHECKING:
    from parlour.http.operation import Operation


async def authorise(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """Store the caller's `Authority`, or the partner, in the scope; return an earlier answer, if any (`idempotency`).

    Raise `Unauthenticated`, `Forbidden` or `NotFound`.

    This is a hook and not a guard, because Litestar copies the route handler for each guard of each request.
    """
    is_declared = "operation" in request.route_handler.opt  # then it authorises itself
    if request.scope["method"] == "OPTIONS" or is_declared:  # the methods of an address are public
        return None
    settle_address(request)
    opt = request.route_handler.opt
    earlier = await _admit(
        request,
        opt["permission"],
        confirms_access=bool(opt.get("confirms_access")),
        somewhere=opt.get("right_somewhere"),
    )
    if earlier is None:
        return None
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in earlier.encode_headers()}
    return Response(earlier.body, status_code=earlier.status_code, headers=headers)


async def authorise_operation(request: Request[Any, Any, Any], operation: "Operation") -> EncodedAnswer | None:
    """Store the caller's `Authority`, or the partner, in the scope; return an earlier answer, if any (`idempotency`).

    Raise `Malformed` if the media type of API v2 is missing, `Unauthenticated`, `Forbidden` or `NotFound`.
    """
    if operation.api.needs_media_type:
        require_media_type(request.scope)
    refuse_odd_ids(request)
    return await _admit(
        request,
        operation.needs,
        confirms_access=operation.confirms_access,
        somewhere=operation.right_somewhere,
    )


async def _admit(
    request: Request[Any, Any, Any],
    required: Permission | Entry,
    *,
    confirms_access: bool,
    somewhere: Callable[[Mapping[str, Any]], Permission | None] | None,
) -> EncodedAnswer | None:
    if required is Entry.OPEN:
        return None
    state = request.scope["state"]
    header = authorization_of(request.scope)
    if required is Entry.PARTNER:
        state["partner"] = await _find_partner(request, header)
    elif required is Entry.PARTNER_OR_USER and parse_authorization(header).user_token is None:
        await _find_partner(request, header)
    else:
        names_location = isinstance(required, Permission) or required is Entry.MEMBER
        state["authority"] = authority = Authority(
            services_of(request),
            header,
            request.path_params["location_id"] if names_location else None,
            required,
            host_of(request.scope),
            is_confirmed_by_handler=confirms_access,
        )
        await authority.look_up()
        if authority.identity.answers_bare:
            mark_bare(request)
        if somewhere is not None:
            await _require_somewhere(request, authority.identity, somewhere(request.path_params))
        return await recall(request, authority.identity)
    return None


async def authorise_v2(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """Do the same for API v2, whose requests must name its media type: that is checked first and raises `Malformed`.

    Raise `Invalid` for a `sort` or `filter` that the operation doesn't know.
    """
    if request.scope["method"] == "OPTIONS" or "operation" in request.route_handler.opt:
        return None
    require_media_type(request.scope)
    answer = await authorise(request)
    refuse_unknown(request)
    return answer


def settle_address(request: Connected) -> None:
    """Refuse a malformed address, and rewrite the query to the operation's own names."""
    refuse_odd_ids(request)
    keep_query(request)
    canonical_query(request.scope, request.route_handler)


def refuse_odd_ids(request: Connected) -> None:
    """Raise `NotFound` unless ids in the path are plain decimals: not `+1`, `01`, `1_000` or other digits."""
    if request.path_params and (places := _places_of_ids(request.route_handler)):
        parts = [part for part in request.scope["path"].split("/") if part]
        for place in places:
            if not _is_plain(parts[place]) or int(parts[place]) > MAX_ID:
                raise NotFound("Address")


@lru_cache(maxsize=1024)
def _places_of_ids(handler: BaseRouteHandler) -> tuple[int, ...]:
    """Return the positions of ids in an address, counted from its end, where all paths of an operation are alike."""
    parts = [part for part in min(handler.paths).split("/") if part]
    return tuple(place - len(parts) for place, part in enumerate(parts) if part.endswith(":int}"))


def _is_plain(part: str) -> bool:
    return part.isascii() and part.isdecimal() and (part[0] != "0" or part == "0")


async def _require_somewhere(request: Connected, identity: Identity, permission: Permission | None) -> None:
    """Refuse a user who has the right in no location, before the body that names the location is read."""
    if permission is not None:
        async with connection(services_of(request).pool) as conn:
            await require_somewhere(conn, identity, permission)


async def _find_partner(request: Connected, header: str) -> Partner:
    partner_token = parse_authorization(header).need_partner()
    async with connection(services_of(request).pool) as conn:
        partner = await get_partner(conn, partner_token)
    if partner.answers_bare:
        mark_bare(request)
    return partner
