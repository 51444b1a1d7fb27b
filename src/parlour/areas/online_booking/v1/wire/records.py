"""An appointment as its client sees it, on the v1 wire."""

from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.appointments import wire as meaning
from parlour.areas.appointments.model.appointments import Line, Source
from parlour.areas.locations.model import Location
from parlour.areas.locations.v1.wire import fields as places
from parlour.areas.online_booking.model.records import ClientsRecord, Move
from parlour.areas.online_booking.v1.wire.bookings import Comment
from parlour.areas.online_booking.v1.wire.choosing import EXAMPLE_TIME
from parlour.areas.photos import Site
from parlour.areas.team.model.members import TeamMember
from parlour.areas.team.v1.wire import fields as people
from parlour.areas.team.v1.wire.fields import PositionName
from parlour.areas.team.wire import members as common
from parlour.http.dates import format_instant, parse_written_instant
from parlour.http.fields import Moment
from parlour.http.path_parts import PathPart
from parlour.http.query import Query, parameter
from parlour.http.v1_envelope import Success
from parlour.http.wire import always, made, mapped, of, says

HASH = "5f3e8a1c9b7d42e6a0c4d8f1b2e3a495"
RecordInPath = Annotated[int, PathPart("Appointment", "The appointment.", 4002)]
HashInPath = Annotated[str, PathPart("Appointment", "The secret from booking.", HASH)]


class HashOfRecord(Query, frozen=True):
    """The secret of an appointment."""

    hash: Annotated[str | None, parameter("The secret from booking, if the body doesn't have it.", HASH)] = None


class MoveForm(msgspec.Struct):
    """What the client changes."""

    datetime: Annotated[Moment | UnsetType, says("The new start, as `book_times` has it.", EXAMPLE_TIME)] = UNSET
    comment: Annotated[Comment | UnsetType, says("What the client wants to say.", "I may be late")] = UNSET
    hash: Annotated[str | UnsetType, says("The secret from booking.", HASH)] = UNSET

    def to_move(self, zone: ZoneInfo) -> Move:
        if self.datetime is UNSET:
            return Move(comment=self.comment)
        start = parse_written_instant(self.datetime)
        return Move(start.at(zone) if start.exists_in(zone) else None, self.comment)


class LineOfRecord(msgspec.Struct, frozen=True):
    """A service of the appointment."""

    id: Annotated[int, says("The service.", 5, of="service_id")]
    title: Annotated[str, says("Its name.", "Haircut")]
    amount: Annotated[int, meaning.AMOUNT]
    seance_length: Annotated[int, says("How long it takes, in seconds.", 3600, of="duration")]
    cost: Annotated[Decimal, meaning.PRICE, of("price")]
    price_min: Annotated[Decimal, says("The price of one before the discount.", 50, of="unit_price")]
    price_max: Annotated[Decimal, says("The same.", 50, of="unit_price")]
    discount: Annotated[Decimal, meaning.DISCOUNT]

    from_model = mapped(Line)


def _offset_text(location: Location) -> str:
    return f"{places.utc_offset_h(location).normalize():f}"


class PlaceOfRecord(msgspec.Struct, frozen=True):
    """Where the appointment is."""

    id: places.LocationId
    title: places.Title
    country_id: places.CountryId
    country: places.Country
    city_id: places.CityId
    city: places.City
    phone: places.Phone
    phones: places.Phones
    timezone: Annotated[str, says("Hours ahead of UTC at this moment.", "-5", of=made(_offset_text))]
    address: places.Address
    coordinate_lat: places.Latitude
    coordinate_lon: places.Longitude
    site: places.Site
    currency_short_title: places.CurrencySymbol
    allow_delete_record: Annotated[bool, always(True, "Clients may cancel; always true.")]
    allow_change_record: Annotated[bool, always(True, "Clients may move; always true.")]
    allow_delete_record_delay_step: Annotated[int, always(0, "Seconds before the start until they may; always 0.")]
    allow_change_record_delay_step: Annotated[int, always(0, "Seconds before the start until they may; always 0.")]

    from_model = mapped(Location)


def _position(member: TeamMember) -> PositionName:
    return PositionName(member.position_id or 0, member.position_title)


class MemberOfRecord(msgspec.Struct, frozen=True):
    """With whom the appointment is."""

    id: Annotated[int, people.ID]
    name: Annotated[str, common.NAME]
    specialization: Annotated[str, common.SPECIALIZATION]
    spec: Annotated[str, says("The same.", "Hair stylist", of="specialization")]
    position: Annotated[
        PositionName, says("The position; its id is 0 for none.", {"id": 6, "title": "Stylist"}, of=made(_position))
    ]
    show_rating: Annotated[int, people.SHOW_RATING, of(made(int, "shows_rating"))]
    rating: Annotated[Decimal, people.RATING]
    votes_count: Annotated[int, people.VOTES]
    comments_count: Annotated[int, people.VOTES]
    avatar: Annotated[str, common.AVATAR, of(made(common.small_photo, "model", "site.base_url"))]

    from_model = mapped(TeamMember, Site)


class ClientsRecordAnswer(msgspec.Struct, frozen=True):
    """An appointment as its client sees it."""

    id: Annotated[int, meaning.ID]
    services: list[LineOfRecord]
    company: PlaceOfRecord
    staff: MemberOfRecord
    clients_count: Annotated[int, says("How many places it takes.", 1)]
    date: Annotated[str, says("The start.", "2036-02-04T10:00:00-0500")]
    datetime: Annotated[str, says("The same.", "2036-02-04T10:00:00-0500")]
    create_date: Annotated[str, says("When it was booked.", "2036-02-01T12:00:00-0500")]
    last_change_date: Annotated[str, says("When it was last changed.", "2036-02-01T12:00:00-0500")]
    comment: Annotated[str, meaning.COMMENT]
    deleted: Annotated[bool, says("It was cancelled.", False)]
    attendance: Annotated[int, says(meaning.ATTENDANCE, 0)]
    length: Annotated[int, meaning.LENGTH]
    notify_by_sms: Annotated[int, says("Hours before the start for an SMS; 0 for none.", 6)]
    notify_by_email: Annotated[int, says("Hours before the start for an email; 0 for none.", 24)]
    master_requested: Annotated[bool, says("The client chose the team member.", True)]
    online: Annotated[bool, says("The client booked it, not the staff.", True)]
    api_id: Annotated[str, meaning.API_ID]
    prepaid: Annotated[bool, always(False, "It can be paid online; always false.")]
    prepaid_confirmed: Annotated[bool, always(False, "It was paid online; always false.")]
    activity_id: Annotated[int, says("The group event; 0 for none.", 0)]

    @classmethod
    def of(cls, found: ClientsRecord, zone: ZoneInfo, site: Site) -> "ClientsRecordAnswer":
        appointment = found.appointment
        start = format_instant(appointment.starts_at, zone)
        return cls(
            id=appointment.id,
            services=[LineOfRecord.from_model(line) for line in appointment.lines],
            company=PlaceOfRecord.from_model(found.location),
            staff=MemberOfRecord.from_model(found.member, site),
            clients_count=appointment.seat_count,
            date=start,
            datetime=start,
            create_date=format_instant(appointment.created_at, zone),
            last_change_date=format_instant(appointment.changed_at, zone),
            comment=appointment.comment,
            deleted=appointment.is_deleted,
            attendance=meaning.attendance_number(appointment.attendance),
            length=appointment.duration,
            notify_by_sms=appointment.sms_reminder_hours or 0,
            notify_by_email=appointment.email_reminder_hours or 0,
            master_requested=appointment.is_member_chosen,
            online=appointment.source is not Source.STAFF,
            api_id=appointment.api_id,
            prepaid=False,
            prepaid_confirmed=False,
            activity_id=appointment.event_id or 0,
        )


class MovedAnswer(msgspec.Struct, frozen=True):
    """The appointment after a change."""

    success: Success
    data: ClientsRecordAnswer
