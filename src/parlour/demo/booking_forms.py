"""The booking form of each of the demo's locations, which its booking page is for."""

from parlour.areas.booking_forms.model import FormFields

TITLES = {"en": "Our website", "de": "Unsere Website", "ja": "公式サイト", "ru": "Наш сайт"}
COLUMNS = ("chain_id", "location_id", *FormFields.__struct_fields__)


def row(chain_id: int, location_id: int, language: str) -> tuple[object, ...]:
    """Return the row of a location, for `COLUMNS`."""
    fields = FormFields(title=TITLES[language], is_default=True)
    return (chain_id, location_id, *(getattr(fields, name) for name in FormFields.__struct_fields__))
