"""The settings of a server: their names and meanings, and reading them from file and environment.

No other code in the package reads the environment. docs/settings.md is checked against `DESCRIPTIONS`.
"""

import ipaddress
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

from parlour.emails import sender_of

# Addresses that contain a password, and what else grants access.
SECRET = frozenset({"database_url", "smtp_url", "sms_url", "sms_authorization"})
LogFormat = Literal["auto", "pretty", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]


class SettingsError(Exception):
    """One or more settings can't be used; `faults` has a line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings of an operator. Created once at start and passed on."""

    database_url: str | None = None
    data_dir: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    pool_size: int = 8
    log_level: LogLevel = "info"
    log_format: LogFormat = "auto"
    public_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    access_cache_s: float = 5.0
    stop_grace_s: float = 10.0
    max_connections: int | None = None
    max_connections_per_address: int = 256
    body_memory_mib: int = 64
    head_timeout_s: float = 10.0
    body_timeout_s: float = 120.0
    stall_timeout_s: float = 20.0
    idle_timeout_s: float = 30.0
    image_store: str | None = None
    smtp_url: str | None = None
    email_from: str | None = None
    sms_url: str | None = None
    sms_body: str | None = None
    sms_authorization: str | None = None
    sms_codes_per_hour: int = 300

    def __repr__(self) -> str:
        shown = (f"{name}={'***' if name in SECRET and value else value!r}" for name, value in self.items())
        return f"Settings({', '.join(shown)})"

    def items(self) -> list[tuple[str, Any]]:
        return [(name, getattr(self, name)) for name in self.__struct_fields__]

    @property
    def base_url(self) -> str:
        """Return the URL of this server for clients, without a trailing slash."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


# The form that browsers send: no path, not even a slash.
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-f:]+\](:[0-9]{1,5})?")

DESCRIPTIONS: dict[str, str] = {
    "database_url": "Your own PostgreSQL (15 or later), as postgresql://user:password@host:port/name. "
    "Without it Parlour runs an embedded one in the data directory.",
    "data_dir": "The directory of the embedded database and other files.",
    "host": "The address to listen on; 0.0.0.0 for all.",
    "port": "The port to listen on.",
    "workers": "The number of processes that answer requests.",
    "pool_size": "The maximum number of database connections of a worker.",
    "log_level": "debug, info, warning or error.",
    "log_format": "pretty, json, or auto: pretty on a terminal, JSON otherwise.",
    "public_url": "The address under which clients reach the server, if it is behind a proxy.",
    "trusted_proxies": "Addresses or networks, separated by commas, whose X-Forwarded-For and -Proto are trusted. "
    "Any other sender of X-Forwarded-For is logged once.",
    "cors_origins": "Sites whose pages may call the API from a browser, such as https://shop.example, separated by "
    "commas; * for all. The mock and the descriptions are open to all pages.",
    "access_cache_s": "How many seconds a worker may remember the user of a pair of tokens. "
    "Revoking still takes effect at once.",
    "stop_grace_s": "The number of seconds that running requests and deliveries have to finish when the server stops.",
    "max_connections": "The maximum number of open connections of a worker; by default 2048, or what the limit "
    "of open files allows.",
    "max_connections_per_address": "The maximum number of connections from one address or /64 of IPv6, "
    "except trusted proxies.",
    "body_memory_mib": "How much of large request bodies one worker keeps in memory at once, in MiB.",
    "head_timeout_s": "How many seconds a client has to send the head of a request.",
    "body_timeout_s": "How many seconds a client has to send the body of a request.",
    "stall_timeout_s": "How many seconds a client may send nothing of a body, or read nothing of an answer.",
    "idle_timeout_s": "How many seconds a connection is kept open between two requests.",
    "image_store": "Where images are stored: file:///a/directory or s3://bucket/prefix. "
    "By default the directory images in the data directory.",
    "smtp_url": "The mail server, as smtp://user:password@host:587 or smtps://user:password@host. "
    "Without it messages, and the links of invitations, are logged.",
    "email_from": "The sender of email, as Parlour <parlour@example.com>. Required together with smtp_url.",
    "sms_url": "The gateway of text messages, with {phone} and {text} where they belong, if it takes them in its "
    "address. Without it text messages are logged.",
    "sms_body": "The body for the gateway, with {phone} and {text}: JSON if it begins with {, otherwise a form. "
    "Without it a GET is sent.",
    "sms_authorization": "What the gateway gets in Authorization, such as Bearer followed by a token.",
    "sms_codes_per_hour": "The number of codes that a location sends by text message within an hour.",
}


def _number(kind: type[int] | type[float], low: float, high: float) -> Callable[[str], int | float]:
    def parse(text: str) -> int | float:
        value = kind(text)
        if not low <= value <= high:
            raise ValueError
        return value

    return parse


def _choice(*options: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in options:
            raise ValueError
        return text.lower()

    return parse


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if not text.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError
        return text

    return parse


def _smtp_url(text: str) -> str:
    parts = urlsplit(_url("smtp", "smtps")(text))
    if not parts.hostname or parts.port == 0:
        raise ValueError
    return text


def _email_address(text: str) -> str:
    sender_of(text)
    return text


def _sms_body(text: str) -> str:
    if "{text}" not in text:
        raise ValueError
    if text.startswith("{"):
        json.loads(text)
    return text


def _networks(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    # uvicorn takes a network with bits set after its mask, such as 10.0.0.1/8, for a name, and trusts no address then.
    return tuple(
        str(ipaddress.ip_network(part, strict=False)) if "/" in part else str(ipaddress.ip_address(part))
        for part in parts
    )


def _origins(text: str) -> tuple[str, ...]:
    parts = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if not all(part == "*" or _ORIGIN.fullmatch(part) for part in parts):
        raise ValueError
    return parts


_RULES: dict[str, tuple[Callable[[str], Any], str]] = {
    "database_url": (_url("postgresql", "postgres"), "an address that starts with postgresql://"),
    "data_dir": (Path, "a path"),
    "host": (str, "an address"),
    "port": (_number(int, 0, 65535), "a whole number from 0 to 65535"),
    "workers": (_number(int, 1, 64), "a whole number from 1 to 64"),
    "pool_size": (_number(int, 1, 200), "a whole number from 1 to 200"),
    "log_level": (_choice("debug", "info", "warning", "error"), "debug, info, warning or error"),
    "log_format": (_choice("auto", "pretty", "json"), "auto, pretty or json"),
    "public_url": (_url("http", "https"), "an address that starts with http:// or https://"),
    "trusted_proxies": (_networks, "addresses or networks separated by commas"),
    "cors_origins": (_origins, "* or sites such as https://shop.example, separated by commas"),
    "access_cache_s": (_number(float, 0, 300), "a number from 0 to 300"),
    "stop_grace_s": (_number(float, 0, 300), "a number from 0 to 300"),
    "max_connections": (_number(int, 1, 60_000), "a whole number from 1 to 60000"),
    "max_connections_per_address": (_number(int, 1, 60_000), "a whole number from 1 to 60000"),
    "body_memory_mib": (_number(int, 1, 4096), "a whole number from 1 to 4096"),
    "head_timeout_s": (_number(float, 0.1, 300), "a number from 0.1 to 300"),
    "body_timeout_s": (_number(float, 0.1, 3600), "a number from 0.1 to 3600"),
    "stall_timeout_s": (_number(float, 0.1, 300), "a number from 0.1 to 300"),
    "idle_timeout_s": (_number(float, 0.1, 3600), "a number from 0.1 to 3600"),
    "image_store": (_url("file", "s3"), "an address that starts with file:// or s3://"),
    "smtp_url": (_smtp_url, "an address that starts with smtp:// or smtps:// and names a host"),
    "email_from": (_email_address, "an email address"),
    "sms_url": (_url("http", "https"), "an address that starts with http:// or https://"),
    "sms_body": (_sms_body, "a form or a JSON object that contains {text}"),
    "sms_authorization": (str, "the value of a header"),
    "sms_codes_per_hour": (_number(int, 1, 100_000), "a whole number from 1 to 100000"),
}


def load_settings(environ: Mapping[str, str], flags: Mapping[str, object] | None = None) -> Settings:
    """Return the settings from, in rising order of precedence: defaults, the file `PARLOUR_CONFIG`, environment, flags.

    `flags` may contain None for what was not given. Raise `SettingsError` with all faults at once.
    """
    faults: list[str] = []
    given: dict[str, tuple[str, str]] = {}
    for name, value in _from_file(environ.get("PARLOUR_CONFIG"), faults).items():
        given[name] = (f"{name} in {environ['PARLOUR_CONFIG']}", value)
    for variable, value in environ.items():
        if not variable.startswith("PARLOUR_") or variable == "PARLOUR_CONFIG" or not value:
            continue
        name = variable.removeprefix("PARLOUR_").lower()
        if name in _RULES:
            given[name] = (variable, value)
        else:
            faults.append(f"{variable}: there is no such setting")
    for name, flag in (flags or {}).items():
        if flag is not None:
            given[name] = (f"--{name.replace('_', '-')}", str(flag))

    values: dict[str, Any] = {}
    for name, (source, text) in given.items():
        parse, expected = _RULES[name]
        try:
            values[name] = parse(text)
        except ValueError:
            shown = "" if name in SECRET else f", not {text!r}"
            faults.append(f"{source}: expected {expected}{shown}")
    faults += _missing(values)
    if faults:
        raise SettingsError(faults)
    return Settings(**values)


def _missing(values: Mapping[str, Any]) -> list[str]:
    """Return a fault for each setting that requires another one which is missing."""
    return [
        f"{name}: needs {needed} beside it"
        for name, needed in (("smtp_url", "email_from"), ("sms_body", "sms_url"), ("sms_authorization", "sms_url"))
        if name in values and needed not in values
    ]


def _from_file(path: str | None, faults: list[str]) -> dict[str, str]:
    if not path:
        return {}
    try:
        table = tomllib.loads(Path(path).read_text())
    except OSError as error:
        faults.append(f"PARLOUR_CONFIG: {path} can't be read ({error.strerror})")
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"PARLOUR_CONFIG: {path} is not valid TOML ({error})")
        return {}
    faults.extend(f"{name} in {path}: there is no such setting" for name in table if name not in _RULES)
    return {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in table.items()
        if name in _RULES
    }
