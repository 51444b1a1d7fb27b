"""Appointments that an integration has made, on the v1 wire."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from parlour.access.permissions import Permission
from parlour.access.tenant import Tenant
from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model.appointments import Appointment, Line
from parlour.areas.appointments.model.of_partner import PartnerFilter
from parlour.areas.appointments.model.people import MemberOfAppointment
from parlour.areas.appointments.model.prices import ListedPrice
from parlour.areas.clients.rights import Sight
from parlour.areas.custom_fields.model.fields import CustomField
from parlour.areas.custom_fields.model.stored import values_by_code
from parlour.areas.locations.model import Location
from parlour.areas.locations.v1.wire import fields as location_fields
from parlour.areas.team.wire import members as team
from parlour.files import public_url
from parlour.http.cursors import Cursor
from parlour.http.dates import TO_SECONDS, WrittenDay, format_instant
from parlour.http.fields import Id
from parlour.http.query import PageNumber, Query, parameter
from parlour.http.wire import always, made, mapped, says

MOST_ROWS = 100
START, END = '"02.02.2026"', '"08.02.2026"'


class PartnerRecordList(Query, frozen=True):
    """Which appointments are listed. Days are `DD.MM.YYYY`, perhaps inside quotes, or ISO 8601."""

    page: PageNumber = 1
    count: Annotated[int, Meta(ge=1, le=MOST_ROWS), parameter("Appointments on a page.")] = msgspec.field(
        name="editable_length", default=25
    )
    cursor: Cursor = None
    salon_id: Annotated[Id | None, parameter("Only of this location.", 1)] = None
    start_date: Annotated[WrittenDay | None, parameter("The first day, in the location's time.", START)] = None
    end_date: Annotated[WrittenDay | None, parameter("The last day, included.", END)] = None
    created_start_date: Annotated[WrittenDay | None, parameter("The first day on which it was made.", START)] = None
    created_end_date: Annotated[WrittenDay | None, parameter("The last day on which it was made, included.", END)] = (
        None
    )
    user_id: Annotated[Id | None, parameter("Only what this user made.", 1)] = None

    def to_filter(self, partner_id: int) -> PartnerFilter:
        return PartnerFilter(
            partner_id=partner_id,
            first_day=_day(self.start_date),
            last_day=_day(self.end_date),
            created_from=_day(self.created_start_date),
            created_until=_day(self.created_end_date),
            created_user_id=self.user_id,
        )


def _day(day: WrittenDay | None) -> date | None:
    return day.value if day else None


class PartnerRecordService(msgspec.Struct, frozen=True):
    """A service of an appointment."""

    id: Annotated[int, says("The service.", 5)]
    title: Annotated[str, says("Its title.", "Haircut")]
    cost: Annotated[Decimal, fields.PRICE]
    price_min: Annotated[Decimal, says("The lowest price of one in the price list.", 50)]
    price_max: Annotated[Decimal, says("The highest price of one in the price list.", 50)]
    discount: Annotated[Decimal, fields.DISCOUNT]
    amount: Annotated[int, fields.AMOUNT]

    @classmethod
    def of(cls, line: Line, price: ListedPrice) -> "PartnerRecordService":
        cost, discount = Decimal(line.price), Decimal(line.discount)
        return cls(line.service_id, line.title, cost, price.lowest, price.highest, discount, line.amount)


def _offset(location: Location) -> str:
    return f"{location.utc_offset_h(datetime.now(UTC)):f}"


class PartnerRecordCompany(msgspec.Struct, frozen=True):
    """The location of an appointment."""

    id: location_fields.LocationId
    title: location_fields.Title
    public_title: location_fields.PublicTitle
    business_group_id: Annotated[int, always(0, "Always 0: kinds of business have no groups.")]
    business_type_id: location_fields.BusinessTypeId
    country_id: location_fields.CountryId
    city_id: location_fields.CityId
    timezone: Annotated[str, says("Hours ahead of UTC at this moment, as a text.", "-5", of=made(_offset))]
    timezone_name: location_fields.ZoneName
    address: location_fields.Address
    coordinate_lat: location_fields.Latitude
    coordinate_lon: location_fields.Longitude
    logo: location_fields.Logo
    zip: location_fields.Zip
    phone: location_fields.Phone
    phones: location_fields.Phones
    site: location_fields.Site
    allow_delete_record: Annotated[bool, always(False, "Always false: clients can't delete it here.")]
    allow_change_record: Annotated[bool, always(False, "Always false: clients can't change it here.")]
    country: location_fields.Country
    city: location_fields.City

    from_model = mapped(Location)


class PartnerRecordStaff(msgspec.Struct, frozen=True):
    """The team member of an appointment, perhaps dismissed or deleted since."""

    id: Annotated[int, fields.MEMBER]
    name: Annotated[str, team.NAME]
    company_id: Annotated[int, says("The location.", 1)]
    specialization: Annotated[str, team.SPECIALIZATION]
    position: Annotated[list[Any], always([], "Always empty.")]
    rating: Annotated[Decimal, says("The mean of the ratings in reviews; 0 without any.", 4.8)]
    show_rating: Annotated[bool, always(True, "Always true.")]
    comments_count: Annotated[int, says("How many reviews there are.", 17)]
    votes_count: Annotated[int, says("The same.", 17)]
    average_score: Annotated[Decimal, says("The same as `rating`.", 4.8)]
    avatar: Annotated[str, team.AVATAR]
    prepaid: Annotated[str, always("forbidden", "Always `forbidden`: there are no online payments.")]

    @classmethod
    def of(cls, member: MemberOfAppointment, location_id: int, base_url: str) -> "PartnerRecordStaff":
        names = [public_url(base_url, f"{member.chain_id}/{name}") for name in member.image_names]
        return cls(
            member.id,
            member.name,
            location_id,
            member.specialization,
            [],
            member.rating,
            True,
            member.votes,
            member.votes,
            member.rating,
            names[-1] if names else "",
            "forbidden",
        )


class PartnerRecordClient(msgspec.Struct, frozen=True):
    """The client of an appointment, as the user sees clients in the calendar."""

    id: Annotated[int, says("The client.", 812)]
    name: Annotated[str, says("The first name, or the whole name.", "Maya")]
    phone: Annotated[str, says("The phone number, or empty. Masked without the right to see it.", "13155550175")]
    phone_code: Annotated[str, always("", "Always empty: the number begins with the code of its country.")]
    email: Annotated[str, says("The email address, or empty. Masked like the phone number.", "maya@example.com")]


class View(msgspec.Struct, frozen=True):
    """What the appointments of a location are shown with."""

    tenant: Tenant
    sight: Sight
    company: PartnerRecordCompany
    staff: Mapping[int, PartnerRecordStaff]
    prices: Mapping[int, ListedPrice]
    fields: Sequence[CustomField]

    def moment(self, at: datetime) -> str:
        return format_instant(at, self.tenant.timezone)


CLIENT = {"id": 812, "name": "Maya", "phone": "13155550175", "phone_code": "", "email": "maya@example.com"}


class PartnerRecord(msgspec.Struct, frozen=True):
    """An appointment that an integration has made."""

    id: Annotated[int, fields.ID]
    date: Annotated[str, says("The start in the location's time.", "2026-02-02 14:00:00")]
    datetime: Annotated[str, says("The start.", "2026-02-02T14:00:00-0500")]
    create_date: Annotated[str, says("When it was made.", "2026-01-31T18:30:00-0500")]
    comment: Annotated[str, fields.COMMENT]
    deleted: Annotated[bool, says("It is deleted.", False)]
    attendance: Annotated[int, says(fields.ATTENDANCE, 0)]
    length: Annotated[int, fields.LENGTH]
    notify_by_sms: Annotated[int, says("1 if the client got the details by SMS, otherwise 0.", 0)]
    notify_by_email: Annotated[int, says("1 if the client got the details by email, otherwise 0.", 0)]
    master_requested: Annotated[bool, says("This team member was asked for.", True)]
    online: Annotated[bool, says("A client booked it online.", False)]
    api_id: Annotated[str, fields.API_ID]
    last_change_date: Annotated[str, says("When it was last changed.", "2026-01-31T18:30:00-0500")]
    prepaid: Annotated[int, always(0, "Always 0: there are no online payments.")]
    prepaid_confirmed: Annotated[int, always(0, "Always 0: there are no online payments.")]
    activity_id: Annotated[int, says("The group event; 0 for none.", 0)]
    services: Annotated[list[PartnerRecordService], says("Its services.")]
    company: PartnerRecordCompany
    staff: PartnerRecordStaff
    client: Annotated[
        PartnerRecordClient | None, says("The client; null for none, and without the right to see them.", CLIENT)
    ]
    custom_fields: Annotated[dict[str, Any], says("The values of custom fields by their codes.", {"skin_type": "dry"})]

    @classmethod
    def of(cls, appointment: Appointment, view: View) -> "PartnerRecord":
        start = view.moment(appointment.starts_at)
        return cls(
            id=appointment.id,
            date=start[:TO_SECONDS].replace("T", " "),
            datetime=start,
            create_date=view.moment(appointment.created_at),
            comment=appointment.comment,
            deleted=appointment.is_deleted,
            attendance=fields.attendance_number(appointment.attendance),
            length=appointment.duration,
            notify_by_sms=int(appointment.notifies_by_sms),
            notify_by_email=int(appointment.notifies_by_email),
            master_requested=appointment.is_member_chosen,
            online=appointment.source in fields.DEVICES,
            api_id=appointment.api_id,
            last_change_date=view.moment(appointment.changed_at),
            prepaid=0,
            prepaid_confirmed=0,
            activity_id=appointment.event_id or 0,
            services=[PartnerRecordService.of(line, view.prices[line.service_id]) for line in appointment.lines],
            company=view.company,
            staff=view.staff[appointment.team_member_id],
            client=_client(appointment, view),
            custom_fields=values_by_code(view.fields, appointment.custom_values),
        )


def _client(appointment: Appointment, view: View) -> PartnerRecordClient | None:
    client = appointment.client
    if client is None or Permission.APPOINTMENT_CLIENT_VIEW not in view.tenant.permissions:
        return None
    sight = view.sight
    name = sight.name(client.name, client.phone)
    return PartnerRecordClient(client.id, name, sight.phone(client.phone), "", sight.email(client.email))
