"""How often a client came, on the v2 wire."""

from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from parlour.areas.clients.model.attendances import AttendanceFigures
from parlour.http.dates import format_local
from parlour.http.envelope import NoMeta
from parlour.http.v2_envelope import ToMany, resource_type
from parlour.http.wire import always, says

T = TypeVar("T")

CAME = says("How many visits the client came to.", 7)
MISSED = says("How many appointments the client missed.", 1)
BALANCE = says("The balance; below 0 the client owes.", -20)
SPENT = says("What was sold to the client.", 350)
PAID = says("What the client has paid.", 350)
LAST = says(
    "When the last appointment began that the client came to, in the location's time; null for none.",
    "2026-01-12 14:00:00",
)
NO_DEPOSITS = ToMany([])


class StatisticsRelationships(msgspec.Struct, frozen=True):
    """What the figures refer to. Always empty: there are no accounts of clients yet."""

    deposits: ToMany


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How often a client came, and what for."""

    successful_attendances_count: Annotated[int, CAME]
    failed_attendances_count: Annotated[int, MISSED]
    balance_amount: Annotated[Decimal, BALANCE]
    spent_amount: Annotated[Decimal, SPENT]
    paid_amount: Annotated[Decimal, PAID]
    last_successful_attendance_datetime: Annotated[str | None, LAST]


class LocationStatisticsAttributes(Figures, frozen=True, kw_only=True):
    """The figures of a card."""

    company_id: Annotated[int, says("The location.", 1)]


class LocationStatistics(msgspec.Struct, frozen=True):
    """How often a client came to a location."""

    type: Annotated[Literal["client_attendances_statistic"], resource_type("client_attendances_statistic")]
    id: Annotated[str, says("The client and the location, an underscore between.", "812_1")]
    attributes: LocationStatisticsAttributes
    relationships: StatisticsRelationships

    @classmethod
    def of(cls, client_id: int, location_id: int, figures: AttendanceFigures, zone: ZoneInfo) -> "LocationStatistics":
        attributes = LocationStatisticsAttributes(company_id=location_id, **_shared(figures, zone))
        id_ = f"{client_id}_{location_id}"
        return cls("client_attendances_statistic", id_, attributes, StatisticsRelationships(NO_DEPOSITS))


class ChainStatisticsAttributes(Figures, frozen=True, kw_only=True):
    """The figures of all cards with the client's phone number; amounts in the location's currency alone."""

    chain_id: Annotated[int, says("The chain.", 1)]


class ChainStatistics(msgspec.Struct, frozen=True):
    """How often a client came to all locations of a chain."""

    type: Annotated[Literal["client_chain_attendances_statistic"], resource_type("client_chain_attendances_statistic")]
    id: Annotated[str, says("The client and the chain, an underscore between.", "812_1")]
    attributes: ChainStatisticsAttributes
    relationships: StatisticsRelationships

    @classmethod
    def of(cls, client_id: int, chain_id: int, figures: AttendanceFigures, zone: ZoneInfo) -> "ChainStatistics":
        attributes = ChainStatisticsAttributes(chain_id=chain_id, **_shared(figures, zone))
        id_ = f"{client_id}_{chain_id}"
        return cls("client_chain_attendances_statistic", id_, attributes, StatisticsRelationships(NO_DEPOSITS))


class DepositAttributes(msgspec.Struct, frozen=True):
    """What is known of an account of a client."""

    title: Annotated[str, says("Its title.", "Deposit")]
    balance: Annotated[Decimal, says("What is on it.", 50)]
    reserved_balance: Annotated[Decimal, says("What of it is reserved.", 20)]
    available_balance: Annotated[Decimal, says("What reservations leave.", 30)]


class Deposit(msgspec.Struct, frozen=True):
    """An account of a client."""

    type: Annotated[Literal["timetable_deposit"], resource_type("timetable_deposit")]
    id: Annotated[str, says("The account, as a text.", "91")]
    attributes: DepositAttributes


class Statistics(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """How often a client came."""

    data: T
    included: Annotated[list[Deposit], always([], "Always empty: clients have no accounts yet.")]
    meta: NoMeta


def statistics(data: T) -> Statistics[T]:
    return Statistics(data=data, included=[], meta=[])


def _shared(figures: AttendanceFigures, zone: ZoneInfo) -> dict[str, Any]:
    """Return the fields of `Figures`."""
    return {
        "successful_attendances_count": figures.visit_count,
        "failed_attendances_count": figures.missed_count,
        "balance_amount": figures.balance,
        "spent_amount": figures.sold_amount,
        "paid_amount": figures.paid_amount,
        "last_successful_attendance_datetime": format_local(figures.last_came_at, zone)
        if figures.last_came_at
        else None,
    }
