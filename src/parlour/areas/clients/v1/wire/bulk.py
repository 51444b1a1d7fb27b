"""Creating many clients at once on the v1 wire."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, cast

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.areas.clients.v1.wire import forms
from parlour.areas.clients.v1.wire.cards import ClientCard
from parlour.errors import Fault
from parlour.http.body import Body
from parlour.http.wire import says

MOST_ROWS = 500


class ClientForms(msgspec.Struct):
    """A list of new clients. Each is read alone, so the faults of one are no faults of the body."""

    AS_LIST: ClassVar[str] = "clients"
    EACH_ALONE: ClassVar[bool] = True

    clients: Annotated[list[forms.ClientForm], Meta(max_length=MOST_ROWS)]

    @property
    def rows(self) -> list[Body[forms.ClientForm]]:
        return cast("list[Body[forms.ClientForm]]", self.clients)


class RefusedClient(msgspec.Struct, frozen=True):
    """A row that became no client."""

    error: Annotated[str, says("What is wrong with it.", "phone: Client 812 of this location has this phone number.")]
    phone: Annotated[str | UnsetType, says("The phone number as it was sent, if it was.", "13155550175")] = UNSET
    name: Annotated[str | UnsetType, says("First name and surname, as far as they were sent.", "Maya Reyes")] = UNSET

    @classmethod
    def of(cls, row: Body[forms.ClientForm], faults: Sequence[Fault]) -> "RefusedClient":
        names = [name for name in (row.given("name"), row.given("surname")) if name]
        return cls(
            error=" ".join(f"{fault.field}: {fault.message}" for fault in faults),
            phone=row.given("phone"),
            name=" ".join(names) if names else UNSET,
        )


class CreatedClients(msgspec.Struct, frozen=True):
    """What became of the rows, in their order."""

    created: Annotated[list[ClientCard], Meta(description="The new clients.")]
    errors: Annotated[list[RefusedClient], Meta(description="The rows that became none.")]
