"""What a handler takes, read from its signature: each argument is known by its name and type.

The first argument is the context (`context`). Then come, in any order: ids and texts from the address, by the names
that they have there; `query`, of a subclass of `Query`; `data: Body[…]` or `Form[…]`; `pages: Pages`;
`if_match: Revisions`.
"""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from parlour.access.identity import Client, Identity, Partner
from parlour.access.permissions import Entry, Permission
from parlour.access.tenant import Tenant
from parlour.http.body import Body, Form
from parlour.http.context import Context
from parlour.http.csv_answer import CSVAnswer
from parlour.http.json import WithETag
from parlour.http.pages import Pages
from parlour.http.path_parts import PathPart
from parlour.http.pdf_answer import PDFAnswer
from parlour.http.preconditions import Revisions
from parlour.http.query import Query

WITHOUT_BODY = (type(None), CSVAnswer, PDFAnswer)
CALLERS: dict[Entry, Any] = {
    Entry.OPEN: type(None),
    Entry.PARTNER: Partner,
    Entry.PARTNER_OR_USER: Identity | None,
    Entry.USER: Identity,
    Entry.CLIENT: Client,
    Entry.MEMBER: Tenant,
}
"""The caller that a handler's context names, by what its operation requires. A right is required in a location."""


class Arguments(msgspec.Struct, frozen=True):
    """The arguments of a handler by kind; None for those that it doesn't take."""

    context: type[Context[Any]]
    from_path: dict[str, PathPart]
    """The meaning of each id or text in the address that the handler takes."""
    query: type[Query] | None
    body: type[msgspec.Struct] | None
    """The type into which a body is read."""
    is_form: bool
    takes_pages: bool
    takes_if_match: bool
    answer: Any
    """The type of a successful answer; None if it has no body, or one that isn't JSON."""
    is_pdf: bool
    has_etag: bool


def arguments_of(handler: Callable[..., Any], needs: Permission | Entry) -> Arguments:
    """Return the arguments of a handler. Raise `TypeError` for an unknown one, or for a context of other callers."""
    hints = get_type_hints(handler, include_extras=True)
    returns = hints.pop("return")
    has_etag = get_origin(returns) is WithETag
    found: dict[str, Any] = {"from_path": {}, "query": None, "body": None, "is_form": False}
    found |= {"takes_pages": False, "takes_if_match": False, "has_etag": has_etag}
    found["is_pdf"] = returns is PDFAnswer
    found["answer"] = get_args(returns)[0] if has_etag else None if returns in WITHOUT_BODY else returns
    first, *rest = inspect.signature(handler).parameters
    found["context"] = _context_of(handler, hints[first], needs)
    for name in rest:
        kind = hints[name]
        match name:
            case "if_match" if kind is Revisions:
                found["takes_if_match"] = True
            case "pages" if kind is Pages:
                found["takes_pages"] = True
            case "data" if get_origin(kind) in (Body, Form):
                found["body"], found["is_form"] = get_args(kind)[0], get_origin(kind) is Form
            case "query" if isinstance(kind, type) and issubclass(kind, Query):
                found["query"] = kind
            case _ if (part := _path_part(kind)) is not None:
                found["from_path"][name] = part
            case _:
                raise TypeError(f"{handler.__qualname__}: an operation can't have the argument {name}: {kind}.")
    return Arguments(**found)


def _context_of(handler: Callable[..., Any], kind: Any, needs: Permission | Entry) -> type[Context[Any]]:
    context, caller = get_origin(kind) or kind, (get_args(kind) or (Tenant,))[0]
    if not (isinstance(context, type) and issubclass(context, Context)):
        raise TypeError(f"{handler.__qualname__}: the first argument must be a context, not {kind}.")
    expected = Tenant if isinstance(needs, Permission) else CALLERS[needs]
    if caller != expected:
        raise TypeError(f"{handler.__qualname__}: {needs!r} is required, so the context must be of {expected}.")
    return context


def _path_part(kind: Any) -> PathPart | None:
    if get_origin(kind) is not Annotated:
        return None
    return next((each for each in kind.__metadata__ if isinstance(each, PathPart)), None)
