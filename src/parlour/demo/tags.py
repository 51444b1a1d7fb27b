"""Tags of the demo's locations, in the language of each."""

import msgspec

from parlour.areas.tags.model import Kind


class Tag(msgspec.Struct, frozen=True):
    """A tag; `titles` are English, German, Japanese and Russian."""

    kind: Kind
    titles: tuple[str, str, str, str]
    color: str
    icon: str
    is_locked: bool = False


LANGUAGES = ("en", "de", "ja", "ru")
TAGS = (
    Tag(Kind.CLIENT, ("New client", "Neukunde", "新規", "Новый клиент"), "#2e7d32", "leaf", is_locked=True),
    Tag(Kind.CLIENT, ("Regular", "Stammkunde", "常連", "Постоянный клиент"), "#f9a825", "star"),
    Tag(Kind.CLIENT, ("Sensitive skin", "Empfindliche Haut", "敏感肌", "Чувствительная кожа"), "#c62828", "warning"),
    Tag(Kind.APPOINTMENT, ("First visit", "Erster Besuch", "初回", "Первый визит"), "#1565c0", "flag"),
    Tag(Kind.APPOINTMENT, ("Running late", "Verspätet sich", "遅刻の連絡あり", "Опаздывает"), "#ef6c00", "clock"),
    Tag(Kind.EVENT, ("Workshop", "Workshop", "ワークショップ", "Мастер-класс"), "#6a1b9a", "book"),
    Tag(Kind.COMMON, ("Gift card", "Gutschein", "ギフト券", "Подарочный сертификат"), "#ad1457", "gift"),
)
COLUMNS = ("chain_id", "location_id", "kind", "title", "color", "icon", "is_locked")


def rows(chain_id: int, location_id: int, language: str) -> list[tuple[object, ...]]:
    """Return the rows of a location, for `COLUMNS`."""
    position = LANGUAGES.index(language)
    return [(chain_id, location_id, tag.kind, tag.titles[position], tag.color, tag.icon, tag.is_locked) for tag in TAGS]
