"""Custom fields of the demo's locations, in the language of each."""

import msgspec

from parlour.areas.custom_fields.model.fields import Kind, ValueType

Choices = dict[str, list[str]]


class Field(msgspec.Struct, frozen=True):
    """A custom field; titles and choices by language."""

    kind: Kind
    code: str
    value_type: ValueType
    titles: dict[str, str]
    choices: Choices = {}


FIELDS = (
    Field(
        Kind.CLIENT,
        "skin_type",
        ValueType.SELECT,
        {"en": "Skin type", "de": "Hauttyp", "ja": "肌質", "ru": "Тип кожи"},
        {
            "en": ["Dry", "Oily", "Combination", "Normal"],
            "de": ["Trocken", "Fettig", "Mischhaut", "Normal"],
            "ja": ["乾燥肌", "脂性肌", "混合肌", "普通肌"],
            "ru": ["Сухая", "Жирная", "Комбинированная", "Нормальная"],
        },
    ),
    Field(
        Kind.CLIENT,
        "allergies",
        ValueType.LIST,
        {"en": "Allergies", "de": "Allergien", "ja": "アレルギー", "ru": "Аллергии"},
        {
            "en": ["Ammonia", "Latex", "Nuts", "Fragrance"],
            "de": ["Ammoniak", "Latex", "Nüsse", "Duftstoffe"],
            "ja": ["アンモニア", "ラテックス", "ナッツ", "香料"],
            "ru": ["Аммиак", "Латекс", "Орехи", "Отдушки"],
        },
    ),
    Field(
        Kind.CLIENT,
        "patch_test_on",
        ValueType.DATE,
        {
            "en": "Patch test on",
            "de": "Verträglichkeitstest am",
            "ja": "パッチテスト日",
            "ru": "Дата теста на аллергию",
        },
    ),
    Field(
        Kind.APPOINTMENT,
        "drink",
        ValueType.SELECT,
        {"en": "Drink", "de": "Getränk", "ja": "ドリンク", "ru": "Напиток"},
        {
            "en": ["Coffee", "Tea", "Water"],
            "de": ["Kaffee", "Tee", "Wasser"],
            "ja": ["コーヒー", "お茶", "水"],
            "ru": ["Кофе", "Чай", "Вода"],
        },
    ),
    Field(
        Kind.APPOINTMENT,
        "formula",
        ValueType.TEXT,
        {"en": "Colour formula", "de": "Farbrezeptur", "ja": "カラー配合", "ru": "Формула цвета"},
    ),
)
COLUMNS = ("chain_id", "location_id", "kind", "code", "value_type", "title", "choices", "is_visible", "is_editable")


def rows(chain_id: int, location_id: int, language: str) -> list[tuple[object, ...]]:
    """Return the rows of a location, for `COLUMNS`."""
    return [
        (
            chain_id,
            location_id,
            field.kind,
            field.code,
            field.value_type,
            field.titles[language],
            field.choices.get(language, []),
            True,
            True,
        )
        for field in FIELDS
    ]
