"""Wire structs that are made from models. Each field names its source, and the mapping is compiled from that.

    class Product(msgspec.Struct, frozen=True):
        good_id: Annotated[int, says("The product.", 501, of="id")]
        article: Annotated[str, meaning.ARTICLE]
        salon_id: Annotated[int, says("The location.", 1, of="tenant.location_id")]
        changed: Annotated[str, says("When.", "2026-01-31", of=made(format_day, "changed_at", "tenant.timezone"))]
        photos: Annotated[list[str], always([], "Paths of pictures.")]

        from_model = mapped(model.Product, Tenant)

A field without a source is made from the model's field of the same name, or keeps its default if it has one. A path
begins at the model, or with the name of another argument's type in lower case (`tenant`). `Digits` of a model are sent
as they are. The generated code is as fast as a call that is written by hand with positional arguments.
"""

from parlour.http.wire.mappings import mapped as mapped
from parlour.http.wire.mappings import mapped_list as mapped_list
from parlour.http.wire.sources import Always as Always
from parlour.http.wire.sources import always as always
from parlour.http.wire.sources import flag as flag
from parlour.http.wire.sources import given as given
from parlour.http.wire.sources import made as made
from parlour.http.wire.sources import nested as nested
from parlour.http.wire.sources import of as of
from parlour.http.wire.sources import or_else as or_else
from parlour.http.wire.sources import says as says
from parlour.http.wire.sources import shown as shown
