"""Rights on the v1 wire: the caller's own in their sections, and the values of a user's."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from parlour.access.rights import UNRESTRICTED, Right, RightKind, RightValues, rights_by_name, rights_tree
from parlour.access.roles import NAMES
from parlour.areas.users.model import users
from parlour.areas.users.rights.delegation import effective_rights
from parlour.areas.users.rights.values import read_rights
from parlour.errors import Fault, Invalid
from parlour.http.fields import IdOrZero, needs, text
from parlour.http.wire import says

TYPES: dict[RightKind, Any] = {
    RightKind.FLAG: bool,
    RightKind.LIMIT: bool,
    RightKind.IDS: list[int],
    RightKind.ADDRESSES: list[str],
    RightKind.DAYS: int,
    RightKind.DAYS_0: int,
    RightKind.ONE_ID: int,
}
WORDS: dict[RightKind, str] = {
    RightKind.FLAG: "True: it may be done.",
    RightKind.LIMIT: "True: it takes something away.",
    RightKind.DAYS: "A number of days, -1 for all.",
    RightKind.DAYS_0: "A number of days, 0 for all.",
    RightKind.ONE_ID: "An id, 0 for all.",
    RightKind.IDS: "Ids, none for all.",
    RightKind.ADDRESSES: "IP addresses, none for everywhere.",
}
UNENFORCED = "Stored and shown, but not enforced yet."
TOP = "top"


def hint_of(right: Right) -> str:
    """Return a text that explains the right's values, and that it has no effect if it isn't enforced."""
    return WORDS[right.kind] if right.is_enforced else f"{WORDS[right.kind]} {UNENFORCED}"


def _meaning(right: Right) -> tuple[Any, Meta]:
    own = rights_by_name()[right.same_as or right.name]
    return TYPES[own.kind], says(f"{own.title}. {hint_of(own)}", UNRESTRICTED[own.kind])


def _fields(rights: tuple[Right, ...]) -> list[tuple[str, Any]]:
    return [(right.name, Annotated[kind, meta]) for right in rights for kind, meta in [_meaning(right)]]


def _section(name: str, rights: tuple[Right, ...]) -> type[msgspec.Struct]:
    words = name.replace("_", " ")
    return msgspec.defstruct(
        f"{words.title().replace(' ', '')}Rights",
        _fields(rights),
        frozen=True,
        module=__name__,
        namespace={"__doc__": f"Rights of the section {words}."},
    )


SECTIONS = {name: _section(name, rights) for name, rights in rights_tree().items() if name != TOP}

# The contract's two hundred names are in rights.toml, and are not repeated here.
if TYPE_CHECKING:

    class OwnRights(msgspec.Struct, frozen=True):
        """What the caller may do in the location, by section."""

else:
    OwnRights = msgspec.defstruct(
        "OwnRights",
        [*SECTIONS.items(), *_fields(rights_tree()[TOP])],
        frozen=True,
        module=__name__,
        namespace={"__doc__": "What the caller may do in the location, by section."},
    )


def own_rights(values: RightValues) -> OwnRights:
    def said(section: str) -> dict[str, Any]:
        return {right.name: values[right.same_as or right.name] for right in rights_tree()[section]}

    return OwnRights(**{name: kind(**said(name)) for name, kind in SECTIONS.items()}, **said(TOP))


RightName = Annotated[str, says("The name of the right.", "storages_access", "clients_access")]
RoleName = Annotated[str, says("The name of the role.", "worker")]


class RightValue(msgspec.Struct, frozen=True):
    """A right and its value for a user."""

    slug: RightName
    value: Annotated[
        bool | int | list[int | str],
        says("True or false, a number, or a list, as the kind of the right asks.", True, False),
    ]


class RightForm(msgspec.Struct):
    """A right and its new value."""

    BETWEEN: ClassVar[dict[str, Any]] = needs("slug", "value")

    slug: Annotated[
        str | UnsetType, text(1, 100), says("The name of the right.", "storages_access", "clients_access")
    ] = UNSET
    value: Annotated[
        bool | int | str | list[int | str] | UnsetType | None,
        says("As the kind of the right asks; null for what the role has.", True, False),
    ] = UNSET


RightForms = Annotated[list[RightForm], Meta(max_length=1000)]


class UserRights(msgspec.Struct, frozen=True):
    """A user's role in the location, and the value of every right."""

    user_role: RoleName
    staff_id: Annotated[int | None, says("The team member that the user is, or null.", 9)]
    is_editable: Annotated[bool, says("The caller may change role and rights.", True)]
    has_any_paid_permission: Annotated[bool, says("Always false: no right costs.", False)]
    user_permissions: list[RightValue]

    @classmethod
    def from_model(cls, member: users.Member, *, is_editable: bool) -> "UserRights":
        values = effective_rights(member)
        rights = [RightValue(name, list(value) if isinstance(value, list) else value) for name, value in values.items()]
        return cls(member.role, member.team_member_id, is_editable, False, rights)


class UserRightsForm(msgspec.Struct):
    """Changes of a user's role and rights."""

    user_role: Annotated[
        str | UnsetType,
        text(1, 100),
        Meta(
            description="The new role. Its own rights take the place of those that the user had.",
            examples=["worker"],
            extra_json_schema={"enum": list(NAMES)},
        ),
    ] = UNSET
    user_permissions: Annotated[RightForms | UnsetType, says("Rights to change; all others keep their values.")] = UNSET
    staff_id: Annotated[
        IdOrZero | UnsetType | None, says("The team member that the user is; 0 or null for none.", 9)
    ] = UNSET

    def to_model(self) -> users.MemberPatch:
        """Return the model. Raise `Invalid` with every unknown name and every value of a wrong kind."""
        rights, faults = read_rights(self.user_permissions or [], "user_permissions")
        faults += role_faults(self.user_role, "user_role")
        if faults:
            raise Invalid(faults)
        return users.MemberPatch(
            role=self.user_role,
            rights=rights if self.user_permissions else UNSET,
            team_member_id=UNSET if self.staff_id is UNSET else self.staff_id or None,
        )


def role_faults(name: str | UnsetType | None, field: str) -> list[Fault]:
    if not name or name in NAMES:
        return []
    return [Fault(field, f"There is no such role; expected one of {', '.join(NAMES)}.")]
