"""What operations on the team refuse, in addition to what every operation of their kind refuses."""

from parlour.refusals import NO_RIGHT, NO_RIGHT_IN_CHAIN, FaultRefusal

NO_POSITION = FaultRefusal(
    "no_such_position",
    "The location has no such position.",
    "position_id",
    "There is no such position in this location.",
)
NO_USER = FaultRefusal(
    "no_role_here",
    "The user has no role in the location.",
    "user_id",
    "There is no user with this id who has a role in this location.",
)
LINKED = FaultRefusal(
    "already_linked",
    "Another team member of the location is linked to the user.",
    "user_id",
    "Another team member of this location is linked to this user.",
)
ENDS_FIRST = FaultRefusal(
    "ends_first",
    "The search for starts would end before it begins.",
    "seance_search_finish",
    "Must not be less than seance_search_start.",
)
NOT_DISMISSING = NO_RIGHT.named(
    "no_right_to_dismiss", "The request changes whether the team member is dismissed, and the user lacks that right."
).showing("settings_master_dismiss_access")
NOT_INVITING = NO_RIGHT.named(
    "no_right_to_invite", "The request invites a user, and the caller lacks the right to invite."
).showing("create_users_access")
NO_EMPLOYEES = NO_RIGHT.named(
    "no_right_to_employees", "`include` names `employee`, and the user lacks the right to change team members."
).showing("master_edit")
NOT_WRITING_EMPLOYEES = NO_RIGHT.named(
    "no_right_to_personal_data", "The request has personal data, and the user lacks the right to change team members."
).showing("master_edit")
NOT_IN_CHAIN = NO_RIGHT_IN_CHAIN.named(
    "no_right_in_chain", "Other locations use the position, too, and the user lacks the right in the chain."
)
TITLE_TAKEN = FaultRefusal(
    "taken", "The location has a position with the title.", "title", "There is a position with this title already."
)
NO_CONTACT = FaultRefusal(
    "no_contact", "The user is to be invited, without an address.", "user_email", "An email address or phone is needed."
)
