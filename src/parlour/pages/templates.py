"""Templates of pages, with what all of them use: icons and the addresses of files."""

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from parlour.pages.assets import asset_url

ICONS = {
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
    "theme": '<circle cx="12" cy="12" r="9"/><path d="M12 3v18a9 9 0 0 0 0-18" fill="currentColor"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c-6 6-6 12 0 18 6-6 6-12 0-18"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 20c1-4 4-6 8-6s7 2 8 6"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M3 20q1-6 6-6t6 6M15 5a3 3 0 0 1 0 6M17 14q4 0 4 6"/>',
    "before": '<path d="m15 5-7 7 7 7"/>',
    "after": '<path d="m9 5 7 7-7 7"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 9-9m-4 4 3 3"/>',
    "send": '<path d="M6 4.5v15l13-7.5z"/>',
}
BRAND = (
    '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#0b6a63"/>'
    '<path d="M11 25V7.5h6.2a5.6 5.6 0 0 1 0 11.2H11" fill="none" stroke="#fff" stroke-width="3.2"/>'
    '<circle cx="22.6" cy="23.6" r="2.4" fill="#f2b8a0"/></svg>'
)


def make_environment(package: str) -> Environment:
    """Return an environment for the templates in the folder `templates` of a package."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=select_autoescape(enabled_extensions=("html.jinja",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(icon=_icon, asset=asset_url)
    return environment


def _icon(name: str) -> Markup:
    if name == "mark":
        return Markup(BRAND)  # noqa: S704 - a constant
    return Markup(f'<svg viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')  # noqa: S704 - constants
