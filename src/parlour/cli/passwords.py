"""Where a new password comes from: a flag, standard input, or chance."""

import contextlib
import getpass
import secrets
import sys

from parlour.access.passwords import Passwords

# Without characters that look like others, so that a password can be read out.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5  # some 99 random bits

HELP = "The password, or - to read it from standard input. Without it one is made and printed."


def new_password() -> str:
    """A password nobody can guess, in groups for the eye."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def read_password(flag: str) -> str:
    """What the flag says, or the first line of standard input for a dash. A terminal doesn't show what is typed."""
    if flag != "-":
        return flag
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def hash_password(password: str) -> str:
    with contextlib.closing(Passwords()) as passwords:
        return passwords.hash(password)
