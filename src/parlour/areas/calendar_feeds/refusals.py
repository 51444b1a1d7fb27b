"""What operations on calendar feeds refuse, in addition to what every operation of their kind refuses."""

from parlour.refusals import FaultRefusal

NO_MEMBER = FaultRefusal(
    "no_member", "There is no such team member.", "team_member_id", "There is no such team member in this location."
)
