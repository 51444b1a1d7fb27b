"""Reading the audit log (tag Audit). Ours, beyond the contract."""

from parlour.access.permissions import Permission
from parlour.areas.audit import queries
from parlour.areas.audit.model import ChangeFilter
from parlour.areas.audit.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v1_envelope import CountedPageAnswer, counted_page
from parlour.page_requests import MomentSortKey

operations = Operations(B2B_V1, "Audit", "The log of changes: who changed what, when and from where.")


@operations.get("/api/v1/audit/{location_id}", "list_changes", Permission.CHANGES_VIEW)
async def list_changes(ctx: Reading, query: wire.ChangeSearch, pages: Pages) -> CountedPageAnswer[list[wire.Change]]:
    """List changes

    The changes in the location and in its whole chain, the newest first: what was created, changed, deleted or
    restored, who signed in and out, and who tried to write without the right to. Changes of stock are shown only as far
    as the user may see stock. `count` in `meta` is at most 10,000.
    """
    shown = ChangeFilter(
        query.user_id,
        query.entity,
        query.entity_id,
        query.action,
        query.since.at(ctx.tenant.timezone) if query.since else None,
        query.until.at(ctx.tenant.timezone) if query.until else None,
    )
    found = await queries.list_changes(ctx.conn, ctx.tenant, shown, pages.rows(MomentSortKey))
    changes = pages.cut(found, lambda change: MomentSortKey(change.at, change.id))
    in_all = found[0].count if found else await queries.count_changes(ctx.conn, ctx.tenant, shown)
    rows = [wire.Change.from_model(change, ctx.tenant.timezone) for change in changes]
    return counted_page(rows, in_all, pages.next_cursor)
