"""Reading the audit log (tag Audit). Ours, beyond the contract."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.audit import queries
from parlour.areas.audit.model import ChangeFilter
from parlour.areas.audit.v1 import wire
from parlour.db.pool import Connection
from parlour.http.cursors import Cursor
from parlour.http.dates import Instant
from parlour.http.pages import Pages
from parlour.http.paging import Page, id_parameter, moment_parameter
from parlour.http.v1_envelope import CountedPageAnswer, counted_page
from parlour.stretch import MomentPlace


def _word(description: str, example: str) -> QueryParameter:
    return QueryParameter(max_length=100, description=description, examples=[Example(value=example)])


@get(
    "/api/v1/audit/{location_id:int}",
    operation_id="list_changes",
    tags=["Audit"],
    permission=Permission.CHANGES_VIEW,
)
async def list_changes(
    conn: NamedDependency[Connection],
    tenant: NamedDependency[Tenant],
    pages: NamedDependency[Pages],
    page: Page = 1,
    count: Annotated[int, QueryParameter(ge=1, le=300, description="Changes on a page.")] = 25,
    cursor: Cursor = None,
    user_id: Annotated[int | None, id_parameter("Done by this user.", 42)] = None,
    entity: Annotated[str | None, _word("Done to things of this kind.", "product")] = None,
    entity_id: Annotated[
        int | None, id_parameter("Done to the thing with this id; name its `entity` too.", 501)
    ] = None,
    action: Annotated[str | None, _word("Of this kind only.", "changed")] = None,
    since: Annotated[
        Instant | None, moment_parameter("At this moment or later.", "2026-01-31T00:00:00-05:00", "from")
    ] = None,
    until: Annotated[Instant | None, moment_parameter("Before this moment.", "2026-02-01T00:00:00-05:00", "to")] = None,
) -> CountedPageAnswer[list[wire.Change]]:
    """List changes

    Who did what in the location and in its whole chain, the newest first: what was created, changed, deleted and
    restored, who signed in and out, and who tried to write without the right to. Of stock it says what the user may
    see of stock. `count` in `meta` goes no further than 10,000.
    """
    shown = ChangeFilter(
        user_id,
        entity,
        entity_id,
        action,
        since.at(tenant.timezone) if since else None,
        until.at(tenant.timezone) if until else None,
    )
    found = await queries.list_changes(conn, tenant, shown, pages.stretch(MomentPlace, page, count, cursor))
    changes = pages.cut(found, lambda change: MomentPlace(change.at, change.id))
    in_all = found[0].count if found else await queries.count_changes(conn, tenant, shown)
    rows = [wire.Change.from_model(change, tenant.timezone) for change in changes]
    return counted_page(rows, in_all, pages.next_cursor)


HANDLERS = [list_changes]
