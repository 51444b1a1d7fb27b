"""Refusing a `sort` or `filter` that API v2 doesn't know: if it were ignored, the answer would be a wrong one."""

from collections.abc import Collection

from parlour.errors import Fault, Invalid
from parlour.http.query import Pairs

FAMILIES = ("sort", "filter")
NO_SUCH = "This is not supported here."


def refuse_unknown_filters(pairs: Pairs, own: Collection[str]) -> None:
    """Raise `Invalid` with each `sort` and `filter[…]` of a query that is none of the operation's `own`."""
    sent = dict.fromkeys(name for name, _ in pairs)
    faults = [Fault(name, NO_SUCH) for name in sent if name.partition("[")[0] in FAMILIES and name not in own]
    if faults:
        raise Invalid(faults)
