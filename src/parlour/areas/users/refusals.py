"""What operations on users refuse, in addition to what every operation of their kind refuses."""

from parlour.errors import Conflict, Forbidden, Throttled
from parlour.refusals import FaultRefusal, MessageRefusal, Refusal

CANNOT_GIVE = MessageRefusal(
    Forbidden,
    "cannot_give",
    "The caller lacks a right that the request grants.",
    "You can't grant rights that you don't have: {}.",
    "clients_access",
)
HOLDS_MORE = MessageRefusal(
    Forbidden,
    "holds_more",
    "The user has a right that the caller lacks.",
    "This user has rights that you don't have: {}.",
    "clients_access",
)
OWNERS_MAKE_OWNERS = MessageRefusal(
    Forbidden, "owners_make_owners", "Only owners can make a user an owner.", "Only an owner can make a user an owner."
)
OWNERS_CHANGE_OWNERS = MessageRefusal(
    Forbidden,
    "owners_change_owners",
    "Only owners can change or remove an owner.",
    "Only an owner can change or remove an owner.",
)
GIVING: tuple[Refusal, ...] = (CANNOT_GIVE, HOLDS_MORE, OWNERS_MAKE_OWNERS, OWNERS_CHANGE_OWNERS)
"""What every operation refuses that gives a role or rights."""

IN_CHAIN = MessageRefusal(
    Conflict,
    "in_chain",
    "The user has a role in the whole chain.",
    "This user has a role in the whole chain: it can't be changed or removed in one location.",
)
PENDING = MessageRefusal(
    Conflict,
    "pending",
    "The user has not accepted the invitation.",
    "This user has not accepted the invitation yet.",
)
LAST_OWNER = MessageRefusal(
    Conflict,
    "last_owner",
    "The location has no other owner.",
    "This user is the last owner of location {}. Make another user an owner first.",
    "1",
)
NO_RIGHT_THERE = MessageRefusal(
    Forbidden,
    "no_right_there",
    "The caller lacks the right in one of the locations.",
    "You lack the right {} in location {}.",
    "edit_users_access",
    2,
)
OWNER_HOLDS_ALL = FaultRefusal(
    "owner_holds_all",
    "The rights of an owner can't be restricted.",
    "user_permissions",
    "An owner has every right. Give the user another role to restrict rights.",
)
UNKNOWN_RIGHT = FaultRefusal(
    "unknown_right", "The name of a right is unknown.", "user_permissions[0].slug", "There is no such right."
)
NAMED_TWICE = FaultRefusal(
    "named_twice",
    "The same location was sent twice.",
    "user_company_links[1].company_id",
    "This location was sent twice.",
)
NO_ROLE_THERE = FaultRefusal(
    "no_role_there",
    "The user has no role in one of the locations.",
    "user_company_links[0].company_id",
    "The user has no role in this location.",
)
HAS_ROLE = FaultRefusal(
    "has_role", "The user has a role here already.", "invites[0].search", "This person has a role here already."
)
INVITED_TWICE = FaultRefusal(
    "invited_twice", "Two invitations are for the same person.", "invites[1].search", "This person was sent twice."
)
NO_TEAM_MEMBER = FaultRefusal(
    "no_team_member",
    "The location has no such team member.",
    "staff_id",
    "There is no such team member in this location.",
)
LINKED_OTHERWISE = FaultRefusal(
    "linked_otherwise",
    "The team member is linked to another user.",
    "staff_id",
    "This team member is linked to another user.",
)
MEMBER_TWICE = FaultRefusal(
    "member_twice",
    "Two invitations are for the same team member.",
    "invites[1].staff_id",
    "This team member was sent twice.",
)
TOO_MANY_INVITATIONS = MessageRefusal(
    Throttled,
    "too_many_invitations",
    "Too many invitations to one of these people, from the caller or from the chain.",
    "invitations",
    retry_after_s=60,
)
