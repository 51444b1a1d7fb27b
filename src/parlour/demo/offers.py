"""What the demo's locations offer, in the language of each: 24 services in five categories."""

from decimal import Decimal

import msgspec

Titles = tuple[str, str, str, str]
"""English, German, Japanese and Russian."""

HAIR, COLOUR, NAILS, FACE, BODY = range(5)
CATEGORIES: tuple[Titles, ...] = (
    ("Haircuts", "Haarschnitte", "カット", "Стрижки"),
    ("Colour", "Farbe", "カラー", "Окрашивание"),
    ("Nails", "Nägel", "ネイル", "Маникюр и педикюр"),
    ("Face", "Gesicht", "フェイシャル", "Уход за лицом"),
    ("Massage and spa", "Massage & Spa", "マッサージ・スパ", "Массаж и спа"),
)
# The resources of a location, by their order.
ROOM, BASIN, TABLE, LASER = range(1, 5)


class Offer(msgspec.Struct, frozen=True):
    """A service: prices in dollars, times in minutes; `needs` is a resource, or 0. Events are for several clients.

    `gender` says which clients take it; empty for all.
    """

    category: int
    titles: Titles
    low: int
    high: int
    minutes: int
    rest: int = 0
    needs: int = 0
    is_event: bool = False
    gender: str = ""


OFFERS = (
    Offer(
        HAIR,
        ("Women's haircut", "Damenhaarschnitt", "カット(レディース)", "Женская стрижка"),
        65,
        95,
        60,
        5,
        BASIN,
        gender="female",
    ),
    Offer(
        HAIR, ("Men's haircut", "Herrenhaarschnitt", "カット(メンズ)", "Мужская стрижка"), 45, 45, 40, 5, gender="male"
    ),
    Offer(HAIR, ("Children's haircut", "Kinderhaarschnitt", "キッズカット", "Детская стрижка"), 30, 30, 30),
    Offer(HAIR, ("Fringe trim", "Pony schneiden", "前髪カット", "Стрижка чёлки"), 15, 15, 15),
    Offer(HAIR, ("Blow-dry", "Föhnen", "ブロー", "Укладка феном"), 40, 60, 45, 0, BASIN),
    Offer(HAIR, ("Updo", "Hochsteckfrisur", "ヘアセット", "Вечерняя причёска"), 85, 140, 75, gender="female"),
    Offer(COLOUR, ("Root touch-up", "Ansatzfarbe", "リタッチカラー", "Окрашивание корней"), 80, 80, 90, 10, BASIN),
    Offer(COLOUR, ("Full colour", "Komplettfarbe", "フルカラー", "Окрашивание в один тон"), 110, 160, 120, 10, BASIN),
    Offer(COLOUR, ("Highlights", "Strähnen", "ハイライト", "Мелирование"), 130, 190, 150, 10, BASIN),
    Offer(COLOUR, ("Balayage", "Balayage", "バレイヤージュ", "Балаяж"), 180, 280, 180, 15, BASIN, gender="female"),
    Offer(COLOUR, ("Gloss", "Glanztönung", "グロスカラー", "Тонирование"), 55, 70, 45, 5, BASIN),
    Offer(NAILS, ("Manicure", "Maniküre", "マニキュア", "Маникюр"), 35, 35, 45, 5, TABLE),
    Offer(NAILS, ("Gel manicure", "Maniküre mit Gel", "ジェルネイル", "Маникюр с гель-лаком"), 55, 65, 75, 5, TABLE),
    Offer(NAILS, ("Pedicure", "Pediküre", "ペディキュア", "Педикюр"), 50, 60, 60, 10),
    Offer(NAILS, ("Gel removal", "Gel entfernen", "ジェルオフ", "Снятие гель-лака"), 15, 15, 20, 0, TABLE),
    Offer(
        FACE, ("Classic facial", "Klassische Gesichtspflege", "フェイシャル", "Классический уход"), 90, 90, 60, 10, ROOM
    ),
    Offer(FACE, ("Deep cleansing", "Tiefenreinigung", "毛穴クレンジング", "Глубокая чистка"), 110, 130, 75, 15, ROOM),
    Offer(FACE, ("Brow shaping", "Augenbrauen zupfen", "眉カット", "Коррекция бровей"), 25, 25, 20),
    Offer(FACE, ("Lash tint", "Wimpern färben", "まつげカラー", "Окрашивание ресниц"), 30, 30, 30, gender="female"),
    Offer(FACE, ("Laser hair removal", "Laserepilation", "レーザー脱毛", "Лазерная эпиляция"), 70, 220, 45, 10, LASER),
    Offer(
        BODY,
        ("Relaxing massage", "Entspannungsmassage", "リラックスマッサージ", "Расслабляющий массаж"),
        95,
        95,
        60,
        15,
        ROOM,
    ),
    Offer(BODY, ("Back massage", "Rückenmassage", "背中マッサージ", "Массаж спины"), 60, 60, 30, 10, ROOM),
    Offer(BODY, ("Head spa", "Kopfmassage", "ヘッドスパ", "Спа для головы"), 75, 75, 45, 5, BASIN),
    Offer(
        BODY, ("Make-up workshop", "Schminkkurs", "メイクレッスン", "Мастер-класс по макияжу"), 40, 40, 120, 0, 0, True
    ),
)
LANGUAGES = ("en", "de", "ja", "ru")
# What a dollar is worth in round numbers, and the steps of prices.
MONEY = {
    "USD": (Decimal(1), 1),
    "EUR": (Decimal("0.9"), 1),
    "JPY": (Decimal(120), 100),
    "KZT": (Decimal(250), 500),
}


def price_in(currency: str, dollars: Decimal | int) -> Decimal:
    """Return a price in a currency of the demo, in round steps."""
    worth, step = MONEY[currency]
    return (dollars * worth / step).to_integral_value() * step
