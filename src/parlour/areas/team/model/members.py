"""A member of a location's team, and changes to one."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from parlour.areas.folding import fold
from parlour.areas.patches import patched
from parlour.areas.team.model.positions import ServicesBinding
from parlour.areas.users.model.users import Contact

LAST_SECOND = 86_400


class Prepayment(StrEnum):
    """Whether clients pay when they book."""

    FORBIDDEN = "forbidden"
    ALLOWED = "allowed"
    REQUIRED = "required"


class MemberFields(msgspec.Struct, frozen=True):
    """The fields of a team member that clients set. Times are in seconds."""

    name: str
    specialization: str
    information: str
    """HTML, shown to clients."""
    api_id: str
    weight: int
    """Lists begin with the highest."""
    position_id: int | None
    user_id: int | None
    is_hidden: bool
    """Not offered in online booking."""
    is_dismissed: bool
    has_timetable: bool
    is_paid: bool
    is_assistant: bool
    is_in_any_member: bool
    """Takes part when a client books any member."""
    shows_rating: bool
    prepayment: Prepayment
    search_start: int
    """The part of a day in which starts are searched: from here to `search_finish`."""
    search_finish: int
    search_step: int


class MemberPatch(msgspec.Struct, frozen=True, kw_only=True):
    """Changes to a team member, or the given fields of a new one; UNSET keeps the value, or the default."""

    name: str | UnsetType = UNSET
    specialization: str | UnsetType = UNSET
    information: str | UnsetType = UNSET
    api_id: str | UnsetType = UNSET
    weight: int | UnsetType = UNSET
    position_id: int | UnsetType | None = UNSET
    user_id: int | UnsetType | None = UNSET
    is_hidden: bool | UnsetType = UNSET
    is_dismissed: bool | UnsetType = UNSET
    has_timetable: bool | UnsetType = UNSET
    is_paid: bool | UnsetType = UNSET
    is_assistant: bool | UnsetType = UNSET
    is_in_any_member: bool | UnsetType = UNSET
    shows_rating: bool | UnsetType = UNSET
    prepayment: Prepayment | UnsetType = UNSET
    search_start: int | UnsetType = UNSET
    search_finish: int | UnsetType = UNSET
    search_step: int | UnsetType = UNSET

    def to_new(self) -> MemberFields:
        """Return the fields of a new team member: the given ones, and the defaults of the others."""
        return patched(NEW_MEMBER, self)


class QuickMember(msgspec.Struct, frozen=True):
    """A new team member, and the addresses of their user, the preferred one first."""

    patch: MemberPatch
    contacts: list[Contact]
    is_invited: bool
    """Invite the user, unless they have a role here."""


NEW_MEMBER = MemberFields(
    name="",
    specialization="",
    information="",
    api_id="",
    weight=0,
    position_id=None,
    user_id=None,
    is_hidden=False,
    is_dismissed=False,
    has_timetable=False,
    is_paid=False,
    is_assistant=False,
    is_in_any_member=True,
    shows_rating=True,
    prepayment=Prepayment.FORBIDDEN,
    search_start=0,
    search_finish=LAST_SECOND,
    search_step=900,
)
"""The defaults of a new team member, whose name is always given."""


class ServiceLink(msgspec.Struct, frozen=True):
    """A service that a team member provides. Without a price, the service's own counts."""

    service_id: int
    duration: int
    """Seconds."""
    price_min: Decimal | None
    price_max: Decimal | None
    bill_id: int | None
    api_id: str
    is_online: bool
    is_offline: bool


_SERVICE_LINKS = msgspec.json.Decoder(list[ServiceLink])


class TeamMember(MemberFields, frozen=True):
    """A team member with what belongs to them."""

    id: int
    chain_id: int
    location_id: int
    is_deleted: bool
    position_title: str
    services_binding: ServicesBinding
    """How far the position binds its members to its services; off without one."""
    user_name: str
    """Empty until the user has accepted the invitation."""
    chain_title: str
    image_id: int | None
    image_names: list[str]
    """The files of the photo in its sizes, the largest first; empty without a photo."""
    image_widths: list[int]
    image_heights: list[int]
    last_day: date | None
    """The last day with working time."""
    services: str
    """The links to services by id, as JSON: most answers don't show them."""
    has_online_service: bool
    votes: int
    """How many reviews there are."""
    rating: Decimal
    """The mean of their ratings, with two decimals; 0 without any."""
    revision: int

    @property
    def is_bookable(self) -> bool:
        """Return whether clients can book the team member online."""
        return self.has_online_service and not (self.is_hidden or self.is_dismissed or self.is_deleted)

    @property
    def service_links(self) -> list[ServiceLink]:
        return _SERVICE_LINKS.decode(self.services)


class MemberFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which team members are listed; None admits all."""

    name: str | None
    """A part of the name, whatever its case and accents; so is the title of the position."""
    position_id: int | None
    """0 admits those without a position."""
    position_title: str | None
    is_dismissed: bool | None
    is_linked: bool | None
    is_paid: bool | None
    has_schedule: bool | None
    is_assistant: bool | None

    def admits(self, member: TeamMember) -> bool:
        """Return whether a team member is listed."""
        return (
            _has(member.name, self.name)
            and self.position_id in (None, member.position_id or 0)
            and _has(member.position_title, self.position_title)
            and self.is_dismissed in (None, member.is_dismissed)
            and self.is_linked in (None, member.user_id is not None)
            and self.is_paid in (None, member.is_paid)
            and self.has_schedule in (None, member.last_day is not None)
            and self.is_assistant in (None, member.is_assistant)
        )


def _has(text: str, part: str | None) -> bool:
    return part is None or fold(part) in fold(text)
