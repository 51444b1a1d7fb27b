"""The roles and the tree of their rights on the v1 wire."""

from typing import Annotated, Any, Literal

import msgspec

from parlour.access.rights import UNRESTRICTED, Right, RightKind, rights_tree
from parlour.access.roles import Role
from parlour.areas.users.rights.delegation import Grantor
from parlour.areas.users.v1.wire.rights import SECTIONS, RightName, RoleName, hint_of
from parlour.http.query import Query, parameter
from parlour.http.wire import says

# The contract's names of the kinds.
SLUGS: dict[RightKind, str] = {
    RightKind.FLAG: "has_access",
    RightKind.LIMIT: "has_limited_access",
    RightKind.DAYS: "last_days_count",
    RightKind.DAYS_0: "last_days_count",
    RightKind.ONE_ID: "allowed_id",
    RightKind.IDS: "allowed_ids",
    RightKind.ADDRESSES: "allowed_ip",
}
NO_ACCESS: dict[RightKind, str | None] = {RightKind.FLAG: "false", RightKind.LIMIT: "true", RightKind.DAYS: "0"}
CHOICES: dict[RightKind, tuple[tuple[str, int], ...]] = {
    RightKind.DAYS: (("The whole history", -1), ("Today", 0), ("A week", 7), ("A month", 30), ("A year", 365)),
    RightKind.DAYS_0: (("The whole history", 0), ("A week", 7), ("A month", 30), ("A year", 365)),
}
ALONE = "other"
"""The section whose rights don't depend on each other."""


class RoleList(Query, frozen=True):
    """What is listed of each role."""

    include: Annotated[
        list[Literal["user_permissions"]] | None,
        parameter("`user_permissions` for the rights of each role.", ["user_permissions"]),
    ] = None


class RightType(msgspec.Struct, frozen=True):
    """What kind of value a right has."""

    slug: Annotated[str, says("The name of the kind.", "has_access")]
    all_access_value: Annotated[str | None, says("The value without any restriction, as JSON in a text.", "true")]
    no_access_value: Annotated[
        str | None, says("The value that allows nothing, as JSON; null if there is none.", "false")
    ]


class RightOption(msgspec.Struct, frozen=True):
    """A value that can be chosen for a right."""

    title: Annotated[str, says("The value in words.", "A week")]
    value: Annotated[int, says("The value.", 7)]
    is_disabled: Annotated[bool, says("The caller may not give it.", False)]


class AnyRight(msgspec.Struct, frozen=True):
    """A right of a role."""

    slug: RightName
    title: Annotated[str, says("What the right lets its holder do.", "See stock")]
    type: RightType
    options: Annotated[list[RightOption] | None, says("The possible values; null if all values are accepted.", None)]
    hint: Annotated[str, says("More about the value.", "True: it may be done.")]
    is_recommended: Annotated[bool, says("The role has it by default.", True)]
    is_editable: Annotated[bool, says("The caller may give it.", True)]
    default_value: Annotated[str | None, says("The role's own value, as JSON.", "true")]
    entity_name: Annotated[str | None, says("Always null.", None)]
    is_paid: Annotated[bool, says("Always false: no right costs.", False)]
    is_paid_only: Annotated[bool, says("Always false: no right costs.", False)]


class RightNode(AnyRight, frozen=True):
    """A right of a role on which no other right depends."""

    children: Annotated[list[dict[str, Any]] | None, says("Always null.", None)] = None


class RightBranch(AnyRight, frozen=True):
    """A right of a role, with the rights that depend on it."""

    children: Annotated[list[RightNode] | None, says("The rights below it, or null.", None)] = None


class RoleRow(msgspec.Struct, frozen=True):
    """A role that users can have."""

    slug: RoleName
    title: Annotated[str, says("The title of the role.", "Team member")]
    description: Annotated[str, says("The description of the role.", "Serves clients.")]
    weight: Annotated[int, says("A stronger role has a larger number.", 30)]
    user_permissions: Annotated[
        list[RightBranch] | None, says("Its rights; null unless asked for with `include`.", None)
    ]

    @classmethod
    def from_model(cls, role: Role, giver: Grantor | None, *, with_rights: bool) -> "RoleRow":
        """Return the role's row. Without a giver, no right is editable."""
        tree = [branch for section in SECTIONS for branch in _branches(section, role, giver)] if with_rights else None
        return cls(role.name, role.title, role.description, role.weight, tree)


def _branches(section: str, role: Role, giver: Grantor | None) -> list[RightBranch]:
    """Return the rights of a section as a tree: the first right is the branch, the others are its children."""
    rights = [right for right in rights_tree()[section] if right.same_as is None]
    if section == ALONE:
        return [RightBranch(**_node(right, role, giver)) for right in rights]
    if not rights:
        return []
    below = [RightNode(**_node(right, role, giver)) for right in rights[1:]]
    return [RightBranch(**_node(rights[0], role, giver), children=below or None)]


def _node(right: Right, role: Role, giver: Grantor | None) -> dict[str, Any]:
    kind = right.kind
    return {
        "slug": right.name,
        "title": right.title,
        "type": RightType(SLUGS[kind], _json(UNRESTRICTED[kind]), NO_ACCESS.get(kind)),
        "options": _options(right, giver),
        "hint": hint_of(right),
        "is_recommended": role.values[right.name] == UNRESTRICTED[kind],
        "is_editable": giver is not None and giver.may_grant(right.name, UNRESTRICTED[kind]),
        "default_value": _json(role.values[right.name]),
        "entity_name": None,
        "is_paid": False,
        "is_paid_only": False,
    }


def _options(right: Right, giver: Grantor | None) -> list[RightOption] | None:
    choices = CHOICES.get(right.kind)
    if choices is None:
        return None
    return [
        RightOption(title, value, giver is None or not giver.may_grant(right.name, value)) for title, value in choices
    ]


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
