"""Team members on the wire of all versions of the API: what some fields mean, and the addresses of photos."""

from parlour.areas.team.model.members import TeamMember
from parlour.files import public_url
from parlour.http.wire import says

NAME = says("The name.", "Ana Lima", "Ben Okafor")
SPECIALIZATION = says("What clients read below the name.", "Hair stylist")
POSITION_ID = says("The position; 0 for none.", 6)
ASSISTANT = says("May assist other team members.", False)
AVATAR = says("The photo in its small size; empty for none.", "https://parlour.example.com/images/1/0f3c5a7e.webp")
AVATAR_BIG = says("The photo in its large size; empty for none.", "https://parlour.example.com/images/1/1b2d4f6a.webp")


def small_photo(member: TeamMember, base_url: str) -> str:
    return _photo(member, base_url, -1)


def large_photo(member: TeamMember, base_url: str) -> str:
    return _photo(member, base_url, 0)


def _photo(member: TeamMember, base_url: str, size: int) -> str:
    """Return the address of the photo in one of its sizes, the largest first; empty without a photo."""
    return public_url(base_url, f"{member.chain_id}/{member.image_names[size]}") if member.image_names else ""


def position_number(member: TeamMember) -> int:
    return member.position_id or 0
