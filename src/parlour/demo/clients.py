"""The clients of a demo location: some come every few weeks, some now and then, some haven't been there for long."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from parlour.demo.client_names import Name, make_names, make_phones
from parlour.demo.offers import price_in

COUNT = 1500
SHARE_OF_REGULARS, SHARE_OF_OCCASIONAL = 0.16, 0.54
SHORTEST_HABIT, LONGEST_HABIT = 14, 42
# Of all clients: those who have no phone, who say when they were born, and so on.
WITHOUT_PHONE, WITH_EMAIL, WITH_BIRTHDAY, WITH_COMMENT, WITH_CARD, WITHOUT_MAILINGS = 0.02, 0.6, 0.55, 0.12, 0.1, 0.08
SENSITIVE, ALLERGIC, WITH_SKIN_TYPE, WITH_PATCH_TEST, IN_DEBT = 0.05, 0.04, 0.25, 0.06, 0.01
NEW_FOR = timedelta(days=30)
OLDEST, YOUNGEST = date(1942, 1, 1), date(2009, 12, 31)
COMMENTS = {
    "en": (
        "Prefers mornings",
        "Please confirm by phone",
        "Brings her daughter along",
        "Allergic to nuts, no almond oil",
    ),
    "de": ("Lieber vormittags", "Bitte telefonisch bestätigen", "Kommt mit Kinderwagen", "Keine Nussöle"),
    "ja": ("午前中を希望", "電話で確認をお願いします", "お子様連れ", "ナッツアレルギー"),
    "ru": ("Удобно утром", "Подтверждать по телефону", "Приходит с дочкой", "Аллергия на орехи"),
}


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A client before they have an id. `habit` is how many days pass between visits; 0 if that is irregular."""

    name: Name
    phone: str
    email: str
    card: str
    importance: str
    discount: int
    birth_date: date | None
    comment: str
    gets_birthday_message: bool
    refuses_mailings: bool
    skin_type: int | None
    """The position of a choice; so is the allergy."""
    allergy: int | None
    patch_test_on: date | None
    is_sensitive: bool
    spent_before: Decimal
    """What they had spent before the location began to use the server."""
    owes: Decimal
    created_on: date
    habit: int
    comes: bool
    """Whether they have been there in the last weeks, or will be."""


def make_clients(rng: random.Random, language: str, currency: str, today: date) -> list[Client]:
    """Return the clients of a location. Each begins with a random generator of its place, the same for a seed."""
    names = make_names(rng, language)
    return [
        _client(rng, next(names), phone, number, language, currency, today)
        for number, phone in enumerate(make_phones(rng, language, COUNT), start=1)
    ]


def _client(
    rng: random.Random, name: Name, phone: str, number: int, language: str, currency: str, today: date
) -> Client:
    share = rng.random()
    is_regular = share < SHARE_OF_REGULARS
    created_on = today - timedelta(days=int(rng.triangular(0 if not is_regular else 60, 900, 30)))
    importance = rng.choices(("none", "bronze", "silver", "gold"), (2, 4, 3, 1) if is_regular else (30, 2, 1, 0))[0]
    birth_date = _day_between(rng, OLDEST, YOUNGEST) if rng.random() < WITH_BIRTHDAY else None
    dollars = 0 if created_on > today - NEW_FOR * 6 else rng.choice((0, 45, 120, 260, 480, 900, 1750))
    return Client(
        name=name,
        phone="" if rng.random() < WITHOUT_PHONE else phone,
        email=f"{_mailbox(name, number)}@mail.example" if rng.random() < WITH_EMAIL else "",
        card=f"C-{100_000 + number}" if rng.random() < WITH_CARD else "",
        importance=importance,
        discount={"silver": 5, "gold": 10}.get(importance, 0),
        birth_date=birth_date,
        comment=rng.choice(COMMENTS[language]) if rng.random() < WITH_COMMENT else "",
        gets_birthday_message=birth_date is not None and rng.random() < 0.7,
        refuses_mailings=rng.random() < WITHOUT_MAILINGS,
        skin_type=rng.randrange(4) if rng.random() < WITH_SKIN_TYPE else None,
        allergy=rng.randrange(4) if rng.random() < ALLERGIC else None,
        patch_test_on=_day_between(rng, created_on, today) if rng.random() < WITH_PATCH_TEST else None,
        is_sensitive=rng.random() < SENSITIVE,
        spent_before=price_in(currency, dollars),
        owes=price_in(currency, 40) if rng.random() < IN_DEBT else Decimal(0),
        created_on=created_on,
        habit=7 * rng.randint(SHORTEST_HABIT // 7, LONGEST_HABIT // 7) if is_regular else 0,
        comes=share < SHARE_OF_REGULARS + SHARE_OF_OCCASIONAL,
    )


def custom_values(client: Client, field_ids: dict[str, int], choices: dict[str, list[str]]) -> dict[str, object]:
    """Return the values of the custom fields by the fields' ids; ids and choices are by the fields' codes."""
    return {str(field_ids[code]): value for code, value in _values(client, choices)}


def _values(client: Client, choices: dict[str, list[str]]) -> Iterator[tuple[str, object]]:
    if client.skin_type is not None:
        yield "skin_type", choices["skin_type"][client.skin_type]
    if client.allergy is not None:
        yield "allergies", [choices["allergies"][client.allergy]]
    if client.patch_test_on is not None:
        yield "patch_test_on", str(client.patch_test_on)


def _mailbox(name: Name, number: int) -> str:
    """Return the part of an email address before the @, which names in other scripts don't show."""
    return f"{name.first}.{name.last}{number}".lower() if f"{name.first}{name.last}".isascii() else f"client{number}"


def _day_between(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, (last - first).days))
