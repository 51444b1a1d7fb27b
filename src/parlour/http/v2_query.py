"""Refusing a `sort` or `filter` that API v2 doesn't know: if it were ignored, the answer would be a wrong one."""

from collections.abc import Collection
from urllib.parse import parse_qsl

from parlour.errors import Fault, Invalid
from parlour.http.aliases import query_names
from parlour.http.query import Pairs
from parlour.http.services import Connected

FAMILIES = ("sort", "filter")
NO_SUCH = "This can't be asked for here."


def refuse_unknown_filters(pairs: Pairs, own: Collection[str]) -> None:
    """Raise `Invalid` with each `sort` and `filter[…]` of a query that is none of the operation's `own`."""
    sent = dict.fromkeys(name for name, _ in pairs)
    faults = [Fault(name, NO_SUCH) for name in sent if name.partition("[")[0] in FAMILIES and name not in own]
    if faults:
        raise Invalid(faults)


def refuse_unknown(request: Connected) -> None:
    """Raise `Invalid` with each unknown `sort` and `filter[…]` of the query. Call `settle_address` first."""
    query = request.scope["query_string"]
    if not query or "operation" in request.route_handler.opt:
        return
    own, _ = query_names(request.route_handler)
    sent = dict.fromkeys(name for name, _ in parse_qsl(query.decode("latin-1")))
    faults = [Fault(name, NO_SUCH) for name in sent if name.partition("[")[0] in FAMILIES and name not in own]
    if faults:
        raise Invalid(faults)
