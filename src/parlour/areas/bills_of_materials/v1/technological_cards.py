"""Technological cards: bills of materials of services (tag Inventory)."""

from parlour.access.permissions import Permission
from parlour.areas.bills_of_materials import queries, refusals, service
from parlour.areas.bills_of_materials.v1 import wire
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Reading, Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, PageAnswer, answer, page_answer, with_etag
from parlour.page_requests import IdSortKey

operations = Operations(B2B_V1, "Inventory")

LINES = (refusals.FAULTY_LINES, refusals.REPEATED_LINE)


@operations.get("/api/v1/technological_cards/{location_id}", "get_bill_of_materials_list", Permission.INVENTORY_VIEW)
async def get_bill_of_materials_list(ctx: Reading, query: wire.CardList, pages: Pages) -> PageAnswer[list[wire.Card]]:
    """List technological cards

    Bills of materials: what a service uses up, from which storage. By id.
    """
    found = await queries.list_bills(ctx.conn, ctx.tenant, query.search.strip(), pages.rows(IdSortKey))
    cards = [wire.Card.from_model(bill, ctx.tenant) for bill in pages.cut(found, lambda bill: IdSortKey(bill.id))]
    return page_answer(cards, pages.next_cursor)


@operations.get(
    "/api/v1/technological_cards/default_for_staff_and_service/{location_id}/{team_member_id}/{service_id}",
    "get_team_member_service_bill_of_materials",
    Permission.INVENTORY_VIEW,
)
async def get_team_member_service_bill_of_materials(
    ctx: Reading, team_member_id: wire.TeamMemberInPath, service_id: wire.ServiceInPath
) -> Answer[wire.Card]:
    """Get the technological card of a team member for a service

    What the team member uses up when providing the service. Without such a card it is a 404.
    """
    bill = await service.get_bill_of_member(ctx.conn, ctx.tenant, team_member_id, service_id)
    return answer(wire.Card.from_model(bill, ctx.tenant))


@operations.get(
    "/api/v1/technological_cards/{location_id}/{technological_card_id}",
    "get_bill_of_materials",
    Permission.INVENTORY_VIEW,
)
async def get_bill_of_materials(ctx: Reading, technological_card_id: wire.CardInPath) -> WithETag[Answer[wire.Card]]:
    """Get a technological card

    Ours. Its ETag can be sent as `If-Match` to change or delete it.
    """
    bill = await service.get_bill(ctx.conn, ctx.tenant, technological_card_id)
    return with_etag(wire.Card.from_model(bill, ctx.tenant), bill.revision)


@operations.post(
    "/api/v1/technological_cards/{location_id}",
    "create_bill_of_materials",
    Permission.BILL_EDIT,
    refuses=LINES,
)
async def create_bill_of_materials(ctx: Writing, data: Body[wire.CardForm]) -> WithETag[Answer[wire.Card]]:
    """Create a technological card

    Ours. A team member uses it for a service once it is named where the service is assigned to the member.
    """
    form = data.accept()
    with faults_named(wire.FAULT_NAMES):
        bill = await service.create_bill(ctx.conn, ctx.tenant, form.title, form.to_lines())
    return with_etag(wire.Card.from_model(bill, ctx.tenant), bill.revision)


@operations.put(
    "/api/v1/technological_cards/{location_id}/{technological_card_id}",
    "update_bill_of_materials",
    Permission.BILL_EDIT,
    refuses=LINES,
)
async def update_bill_of_materials(
    ctx: Writing, technological_card_id: wire.CardInPath, data: Body[wire.CardChanges], if_match: Revisions
) -> WithETag[Answer[wire.Card]]:
    """Change a technological card

    Ours. Fields that are left out keep their values. `technological_card_items` are all products that it shall have
    afterwards; a product from a storage keeps its line.
    """
    patch = data.accept().to_patch()
    with faults_named(wire.FAULT_NAMES):
        bill = await service.update_bill(ctx.conn, ctx.tenant, technological_card_id, patch, if_match)
    return with_etag(wire.Card.from_model(bill, ctx.tenant), bill.revision)


@operations.delete(
    "/api/v1/technological_cards/{location_id}/{technological_card_id}",
    "delete_bill_of_materials",
    Permission.BILL_EDIT,
    refuses=(refusals.IN_USE,),
)
async def delete_bill_of_materials(ctx: Writing, technological_card_id: wire.CardInPath, if_match: Revisions) -> None:
    """Delete a technological card

    Ours. One that team members use for services is refused, and the services are named.
    """
    await service.delete_bill(ctx.conn, ctx.tenant, technological_card_id, if_match)
