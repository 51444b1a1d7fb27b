"""What fields of team members mean in API v1 alone, and the values that several answers compute."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from parlour.areas.team.model.members import TeamMember
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

MemberInPath = Annotated[int, PathPart("Team member", "The team member.", 9)]

ID = says("The team member.", 9, 10)
INFORMATION = says(
    "About the team member, for clients; HTML, without scripts and styles.", "<p>Speaks English and Portuguese.</p>"
)
API_ID = says("The id in your own system, as a text; empty for none.", "E-17")
WEIGHT = says("Lists begin with the highest.", 10)
HIDDEN = says("1: not offered in online booking, otherwise 0.", 0)
FIRED = says("1: dismissed, otherwise 0.", 0)
STATUS = says("Always 0 here: 1 would be a deleted team member, and these are not shown.", 0)
USER_ID = says("The linked user.", 42)
HAS_TIMETABLE = says("May have a schedule.", True)
IS_PAID = says("Counts towards the price of a licence. Stored, without effect.", False)
IS_IN_PAYMENT_POLICY = says("Always true: there are no payment policies.", True)
SHOW_RATING = says("1: the rating is shown to clients, otherwise 0.", 1)
PREPAID = says("Whether clients pay when they book: `forbidden`, `allowed` or `required`.", "forbidden")
RANDOM_CHOICE = says("May be chosen when a client books any team member.", True)
SEARCH_START = says("The earliest start on a day that is offered, in seconds since midnight.", 0)
SEARCH_FINISH = says("The end of the starts that are offered, in seconds since midnight.", 86400)
SEARCH_STEP = says("The distance between two starts, in seconds.", 900)
BOOKABLE = says("Clients can book the team member online: not hidden, not dismissed, and with a service.", True)
SCHEDULE_TILL = says("The last day with working time; empty for none.", "2026-03-31")
RATING = says("The mean of the ratings in reviews, with at most two decimals; 0 without any.", 4.8)
VOTES = says("How many reviews there are.", 17, of="votes")

POSITION = says("The position; an empty list for none.", {"id": 6, "title": "Stylist"})
POSITION_OR_NULL = says("The position; null for none.", {"id": 6, "title": "Stylist"})
USER_OR_NULL = says("The linked user; null for none.", {"id": 42, "name": "Anna Berg"})
NoItems = Annotated[list[dict[str, Any]], Meta(description="Empty for none.", extra_json_schema={"maxItems": 0})]


def last_day(member: TeamMember) -> str:
    return "" if member.last_day is None else member.last_day.isoformat()


def digit(flag: bool) -> str:
    return "1" if flag else "0"


class PositionName(msgspec.Struct, frozen=True):
    """The position of a team member."""

    id: Annotated[int, says("The position.", 6)]
    title: Annotated[str, says("Its title.", "Stylist")]

    @classmethod
    def of(cls, member: TeamMember) -> "PositionName | None":
        return None if member.position_id is None else cls(member.position_id, member.position_title)


def position_or_list(member: TeamMember) -> PositionName | list[dict[str, Any]]:
    return PositionName.of(member) or []


class LinkedUser(msgspec.Struct, frozen=True):
    """The user who is linked to a team member."""

    id: Annotated[int, says("The user.", 42)]
    name: Annotated[str, says("The user's name; empty until they accept the invitation.", "Anna Berg")]

    @classmethod
    def of(cls, member: TeamMember) -> "LinkedUser | None":
        return None if member.user_id is None else cls(member.user_id, member.user_name)


def user_list(member: TeamMember) -> list[LinkedUser]:
    user = LinkedUser.of(member)
    return [] if user is None else [user]
