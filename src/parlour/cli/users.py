"""Users who sign in: creating one, with a role if wanted, setting a password, ending their sessions, listing them."""

from datetime import datetime
from typing import Annotated

import msgspec
import typer

from parlour.access.roles import NAMES
from parlour.areas.accounts import operator
from parlour.areas.accounts.model import normalize_login
from parlour.areas.accounts.queries.accounts import find_user_by_login
from parlour.areas.accounts.queries.attempts import delete_failures
from parlour.areas.chains.operator import create_chain_role
from parlour.areas.locations.operator import create_location_role
from parlour.cli import checks
from parlour.cli.invitations import invite_user
from parlour.cli.options import example, new_group, record_id
from parlour.cli.output import note
from parlour.cli.passwords import HELP, hash_password, new_password, read_password
from parlour.cli.session import Call, on_database
from parlour.db.pool import Connection
from parlour.emails import is_normalized_email
from parlour.errors import NotFound

SHOWN_ONCE = "Send the password to the user over a safe channel: it is not shown again."
ROLES_IN_WORDS = f"{', '.join(NAMES[:-1])} or {NAMES[-1]}"


def _role(text: str) -> str:
    if text not in NAMES:
        raise typer.BadParameter(f"{text!r} is not a role; expected {ROLES_IN_WORDS}.")
    return text


Name = Annotated[str, typer.Option("--name", metavar="TEXT", help="The name that other users see.")]
Login = Annotated[str, typer.Argument(metavar="LOGIN", help="The email address or phone number.")]
Email = Annotated[str | None, typer.Option("--email", metavar="EMAIL", help="The email address to sign in with.")]
Phone = Annotated[
    str | None,
    typer.Option("--phone", metavar="PHONE", help="The phone number to sign in with, with the country code."),
]
Password = Annotated[str | None, typer.Option("--password", metavar="TEXT", help=HELP)]
InChain = Annotated[int | None, typer.Option("--chain", metavar="ID", parser=record_id, help="The chain for the role.")]
InLocation = Annotated[
    int | None, typer.Option("--location", metavar="ID", parser=record_id, help="The location for the role.")
]
Role = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", parser=_role, help=f"Which role: {ROLES_IN_WORDS}.")
]


class AddedUser(msgspec.Struct, frozen=True):
    """A user who was just created; the password only if it was generated here."""

    id: int
    name: str
    email: str | None
    phone: str | None
    role: str | None
    chain_id: int | None
    location_id: int | None
    password: str | None


class ChangedPassword(msgspec.Struct, frozen=True):
    """A user with a new password; the password only if it was generated here."""

    id: int
    revoked_sessions: int
    password: str | None


class ListedUser(msgspec.Struct, frozen=True):
    """A user, and whether mail can be sent to the address: some were stored before addresses were checked."""

    id: int
    name: str
    email: str | None
    phone: str | None
    is_approved: bool
    created_at: datetime
    can_get_mail: bool

    @classmethod
    def of(cls, user: operator.User) -> "ListedUser":
        return cls(
            **msgspec.structs.asdict(user), can_get_mail=user.email is not None and is_normalized_email(user.email)
        )


class Place(msgspec.Struct, frozen=True):
    """The chain or the location where a new user gets a role; both None for no role."""

    chain_id: int | None
    location_id: int | None
    role: str | None

    def refuse_nonsense(self) -> None:
        if self.chain_id is not None and self.location_id is not None:
            raise checks.WrongUsage(
                "Give --chain or --location, not both: a role in a chain applies to all its locations."
            )
        if (self.role is None) != (self.chain_id is None and self.location_id is None):
            raise checks.WrongUsage("Give --role together with --chain or --location.")


def register(app: typer.Typer) -> None:
    group = new_group("The users who can sign in.")
    group.command("add", epilog=example("user add --name 'Anna Berg' --email anna@example.com --chain 1 --role owner"))(
        add_user
    )
    group.command("set-password", epilog=example("user set-password anna@example.com"))(set_password)
    group.command("end-sessions", epilog=example("user end-sessions anna@example.com"))(end_sessions)
    group.command("invite", epilog=example("user invite --location 1 --email anna@example.com --role administrator"))(
        invite_user
    )
    group.command("list", epilog=example("user list"))(list_users)
    app.add_typer(group, name="user")


@on_database
def add_user(
    call: Call,
    name: Name,
    email: Email = None,
    phone: Phone = None,
    password: Password = None,
    chain: InChain = None,
    location: InLocation = None,
    role: Role = None,
) -> None:
    """Create a user. Without --password one is generated and shown only once."""
    place = Place(chain, location, role)
    place.refuse_nonsense()
    if email is None and phone is None:
        raise checks.WrongUsage("Give --email or --phone to sign in with.")
    found = checks.Checks()
    name = found.apply("--name", checks.title, name)
    email = None if email is None else found.apply("--email", checks.email, email)
    phone = None if phone is None else found.apply("--phone", checks.phone, phone)
    secret, made = _password(password)
    if not made:
        found.apply("--password", checks.password_of(email, phone, name=name), secret)
    found.refuse_faults()
    new = operator.NewUser(name, email, phone, hash_password(secret))
    user_id = call.in_transaction(lambda conn: _create(conn, new, place))
    call.show(AddedUser(user_id, name, email, phone, role, chain, location, made))
    if made and not call.as_json:
        note(SHOWN_ONCE)


@on_database
def set_password(call: Call, login: Login, password: Password = None) -> None:
    """Set a new password and end all sessions of the user."""
    secret, made = _password(password)
    changed = call.in_transaction(lambda conn: _change(conn, login, secret, made))
    call.show(changed)
    if made and not call.as_json:
        note(SHOWN_ONCE)


@on_database
def end_sessions(call: Call, login: Login) -> None:
    """End all sessions of a user; the user can sign in again."""
    ended = call.in_transaction(lambda conn: operator.end_sessions(conn, normalize_login(login)))
    if ended is None:
        raise NotFound(f"User {login}")
    call.show(ended)


@on_database
def list_users(call: Call) -> None:
    """List all users."""
    users = call.in_transaction(operator.list_users)
    call.show_list(ListedUser, [ListedUser.of(user) for user in users])


def _password(flag: str | None) -> tuple[str, str | None]:
    """Return the password, and again as second value if it was generated and so has to be shown."""
    if flag is None:
        made = new_password()
        return made, made
    return read_password(flag), None


async def _create(conn: Connection, new: operator.NewUser, place: Place) -> int:
    user_id = await operator.create_user(conn, new)
    if place.role is None:
        return user_id
    if place.chain_id and not await create_chain_role(conn, place.chain_id, user_id, place.role):
        raise NotFound(f"Chain {place.chain_id}")
    if place.location_id and not await create_location_role(conn, place.location_id, user_id, place.role):
        raise NotFound(f"Location {place.location_id}")
    return user_id


async def _change(conn: Connection, login: str, secret: str, made: str | None) -> ChangedPassword:
    user = await find_user_by_login(conn, normalize_login(login))
    if user is None:
        raise NotFound(f"User {login}")
    if not made:
        found = checks.Checks()
        found.apply("--password", checks.password_of(user.email, user.phone, name=user.name), secret)
        found.refuse_faults()
    await delete_failures(conn, [user.email, user.phone])
    done = await operator.set_password(conn, user.id, hash_password(secret))
    return ChangedPassword(done.user_id, done.ended_sessions, made)
