"""Setting up a service at once: team members, resources and titles in other languages (tag Services)."""

from parlour.access.permissions import Permission
from parlour.areas.services import refusals
from parlour.areas.services.service import settings as service
from parlour.areas.services.service.services import lock_service
from parlour.areas.services.v1.wire import settings as wire
from parlour.errors import NotFound
from parlour.http.apis import B2B_V1
from parlour.http.body import Body
from parlour.http.context import Writing
from parlour.http.fault_names import faults_named
from parlour.http.json import WithETag
from parlour.http.operations import Operations
from parlour.http.preconditions import Revisions
from parlour.http.v1_envelope import Answer, with_etag
from parlour.refusals import Refusal

operations = Operations(B2B_V1, "Services")

NO_SERVICE = Refusal("no_service", "The service doesn't exist, or the user may not see it.", NotFound("Service"))


@operations.post(
    "/api/v1/company/{location_id}/services/links",
    "update_service_links",
    Permission.SERVICES_UPDATE,
    status=200,
    refuses=(
        NO_SERVICE,
        refusals.SERVICE_OF_CHAIN,
        refusals.NO_RIGHT_TO_FIELDS.showing("edit_master_service_and_duration"),
        refusals.NO_MEMBER.at("team_member_settings[0].team_member_id"),
        refusals.NO_BILL.at("team_member_settings[0].tech_card_id"),
        refusals.NO_RESOURCE,
        refusals.NAMED_TWICE.at("resource_ids[1]"),
        refusals.BAD_LENGTH,
    ),
)
async def update_service_links(
    ctx: Writing, data: Body[wire.ServiceSettingsForm], if_match: Revisions
) -> WithETag[Answer[wire.ServiceSettings]]:
    """Set up a service

    Who provides it, for how long and at what price, which resources it needs, and its titles in other languages. Team
    members and resources replace those that the service has in this location; all other fields of the service stay. A
    service of the chain can be set up in each location, but not its titles. Nothing is changed if there is any fault.
    The ETag belongs to the service.
    """
    change = data.accept().to_change()
    locked = await lock_service(ctx.conn, ctx.tenant, data.given("service_id"), if_match)
    with faults_named(wire.FAULT_NAMES):
        data.accept(await service.find_faults(ctx.conn, ctx.tenant, change))
    changed = await service.change_settings(ctx.conn, ctx.tenant, locked, change)
    return with_etag(wire.ServiceSettings.from_model(changed), changed.revision)
