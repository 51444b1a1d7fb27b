"""Users of a location and invitations on the v1 wire."""

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.rights import RightValues, stored_name
from parlour.areas.users.model import users
from parlour.areas.users.model.contacts import contact_of
from parlour.areas.users.refusals import NAMED_TWICE
from parlour.areas.users.rights.delegation import effective_rights
from parlour.areas.users.rights.values import read_rights
from parlour.areas.users.v1.wire.rights import RightForms, role_faults
from parlour.errors import Fault, Invalid
from parlour.http.envelope import NoMeta
from parlour.http.fields import Id, IdOrZero, ShortText, needs, text
from parlour.http.query import Query, parameter
from parlour.http.v1_envelope import Success
from parlour.http.wire import made, mapped, of, or_else, says

MOST_INVITES = 50
MOST_LOCATIONS = 300

UserId = Annotated[int, says("The user.", 42)]
Name = Annotated[str, says("The name of the user.", "Anna Berg")]
Phone = Annotated[str, says("The phone number as digits, or empty.", "13155550175")]
Email = Annotated[str, says("The email address, or empty.", "anna@example.com")]
Information = Annotated[str, says("The position of the user, as text, or empty.", "Stylist")]


def _digits(phone: str | None) -> str:
    return (phone or "").removeprefix("+")


def _is_some(role: str | None) -> bool:
    return role is not None


class UserList(Query, frozen=True):
    """Which users are listed."""

    is_approved: Annotated[
        bool | None, parameter("1: users who accepted the invitation; 0: users who haven't yet.", example=True)
    ] = msgspec.field(name="filter[is_approved]", default=None)


class UserRow(msgspec.Struct, frozen=True):
    """A user with a role in the location."""

    id: Annotated[UserId, of("user_id")]
    name: Name
    phone: Annotated[Phone, of(made(_digits, "phone"))]
    email: Annotated[Email, of(or_else("email", ""))]
    information: Annotated[Information, of("position")]
    is_approved: Annotated[bool, says("The user has accepted the invitation.", True, of="is_accepted")]
    is_non_deletable: Annotated[
        bool,
        says("The role is one in the whole chain, and can't be taken here.", False, of=made(_is_some, "chain_role")),
    ]

    from_model = mapped(users.Member)


def _flag(description: str) -> Meta:
    return says(f"{description}. True: it may be done.", True)


class UserAccess(msgspec.Struct, frozen=True):
    """Some of what a user may do."""

    stat_access: Annotated[bool, _flag("See analytics")]
    schedule_edit_access: Annotated[bool, _flag("Change schedules")]
    client_phones_access: Annotated[bool, _flag("See phones of clients")]
    clients_access: Annotated[bool, _flag("See clients")]
    settings_access: Annotated[bool, _flag("See settings")]
    edit_records_access: Annotated[bool, _flag("Change appointments")]
    timetable_access: Annotated[bool, _flag("See the appointment log")]
    billing_access: Annotated[bool, _flag("See the balance and pay")]
    users_access: Annotated[bool, _flag("See users")]
    excel_access: Annotated[bool, _flag("Export clients")]
    finances_access: Annotated[bool, _flag("See finances")]
    storages_access: Annotated[bool, _flag("See stock")]
    send_sms: Annotated[bool, _flag("Send SMS to clients")]
    master_id: Annotated[int, says("Only what belongs to this team member; 0 for all.", 0)]

    @classmethod
    def from_values(cls, values: RightValues) -> "UserAccess":
        said: dict[str, Any] = {name: values[stored_name(name) or name] for name in cls.__struct_fields__}
        return cls(**said)


def _login(member: users.Member) -> str:
    return member.email or member.phone or ""


def _access(member: users.Member) -> UserAccess:
    return UserAccess.from_values(effective_rights(member))


class OlderUserRow(msgspec.Struct, frozen=True):
    """A user with a role in the location, and some of the rights."""

    id: Annotated[UserId, of("user_id")]
    firstname: Annotated[Name, of("name")]
    login: Annotated[str, says("What the user signs in with.", "anna@example.com", of=made(_login))]
    email: Annotated[Email, of(or_else("email", ""))]
    phone: Annotated[Phone, of(made(_digits, "phone"))]
    information: Annotated[Information, of("position")]
    access: Annotated[UserAccess, of(made(_access))]

    from_model = mapped(users.Member)


NoData = Annotated[None, says("Always null.", None)]


class Done(msgspec.Struct, frozen=True):
    """An answer without data."""

    success: Success
    data: NoData
    meta: NoMeta


class Saved(msgspec.Struct, frozen=True):
    """The meta of an operation that continues after the answer."""

    message: Annotated[str, says("What was done.", "The invitations are being sent.")]


class Invited(msgspec.Struct, frozen=True):
    """An answer to invitations."""

    success: Success
    data: Annotated[str | None, says("Always null.", None)]
    meta: Saved


DONE = Done(True, None, [])
INVITED = Invited(True, None, Saved("The invitations are being sent."))


class InviteForm(msgspec.Struct):
    """A person to invite."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("search")

    search: Annotated[
        str | UnsetType,
        text(1, 255),
        says("An email address, or a phone number with its country code.", "anna@example.com"),
    ] = UNSET
    name: Annotated[ShortText | UnsetType | None, says("The name, until the person enters one.", "Anna Berg")] = UNSET
    position: Annotated[ShortText | UnsetType | None, says("The position, as text.", "Stylist")] = UNSET
    user_role: Annotated[
        str | UnsetType | None,
        text(0, 100),
        Meta(
            description="The role; the default is `worker`.",
            examples=["worker"],
            extra_json_schema={"enum": ["worker", "administrator", "accountant", "manager", "owner", None, ""]},
        ),
    ] = UNSET
    user_permissions: Annotated[RightForms | UnsetType, says("Rights that differ from those of the role.")] = UNSET
    staff_id: Annotated[IdOrZero | UnsetType | None, says("The team member that the user is; 0 for none.", 9)] = UNSET


class InvitesForm(msgspec.Struct):
    """Invitations to the location."""

    invites: Annotated[
        list[InviteForm], Meta(description="The people to invite.", min_length=1, max_length=MOST_INVITES)
    ]

    def to_model(self) -> list[users.Invite]:
        """Return the invitations. Raise `Invalid` with every fault."""
        faults: list[Fault] = []
        found = [_read(form, f"invites[{number}]", faults) for number, form in enumerate(self.invites)]
        if faults:
            raise Invalid(faults)
        return found


def _read(form: InviteForm, place: str, faults: list[Fault]) -> users.Invite:
    rights, wrong = read_rights(form.user_permissions or [], f"{place}.user_permissions")
    faults += wrong
    faults += role_faults(form.user_role, f"{place}.user_role")
    contact = users.Contact(None, None)
    try:
        contact = contact_of(form.search or "")
    except ValueError as error:
        faults.append(Fault(f"{place}.search", str(error)))
    return users.Invite(
        contact,
        form.name or None,
        form.user_role or users.FIRST_ROLE,
        rights,
        form.staff_id or None,
        form.position or "",
    )


class LocationLink(msgspec.Struct):
    """A location of the chain."""

    company_id: Annotated[Id, says("The location.", 2)]


class CopyLink(msgspec.Struct):
    """A location of the chain, and rights that differ there."""

    company_id: Annotated[Id, says("The location to copy to.", 2)]
    user_permissions: Annotated[RightForms | UnsetType, says("Rights that differ from the copied ones.")] = UNSET


class RemovalForm(msgspec.Struct):
    """The locations from which a user is removed."""

    user_company_links: Annotated[
        list[LocationLink], Meta(description="The locations.", min_length=1, max_length=MOST_LOCATIONS)
    ]

    def to_ids(self) -> list[int]:
        """Return the ids. Raise `Invalid` for a location that is named twice."""
        return _distinct([link.company_id for link in self.user_company_links])


class CopyForm(msgspec.Struct):
    """The locations in which a user gets the same role."""

    user_company_links: Annotated[
        list[CopyLink], Meta(description="The locations.", min_length=1, max_length=MOST_LOCATIONS)
    ]

    def to_overrides(self) -> dict[int, dict[str, users.RightValue | None]]:
        """Return the differing rights by location. Raise `Invalid` with every fault."""
        faults: list[Fault] = []
        found: dict[int, dict[str, users.RightValue | None]] = {}
        for number, link in enumerate(self.user_company_links):
            rights, wrong = read_rights(link.user_permissions or [], f"user_company_links[{number}].user_permissions")
            faults += wrong
            found[link.company_id] = rights
        if faults:
            raise Invalid(faults)
        _distinct([link.company_id for link in self.user_company_links])
        return found


def _distinct(location_ids: list[int]) -> list[int]:
    twice = [number for number, id_ in enumerate(location_ids) if id_ in location_ids[:number]]
    if twice:
        raise Invalid(NAMED_TWICE.fault(f"user_company_links[{number}].company_id") for number in twice)
    return location_ids
