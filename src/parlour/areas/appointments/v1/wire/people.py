"""The people of an appointment, and what else it shows of other things, on the v1 wire."""

from decimal import Decimal
from typing import Annotated, Any

import msgspec

from parlour.areas.appointments import wire as fields
from parlour.areas.appointments.model.people import ClientOfAppointment, MemberOfAppointment
from parlour.areas.clients.rights import Sight
from parlour.areas.tags.model import Tag
from parlour.areas.team.wire import members as team
from parlour.files import public_url
from parlour.http.wire import always, says

NONE: list[Any] = []
BINDINGS = {"off": 0, "soft": 1, "strict": 2}


class RecordPosition(msgspec.Struct, frozen=True, gc=False):
    """The position of a team member."""

    id: Annotated[int, says("The position; 0 for none.", 6)]
    title: Annotated[str, says("Its title; empty for none.", "Stylist")]
    services_binding_type: Annotated[int, says("Whether services follow from it: 0 off, 1 soft, 2 strict.", 0)]


class RecordStaff(msgspec.Struct, frozen=True, gc=False):
    """The team member of an appointment, perhaps dismissed or deleted since."""

    id: Annotated[int, fields.MEMBER]
    api_id: Annotated[str | None, says("The id in your own system; null for none.", "E-17")]
    name: Annotated[str, team.NAME]
    specialization: Annotated[str, team.SPECIALIZATION]
    position: RecordPosition
    avatar: Annotated[str, team.AVATAR]
    avatar_big: Annotated[str, team.AVATAR_BIG]
    rating: Annotated[Decimal, says("The mean of the ratings in reviews; 0 without any.", 4.8)]
    votes_count: Annotated[int, says("How many reviews there are.", 17)]
    spec: Annotated[str, says("The same as `specialization`, which replaces it.", "Hair stylist")]

    @classmethod
    def from_model(cls, member: MemberOfAppointment, base_url: str) -> "RecordStaff":
        names = [public_url(base_url, f"{member.chain_id}/{name}") for name in member.image_names]
        return cls(
            member.id,
            member.api_id or None,
            member.name,
            member.specialization,
            RecordPosition(member.position_id or 0, member.position_title, BINDINGS[member.services_binding]),
            names[-1] if names else "",
            names[0] if names else "",
            member.rating,
            member.votes,
            member.specialization,
        )


class RecordClient(msgspec.Struct, frozen=True, gc=False):
    """The client of an appointment, as the user sees clients in the calendar."""

    id: Annotated[int, says("The client.", 812)]
    name: Annotated[str, says("The first name, or the whole name.", "Maya")]
    surname: Annotated[str, says("The surname, or empty.", "Reyes")]
    middle_name: Annotated[str, says("The middle name, or empty.", "")]
    patronymic: Annotated[str, says("The same.", "")]
    display_name: Annotated[str, says("The names in one text.", "Maya Reyes")]
    comment: Annotated[str, says("A note on the client; empty without the right to see it.", "Prefers mornings")]
    phone: Annotated[
        str, says("The phone number, or empty. Masked for users without the right to see it.", "13155550175")
    ]
    card: Annotated[str, says("The number of a loyalty card on paper, or empty.", "")]
    email: Annotated[str, says("The email address, or empty. Masked like the phone number.", "maya@example.com")]
    success_visits_count: Annotated[int, says("How often the client came.", 7)]
    fail_visits_count: Annotated[int, says("How many appointments the client missed.", 0)]
    discount: Annotated[Decimal, says("The client's discount in percent.", 5)]
    is_new: Annotated[bool, says("The client hasn't come yet.", False)]
    gender: Annotated[int, says("0 unknown, 1 male, 2 female.", 2)]
    sex: Annotated[int, says("The same.", 2)]
    birthday: Annotated[str, says("The day of birth; empty if it isn't known.", "1990-04-17")]
    custom_fields: Annotated[list[Any], always([], "Always empty: cards have them.")]
    client_tags: Annotated[list[Any], always([], "Always empty: cards have them.")]
    phone_country_id: Annotated[int, always(0, "Always 0: the number begins with the code of its country.")]

    @classmethod
    def from_model(cls, client: ClientOfAppointment, missed_count: int, sight: Sight) -> "RecordClient":
        """Return the client as the user sees them, who missed so many appointments."""
        name, phone, email = client.name, client.phone, client.email
        if not sight.sees_contacts:
            name, phone, email = sight.name(name, phone), sight.phone(phone), sight.email(email)
        surname, middle_name = (client.surname, client.middle_name) if sight.sees_names else ("", "")
        gender = fields.GENDERS[client.gender]
        return cls(
            client.id,
            name,
            surname,
            middle_name,
            middle_name,
            f"{name} {surname}" if name and surname and not middle_name else _joined(name, surname, middle_name),
            client.comment if sight.sees_note else "",
            phone,
            client.card,
            email,
            client.visit_count,
            missed_count,
            client.discount,
            not client.visit_count,
            gender,
            gender,
            client.birth_date.isoformat() if client.birth_date else "",
            NONE,
            NONE,
            0,
        )


def _joined(*names: str) -> str:
    return " ".join(filter(None, names))


EXAMPLE = {
    "id": 812,
    "name": "Maya",
    "surname": "Reyes",
    "middle_name": "",
    "patronymic": "",
    "display_name": "Maya Reyes",
    "comment": "Prefers mornings",
    "phone": "13155550175",
    "card": "",
    "email": "maya@example.com",
    "success_visits_count": 7,
    "fail_visits_count": 0,
    "discount": 5,
    "is_new": False,
    "gender": 2,
    "sex": 2,
    "birthday": "1990-04-17",
    "custom_fields": [],
    "client_tags": [],
    "phone_country_id": 0,
}


class RecordLabel(msgspec.Struct, frozen=True):
    """A tag of an appointment."""

    id: Annotated[int, says("The tag.", 31)]
    title: Annotated[str, says("Its name.", "Newcomer")]
    color: Annotated[str, says("Its colour.", "#ff8800")]
    icon: Annotated[str, says("The name of its symbol, or empty.", "")]
    font_color: Annotated[str, says("Black or white, whichever is easier to read on the colour.", "#000000")]

    @classmethod
    def from_model(cls, tag: Tag) -> "RecordLabel":
        return cls(tag.id, tag.title, tag.color, tag.icon, tag.font_color)
