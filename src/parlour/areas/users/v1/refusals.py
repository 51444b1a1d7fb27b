"""What the operations on users refuse, in addition to what every operation of their kind refuses."""

from parlour.access.permissions import Permission
from parlour.areas.users.rights import delegation
from parlour.areas.users.service import invitations, members
from parlour.areas.users.service.rate_limits import too_many_invitations
from parlour.errors import Conflict, Fault, Forbidden, Invalid
from parlour.refusals import Refusal

CANNOT_GIVE = Refusal(
    "cannot_give",
    "The caller lacks a right that is to be given.",
    Forbidden(delegation.cannot_give(["clients_access"])),
)
HOLDS_MORE = Refusal(
    "holds_more", "The user holds a right that the caller lacks.", Forbidden(delegation.holds_more(["clients_access"]))
)
OWNERS_MAKE_OWNERS = Refusal("owners_make_owners", "Only owners make owners.", Forbidden(delegation.OWNERS_MAKE_OWNERS))
OWNERS_CHANGE_OWNERS = Refusal(
    "owners_change_owners", "Only owners change owners.", Forbidden(delegation.OWNERS_CHANGE_OWNERS)
)
IN_CHAIN = Refusal("in_chain", "The user's role is one in the whole chain.", Conflict(members.IN_CHAIN))
PENDING = Refusal("pending", "The user has not accepted the invitation.", Conflict(members.IS_PENDING))
LAST_OWNER = Refusal("last_owner", "The location has no other owner.", Conflict(members.last_owner([1])))


def owner_holds_all(field: str) -> Refusal:
    fault = Fault(field, delegation.OWNER_HOLDS_ALL)
    return Refusal("owner_holds_all", "An owner's rights can't be cut.", Invalid([fault]))


def unknown_right(field: str) -> Refusal:
    return Refusal("unknown_right", "A right has an unknown name.", Invalid([Fault(field, "There is no such right.")]))


def no_right_there(permission: Permission) -> Refusal:
    return Refusal(
        "no_right_there",
        "The caller lacks the right in a location that is named.",
        Forbidden(members.no_right_there(permission, 2)),
    )


NAMED_TWICE = Refusal(
    "named_twice", "A location is named twice.", Invalid([Fault("user_company_links[1].company_id", "Named twice.")])
)
NO_ROLE_THERE = Refusal(
    "no_role_there",
    "The user has no role in a location that is named.",
    Invalid([Fault("user_company_links[0].company_id", members.NO_ROLE_THERE)]),
)
HAS_ROLE = Refusal(
    "has_role", "The user has a role here already.", Invalid([Fault("invites[0].search", invitations.HAS_ROLE)])
)
INVITED_TWICE = Refusal(
    "invited_twice",
    "Two invitations are for one person.",
    Invalid([Fault("invites[1].search", invitations.NAMED_TWICE)]),
)
TOO_MANY_INVITATIONS = Refusal(
    "too_many_invitations",
    "Too many invitations went to one of these, from the caller, or from the chain.",
    too_many_invitations(60),
)
