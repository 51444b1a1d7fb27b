"""The history of a client on the v1 wire."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.tenant import Tenant
from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model import client_visits as model
from parlour.areas.appointments.model.appointments import Appointment, Line
from parlour.areas.appointments.model.people import MemberOfAppointment
from parlour.areas.inventory.model.documents import Transaction
from parlour.areas.payments.model import Expense, PaymentState
from parlour.areas.stock.model.stock import UnitKind
from parlour.areas.stock.rights.limits import sees_costs
from parlour.areas.team.wire import members as team
from parlour.errors import MISSING, Fault
from parlour.files import public_url
from parlour.http.dates import format_instant
from parlour.http.fields import Day, IdOrZero, text
from parlour.http.v1_envelope import Success
from parlour.http.wire import always, says

STATUS = says("Whether the whole visit is paid: `not_paid`, `paid_not_full`, `paid_full` or `paid_over`.", "not_paid")
FIRST_COST = says("The price before the discount.", 50)
PAID = says("What of it was paid.", 0)
NOTHING = Decimal(0)
PHONES = text(0, 40, takes_numbers=True)


class ClientVisitSearch(msgspec.Struct, kw_only=True):
    """Whose history is searched, and for what. Keys may be null or left out."""

    OTHER_NAMES: ClassVar[Mapping[str, str]] = {"phone": "client_phone", "payment_status": "payment_statuses"}
    BETWEEN: ClassVar[Mapping[str, Any]] = {
        "allOf": [{"not": {"properties": {"client_id": {"maximum": 0}, "client_phone": {"maxLength": 0}}}}]
    }

    client_id: Annotated[IdOrZero | UnsetType, says("The client; or `client_phone`.", 812)] = UNSET
    client_phone: Annotated[
        Annotated[str, PHONES] | UnsetType, says("The phone number of the client, if `client_id` is left out.", "")
    ] = UNSET
    from_: Annotated[Day | UnsetType, says("The first day.", "2026-02-02")] = msgspec.field(name="from", default=UNSET)
    to: Annotated[Day | UnsetType, says("The last day, included.", "2026-02-08")] = UNSET
    payment_statuses: Annotated[
        list[PaymentState] | UnsetType, says("Only visits that are paid so; an empty list for all.", [])
    ] = UNSET
    attendance: Annotated[
        fields.AttendanceNumber | UnsetType,
        says("Only visits with this attendance: -1 no-show, 0 waiting, 1 arrived, 2 confirmed.", 0),
    ] = UNSET

    @staticmethod
    def faults_between(given: Callable[[str], Any]) -> Iterable[Fault]:
        """Find a request without a client, and a period that ends before it begins."""
        if not given("client_id") and not given("client_phone"):
            yield Fault("client_id", MISSING)
        if given("from_") and given("to") and given("to") < given("from_"):
            yield Fault("to", "Must not be before from.")

    def to_filter(self) -> model.HistoryFilter:
        return model.HistoryFilter(
            first_day=date.fromisoformat(self.from_) if self.from_ else None,
            last_day=date.fromisoformat(self.to) if self.to else None,
            attendance=None if self.attendance is UNSET else fields.ATTENDANCES[self.attendance],
            statuses=frozenset(self.payment_statuses or ()),
        )


class SellerPosition(msgspec.Struct, frozen=True):
    """A team member's position."""

    id: Annotated[int, says("The position.", 6)]
    title: Annotated[str, says("Its title.", "Stylist")]


class Seller(msgspec.Struct, frozen=True):
    """The team member of an appointment or a sale, perhaps dismissed or deleted since."""

    id: Annotated[int, fields.MEMBER]
    name: Annotated[str, team.NAME]
    company_id: Annotated[int, says("The location.", 1)]
    specialization: Annotated[str, team.SPECIALIZATION]
    avatar: Annotated[str, team.AVATAR]
    avatar_big: Annotated[str, team.AVATAR_BIG]
    position: Annotated[SellerPosition | None, says("The position; null for none.", {"id": 6, "title": "Stylist"})]
    is_paid_staff: Annotated[bool, always(False, "Always false: there is no licence.")]

    @classmethod
    def from_model(cls, member: MemberOfAppointment, location_id: int, base_url: str) -> "Seller":
        names = [public_url(base_url, f"{member.chain_id}/{name}") for name in member.image_names]
        position = SellerPosition(member.position_id, member.position_title) if member.position_id else None
        photos = (names[-1], names[0]) if names else ("", "")
        return cls(member.id, member.name, location_id, member.specialization, *photos, position, False)


class Place(msgspec.Struct, frozen=True):
    """The location."""

    id: Annotated[int, says("The location.", 1)]
    title: Annotated[str, says("Its title.", "Lumen Harbour")]


class Tips(msgspec.Struct, frozen=True):
    """Tips for a visit."""

    has_tips: Annotated[bool, always(False, "Always false: there are none yet.")]
    sum: Annotated[Decimal | None, always(None, "Always null.")]


class VisitedConsumable(msgspec.Struct, frozen=True):
    """A product that a service used up."""

    title: Annotated[str, says("Its title.", "Argan Repair Shampoo")]
    amount: Annotated[Decimal, says("How much of it.", 40)]
    cost_per_unit: Annotated[Decimal | None, says("What one costs; null for users who may not see cost prices.", 0.05)]
    unit: Annotated[str, says("The unit of the amount.", "Millilitre")]

    @classmethod
    def from_model(cls, used: Transaction, *, shows_costs: bool) -> "VisitedConsumable":
        unit = used.sale_unit_title if used.unit is UnitKind.SALE else used.write_off_unit_title
        return cls(used.product_title, abs(used.entered), used.price if shows_costs else None, unit)


class VisitedService(msgspec.Struct, frozen=True):
    """A service of an appointment."""

    id: Annotated[int, says("The service.", 5)]
    title: Annotated[str, says("Its title.", "Haircut")]
    first_cost: Annotated[Decimal, FIRST_COST]
    discount_percent: Annotated[Decimal, fields.DISCOUNT]
    cost_to_pay: Annotated[Decimal, fields.PRICE]
    paid_sum: Annotated[Decimal, PAID]
    payment_status: Annotated[PaymentState, STATUS]
    consumables: Annotated[list[VisitedConsumable], says("What it used up.")]

    @classmethod
    def from_model(
        cls, line: Line, paid: Decimal, status: PaymentState, used: list[VisitedConsumable]
    ) -> "VisitedService":
        full_price, discount, price = Decimal(line.full_price), Decimal(line.discount), Decimal(line.price)
        return cls(line.service_id, line.title, full_price, discount, price, paid, status, used)


class Visitor(msgspec.Struct, frozen=True):
    """Who came in place of the client."""

    id: Annotated[int, says("The visitor.", 71)]
    title: Annotated[str, says("The name.", "Rex")]
    slug: Annotated[Literal["person", "pet", "vehicle"], says("What kind of visitor it is.", "pet")]


class VisitedRecord(msgspec.Struct, frozen=True):
    """An appointment of a visit."""

    id: Annotated[int, fields.ID]
    comment: Annotated[str, fields.COMMENT]
    date: Annotated[str, says("The start.", "2026-01-31T18:30:00-0500")]
    visit_id: Annotated[int, says("The visit.", 3001)]
    attendance: Annotated[int, says(fields.ATTENDANCE, 1)]
    services: list[VisitedService]
    staff: Seller
    company: Place
    tips: Tips
    comer: Annotated[Visitor | UnsetType, Meta(description="Always left out: there are no other visitors.")] = UNSET


class BoughtProduct(msgspec.Struct, frozen=True):
    """A product that the client bought."""

    id: Annotated[int, says("The product.", 501)]
    title: Annotated[str, says("Its title.", "Argan oil")]
    amount: Annotated[Decimal, says("How many: below zero, as they left the stock.", -1)]
    unit: Annotated[str, says("The unit.", "Bottle")]
    cost_per_unit: Annotated[Decimal, says("The price of one before the discount.", 20)]
    first_cost: Annotated[Decimal, says("The price of all of them before the discount, below zero.", -20)]
    discount_percent: Annotated[Decimal, fields.DISCOUNT]
    cost_to_pay: Annotated[Decimal, says("The price of all of them after the discount.", 18)]
    paid_sum: Annotated[Decimal, PAID]
    payment_status: Annotated[PaymentState, STATUS]

    @classmethod
    def from_model(cls, line: model.SoldLine, paid: Decimal, status: PaymentState) -> "BoughtProduct":
        first_cost = line.price * line.amount
        return cls(line.product_id, line.title, line.amount, line.unit_title, line.price, first_cost, line.discount,
                   line.cost, paid, status)  # fmt: skip


class Purchase(msgspec.Struct, frozen=True):
    """Products that a client bought at once."""

    id: Annotated[int, says("The document of the sale.", 9001)]
    comment: Annotated[str, says("A note on the sale.", "")]
    date: Annotated[str, says("When they were sold.", "2026-01-31T18:30:00-0500")]
    visit_id: Annotated[int, says("The visit; 0 for none.", 0)]
    record_id: Annotated[int, says("The appointment; 0 for none.", 0)]
    goods: list[BoughtProduct]
    company: Place
    staff: Seller | UnsetType = UNSET


class ClientHistory(msgspec.Struct, frozen=True):
    """Appointments and purchases of a client, each with its visit, the newest first."""

    goods_transactions: list[Purchase]
    records: list[VisitedRecord]


class DaysOfPage(msgspec.Struct, frozen=True):
    """The days of a page; all null if there is none."""

    to: Annotated[str | None, says("The last day, included.", "2026-01-29")]
    from_: Annotated[str | None, says("The first day.", "2026-01-05")] = msgspec.field(name="from")
    count: Annotated[int | None, says("How many visits and sales there are on the page.", 25)]

    @classmethod
    def of(cls, days: model.DayRange | None) -> "DaysOfPage":
        if days is None:
            return cls(None, None, None)
        return cls(days.last_day.isoformat(), days.first_day.isoformat(), days.count)


class DateCursor(msgspec.Struct, frozen=True):
    """Where the page is in the history: `from` and `to` of `next` are to be sent for the page with older visits."""

    previous: DaysOfPage
    current: DaysOfPage
    next: DaysOfPage


class HistoryMeta(msgspec.Struct, frozen=True):
    """The pages."""

    dateCursor: DateCursor  # noqa: N815 - the contract's name


class HistoryAnswer(msgspec.Struct, frozen=True):
    """A page of a client's history."""

    success: Success
    data: ClientHistory
    meta: HistoryMeta


class Viewer(msgspec.Struct, frozen=True):
    """What a history shows of other things, and on which clock."""

    timezone: ZoneInfo
    place: Place
    staff: Mapping[int, Seller]
    statuses: Mapping[tuple[int, int], PaymentState]
    """By visit and document."""
    paid: Mapping[tuple[Expense, int], Decimal]
    """What was paid for each thing."""
    used: Mapping[int, Sequence[Transaction]]
    """What was used up in each appointment."""
    shows_costs: bool

    @classmethod
    def of(
        cls, tenant: Tenant, title: str, members: Iterable[MemberOfAppointment], base_url: str, history: model.History
    ) -> "Viewer":
        return cls(
            tenant.timezone,
            Place(tenant.location_id, title),
            {each.id: Seller.from_model(each, tenant.location_id, base_url) for each in members},
            {(each.visit_id, each.document_id): each.status for each in history.page.visits},
            history.paid_by_item(),
            history.used,
            sees_costs(tenant),
        )


def answer_of(history: model.History, viewer: Viewer) -> HistoryAnswer:
    page = history.page
    cursor = DateCursor(DaysOfPage.of(page.newer), DaysOfPage.of(page.current), DaysOfPage.of(page.older))
    by_sale = attrgetter("document_id", "visit_id", "appointment_id")
    sold = sorted(history.sold, key=lambda line: (line.occurred_at, *by_sale(line)), reverse=True)
    purchases = [_purchase([*lines], viewer) for _, lines in groupby(sold, by_sale)]
    records = [_record(each, viewer) for each in history.appointments]
    return HistoryAnswer(True, ClientHistory(purchases, records), HistoryMeta(cursor))


def _record(appointment: Appointment, viewer: Viewer) -> VisitedRecord:
    status = viewer.statuses[appointment.visit_id, 0]
    return VisitedRecord(
        id=appointment.id,
        comment=appointment.comment,
        date=format_instant(appointment.starts_at, viewer.timezone),
        visit_id=appointment.visit_id,
        attendance=fields.attendance_number(appointment.attendance),
        services=[*_services(appointment, status, viewer)],
        staff=viewer.staff[appointment.team_member_id],
        company=viewer.place,
        tips=Tips(False, None),
    )


def _services(appointment: Appointment, status: PaymentState, viewer: Viewer) -> Iterator[VisitedService]:
    """Yield the services; what one used up that is there several times is with the first of them."""
    used: dict[int, list[VisitedConsumable]] = {}
    for each in viewer.used.get(appointment.id, ()):
        shown = VisitedConsumable.from_model(each, shows_costs=viewer.shows_costs)
        used.setdefault(each.service_id, []).append(shown)
    for line in appointment.lines:
        paid = viewer.paid.get((Expense.SERVICES, line.id), NOTHING)
        yield VisitedService.from_model(line, paid, status, used.pop(line.service_id, []))


def _purchase(lines: Sequence[model.SoldLine], viewer: Viewer) -> Purchase:
    line = lines[0]
    status = viewer.statuses[(line.visit_id, 0) if line.visit_id else (0, line.document_id)]
    return Purchase(
        id=line.document_id,
        comment=line.comment,
        date=format_instant(line.occurred_at, viewer.timezone),
        visit_id=line.visit_id,
        record_id=line.appointment_id,
        goods=[
            BoughtProduct.from_model(each, viewer.paid.get((Expense.PRODUCTS, each.id), NOTHING), status)
            for each in lines
        ],
        company=viewer.place,
        staff=viewer.staff.get(line.team_member_id, UNSET),
    )
