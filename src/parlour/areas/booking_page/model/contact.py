"""What a visitor enters to be known by: read from the form of the page, with the faults of all fields."""

import secrets
from collections.abc import Callable, Mapping

import msgspec

from parlour.areas.clients.model.phones import normalize_phone
from parlour.emails import normalize_email

MOST_NAME = 255
MOST_COMMENT = 1000
TRAP = "website"
"""A field that people don't see: what fills it in is a program."""


class Contact(msgspec.Struct, frozen=True):
    """The fields of the form as they were entered."""

    key: str = ""
    """Known to this form only, so that sending it twice books once."""
    name: str = ""
    phone: str = ""
    email: str = ""
    comment: str = ""
    agrees: bool = False
    code: str = ""

    @classmethod
    def new(cls) -> "Contact":
        """Return the fields of a form that is shown for the first time."""
        return cls(key=secrets.token_hex(16))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return the fields that the form for the code carries along."""
        fields = [(name, getattr(self, name)) for name in ("key", "name", "phone", "email", "comment")]
        return [*fields, ("agrees", "1")] if self.agrees else fields

    def faults(self, country_code: str, *, needs_agreement: bool) -> list[str]:
        """Return the names of faulty fields, in the order of the form."""
        is_fine = {
            "name": 0 < len(self.name) <= MOST_NAME and self.name.isprintable(),
            "phone": bool(self.phone) and _is_read(lambda: normalize_phone(self.phone, country_code)),
            "email": not self.email or _is_read(lambda: normalize_email(self.email)),
            "comment": len(self.comment) <= MOST_COMMENT and "\x00" not in self.comment,
            "agrees": self.agrees or not needs_agreement,
        }
        return [name for name, is_right in is_fine.items() if not is_right]


def contact_of(form: Mapping[str, str]) -> Contact:
    """Return what a form says, without blanks around it."""
    texts = {name: form.get(name, "").strip() for name in ("key", "name", "phone", "email", "comment", "code")}
    return Contact(**texts, agrees=bool(form.get("agrees")))


def _is_read(read: Callable[[], object]) -> bool:
    try:
        read()
    except ValueError:
        return False
    return True
