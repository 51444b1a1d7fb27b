"""What fields of a client mean on the wire, each described once; ids in addresses, and the numbers of kinds."""

from typing import Annotated

from parlour.areas.clients.model.clients import Gender, Importance
from parlour.http.path_parts import PathPart
from parlour.http.wire import says

GENDERS = [*Gender]
IMPORTANCES = [*Importance]
"""The number of each is its position."""

NAME = says("The first name, or the whole name; the phone number of a client whose name isn't known.", "Maya")
SURNAME = says("The surname; empty if not known, or if the user may not see it.", "Reyes")
MIDDLE_NAME = says("The middle name; empty if not known, or if the user may not see it.", "")
PHONE = (
    "The phone number: digits with the code of the country, without a plus; empty if there is none. Masked for users"
)
EMAIL = "The email address, or empty."
CARD = says("The number of a loyalty card on paper, or empty.", "L-1207")
DISCOUNT = says("The discount that the client gets on everything, in percent.", 5)
GENDER_ID = says("0 unknown, 1 male, 2 female.", 2)
IMPORTANCE_ID = says("0 none, 1 bronze, 2 silver, 3 gold.", 3)
COMMENT = says("A note on the client; empty without the right to see it.", "Prefers mornings")
BIRTHDAY_MESSAGE = says("1 if the client gets a message on their birthday, otherwise 0.", 0)
NO_MAILINGS = says("1 if the client gets no mailings, otherwise 0.", 0)
CUSTOM_VALUES = "The values of custom fields by their codes"

ClientInPath = Annotated[int, PathPart("Client", "The client.", 812)]


def gender_id(gender: Gender) -> int:
    return GENDERS.index(gender)


def gender_title(gender: Gender) -> str:
    return gender.value.capitalize()


def importance_id(importance: Importance) -> int:
    return IMPORTANCES.index(importance)


def importance_title(importance: Importance) -> str:
    return importance.value.capitalize()
