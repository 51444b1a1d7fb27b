"""Which services are listed on the v1 wire, and the answers of counted lists."""

from typing import Annotated

import msgspec
from msgspec import Meta

from parlour.areas.services.model.services import ServiceFilter
from parlour.areas.services.v1.wire.categories import ServiceCategory
from parlour.areas.services.v1.wire.services import Service
from parlour.http.fields import IdOrZero
from parlour.http.query import Query, parameter
from parlour.http.v1_envelope import Success


class ServiceList(Query, frozen=True):
    """Which services are listed."""

    staff_id: Annotated[
        IdOrZero | None,
        parameter(
            "Only services that this team member provides, with the member's own `duration` of each; 0 for all.", 9
        ),
    ] = None
    category_id: Annotated[IdOrZero | None, parameter("Only services of this category; 0 for all.", 8)] = None

    def to_filter(self, service_id: int = 0) -> ServiceFilter:
        return ServiceFilter(service_id or None, self.staff_id or None, self.category_id or None)


class RowCount(msgspec.Struct, frozen=True):
    """The meta of a list with its length."""

    total_count: Annotated[int, Meta(description="The number of rows.", examples=[2])]


class CountedServices(msgspec.Struct, frozen=True):
    """Services with their number."""

    success: Success
    data: list[Service]
    meta: RowCount

    @classmethod
    def of(cls, rows: list[Service]) -> "CountedServices":
        return cls(True, rows, RowCount(len(rows)))


class CountedServiceCategories(msgspec.Struct, frozen=True):
    """Categories with their number."""

    success: Success
    data: list[ServiceCategory]
    meta: RowCount

    @classmethod
    def of(cls, rows: list[ServiceCategory]) -> "CountedServiceCategories":
        return cls(True, rows, RowCount(len(rows)))
