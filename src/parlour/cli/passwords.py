"""The source of a new password: a flag, standard input, or random generation."""

import contextlib
import getpass
import secrets
import sys

from parlour.access.passwords import Passwords

# Without characters that look like others, so that a password can be read out.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 5  # some 99 random bits

HELP = "The password, or - to read it from standard input. By default one is generated and printed."


def new_password() -> str:
    """Return a random password, in groups that are easy to read."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def read_password(flag: str) -> str:
    """Return the flag's value or, for a dash, the first line of standard input, not echoed on a terminal."""
    if flag != "-":
        return flag
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def hash_password(password: str) -> str:
    with contextlib.closing(Passwords()) as passwords:
        return passwords.hash(password)
