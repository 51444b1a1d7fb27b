"""The operator's access to the demo: tokens and a password, stored in clear in a file that only its owner can read."""

import secrets
from pathlib import Path

import msgspec

from parlour.access.tokens import new_token
from parlour.demo.scenario import OWNER_EMAIL

FILE = "demo.json"
PASSWORD_BYTES = 8


class Credentials(msgspec.Struct, frozen=True):
    """The credentials for the demo. The user token belongs to a session that the server created for the operator."""

    partner_token: str
    user_token: str
    login: str
    password: str

    def __repr__(self) -> str:
        return f"Credentials(login={self.login!r})"


def new_credentials() -> Credentials:
    """Return random credentials, safe in a shell and in JSON."""
    return Credentials(new_token(), new_token(), OWNER_EMAIL, secrets.token_hex(PASSWORD_BYTES))


def read_credentials(path: Path) -> Credentials | None:
    """Return the credentials in the file; None when it is missing or contains something else."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Credentials)
    except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def write_credentials(path: Path, credentials: Credentials) -> None:
    """Replace the file, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(credentials)) + b"\n")
    draft.replace(path)
