"""Cards in answers, as the user sees them."""

from collections.abc import Sequence

from parlour.areas.clients.model.clients import NO_VALUES, Client
from parlour.areas.clients.rights import Place
from parlour.areas.clients.v1.wire.cards import ClientCard, Viewer
from parlour.areas.custom_fields.model.fields import Kind
from parlour.areas.custom_fields.service import list_fields
from parlour.http.context import Reading


async def cards_of(ctx: Reading, clients: Sequence[Client], place: Place) -> list[ClientCard]:
    """Return cards as the user sees them. The location's custom fields are read if any of the cards has a value."""
    has_values = any(client.custom_values != NO_VALUES for client in clients)
    custom_fields = await list_fields(ctx.conn, ctx.tenant, Kind.CLIENT) if has_values else []
    viewer = Viewer.of(ctx.tenant, place, custom_fields)
    return [ClientCard.from_model(client, viewer) for client in clients]
