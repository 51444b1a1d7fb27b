"""Appointments that an integration has made (tag Appointments)."""

from collections.abc import Mapping

from parlour.access.identity import Identity
from parlour.access.permissions import Entry, Permission
from parlour.areas.appointments.model.filters import sort_key_of
from parlour.areas.appointments.service import of_partner as service
from parlour.areas.appointments.v1.wire import of_partner as wire
from parlour.areas.clients.rights import Place, Sight
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.context import Reading
from parlour.http.operations import Operations
from parlour.http.pages import Pages
from parlour.http.v1_envelope import CountedPage, CountedPageAnswer
from parlour.page_requests import MomentSortKey
from parlour.refusals import NO_ACCESS, NO_RIGHT, Refusal

operations = Operations(B2B_V1, "Appointments")

NO_LOCATION = Refusal("no_location", "There is no such location in the user's chains.", NotFound("Location"))
NO_ACCESS_THERE = NO_ACCESS.named("no_access_there", "The user has no role in the location that `salon_id` names.")
NO_RIGHT_THERE = NO_RIGHT.named(
    "no_right_there", "The user's role in the location that `salon_id` names lacks the right."
).showing(Permission.TIMETABLE_VIEW)


@operations.get(
    "/api/v1/records/partner",
    "get_partner_appointment_list",
    Entry.USER,
    refuses=(NO_LOCATION, NO_ACCESS_THERE, NO_RIGHT_THERE),
)
async def get_partner_appointment_list(
    ctx: Reading[Identity], query: wire.PartnerRecordList, pages: Pages
) -> CountedPageAnswer[list[wire.PartnerRecord]]:
    """List the appointments that your integration has made

    In all locations where the user's rights show appointments, by their start, then by id; also deleted ones. What the
    user's rights hide of clients and custom fields is hidden here, too.
    """
    wanted = query.to_filter(ctx.user.partner_id)
    places = await service.list_places(ctx.conn, ctx.user, ctx.address, query.salon_id)
    found = await service.list_page(ctx.conn, places, wanted, pages.rows(MomentSortKey))
    total = await service.count(ctx.conn, places, wanted)
    page = pages.cut(found, sort_key_of)
    around = await service.read_surroundings(ctx.conn, ctx.user.user_id, places, page)
    views = _views(around, ctx.services.settings.base_url)
    rows = [wire.PartnerRecord.of(each, views[each.location_id]) for each in page]
    return CountedPageAnswer(True, rows, CountedPage(total, pages.next_cursor))


def _views(around: service.Surroundings, base_url: str) -> Mapping[int, wire.View]:
    """Return with what the appointments of each location are shown."""
    return {
        id_: wire.View(
            tenant,
            Sight.of(tenant, Place.TIMETABLE),
            wire.PartnerRecordCompany.from_model(around.locations[id_]),
            {each.id: wire.PartnerRecordStaff.of(each, id_, base_url) for each in around.members.values()},
            around.prices,
            [field for field in around.fields if field.location_id == id_],
        )
        for id_, tenant in around.tenants.items()
        if id_ in around.locations
    }
