"""Brands, all of them invented: their products, and where they are sold."""

import msgspec

HAIR, COLOUR, SKIN, BODY, NAILS, TOOLS, SUPPLIES, MEN, SAUNA = (
    "hair", "colour", "skin", "body", "nails", "tools", "supplies", "men", "sauna",
)  # fmt: skip
LEVANT, DEAD_SEA, AEGEAN, TAIGA = "levant", "dead sea", "aegean", "taiga"


class Brand(msgspec.Struct, frozen=True):
    """A brand; `markets` are languages, `level` is its price level in percent of an average brand's."""

    name: str
    code: str
    fields: tuple[str, ...]
    markets: tuple[str, ...]
    level: int


HOUSE = Brand("Lumen", "LU", (HAIR, SKIN, BODY, NAILS, COLOUR, TOOLS, SUPPLIES), ("chain",), 85)

BRANDS = (
    HOUSE,
    Brand("Halcyon & Reed", "HR", (HAIR, BODY), ("chain", "en", "de"), 120),
    Brand("Oriel Maison", "OM", (HAIR, COLOUR), ("chain", "en", "de", "ru"), 140),
    Brand("Brume d'Été", "BE", (SKIN, BODY), ("chain", "en", "ja"), 155),
    Brand("Vårdal", "VD", (SKIN, HAIR), ("en", "de"), 130),
    Brand("Quillfeather", "QF", (MEN, TOOLS), ("en",), 110),
    Brand("Nacre & Pine", "NP", (NAILS, BODY), ("chain", "en", "de"), 100),
    Brand("Sólrún", "SO", (SKIN, SAUNA), ("en", "de"), 145),
    Brand("Tannquell", "TQ", (BODY, SAUNA, HAIR), ("de",), 95),
    Brand("Köhlermoor", "KM", (SKIN, BODY, SAUNA), ("de",), 115),
    Brand("Łąkowa", "LA", (SKIN, HAIR), ("de",), 90),
    Brand("Čarna Labs", "CL", (COLOUR, NAILS), ("en", "de", "ru"), 105),
    Brand("Ferrowick", "FW", (TOOLS, MEN), ("chain", "en", "de", "ja", "ru"), 125),
    Brand("Plainday", "PD", (SUPPLIES,), ("chain", "en", "de", "ja", "ru"), 100),
    Brand("白露堂", "HK", (SKIN, HAIR, BODY), ("ja",), 130),
    Brand("ミナモリ", "MN", (HAIR, COLOUR), ("ja",), 110),
    Brand("風原工房", "KZ", (BODY, TOOLS), ("ja",), 120),
    Brand("こもれび屋", "KB", (NAILS, BODY, SKIN), ("ja",), 95),
    Brand("Снегирёво", "SN", (SKIN, HAIR), ("ru",), 90),
    Brand("Ясный Луг", "YL", (HAIR, BODY, SKIN), ("ru",), 80),
    Brand("Тау Гүлі", "TG", (SKIN, BODY, HAIR), ("ru",), 100),
    Brand("Лакмарин", "LM", (NAILS, COLOUR), ("ru",), 95),
    Brand("بستان الندى", "BN", (LEVANT,), ("en",), 120),
    Brand("מעיין ומלח", "MM", (DEAD_SEA,), ("en",), 130),
    Brand("Ελαιώνας Αιγαίου", "EA", (AEGEAN,), ("en",), 110),
    Brand("Таёжный Короб", "TK", (TAIGA,), ("en",), 90),
)


def sold(field: str, market: str) -> list[Brand]:
    """Return the brands of a field that are sold in a market: a language, or `chain` for what all locations have."""
    return [brand for brand in BRANDS if field in brand.fields and market in brand.markets]
