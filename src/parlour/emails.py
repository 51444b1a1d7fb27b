"""The only grammar of email addresses. Accepted addresses are stored, shown and used in the same characters."""

from email.errors import ObsoleteHeaderDefect
from email.headerregistry import Address
from email.policy import EmailPolicy

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

NOT_AN_ADDRESS = "This is not an email address."

# A business with its own server may use `salon.local`. The library offers this list for modification.
SPECIAL_USE_DOMAIN_NAMES.clear()


def normalize_email(text: str) -> str:
    """Return the address in lower case and in ASCII, with an international domain in its IDNA form.

    A domain without a dot is accepted: the mail server may be one of the business's own. Raise `ValueError` for
    anything that a mail server or the parser of a header could read as another address: quotes, comments, names, lists,
    line breaks, letters beyond ASCII before the `@`.
    """
    try:
        found = validate_email(
            text,
            check_deliverability=False,
            globally_deliverable=False,
            allow_smtputf8=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            allow_empty_local=False,
            allow_display_name=False,
            strict=True,
        )
    except EmailNotValidError as error:
        raise ValueError(NOT_AN_ADDRESS) from error
    # The parser of a header decodes `=?utf-8?q?anna?=`, although each of its characters is allowed.
    if "=?" in found.local_part:
        raise ValueError(NOT_AN_ADDRESS)
    return f"{found.local_part}@{found.ascii_domain}".lower()


def is_normalized_email(text: str) -> bool:
    """Return whether a stored address is one that mail may be sent to."""
    try:
        return normalize_email(text) == text
    except ValueError:
        return False


def sender_of(text: str) -> Address:
    """Parse a sender, such as `Parlour <parlour@example.com>`. Raise `ValueError`."""
    if not text.isprintable():
        raise ValueError(NOT_AN_ADDRESS)
    header = EmailPolicy().header_factory("From", text)
    # A dot in a name, as in `St. Anna`, is obsolete and common.
    if len(header.addresses) != 1 or not all(isinstance(each, ObsoleteHeaderDefect) for each in header.defects):
        raise ValueError(NOT_AN_ADDRESS)
    (found,) = header.addresses
    return Address(found.display_name, addr_spec=normalize_email(found.addr_spec))
