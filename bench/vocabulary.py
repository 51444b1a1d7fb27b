"""The words of product titles: ten chains, ten languages, seven scripts and more."""

import msgspec


class Language(msgspec.Struct, frozen=True):
    """The words for a chain's products, and the locale of its times and prices."""

    locale: str
    timezone: str
    currency: str
    kinds: tuple[str, ...]
    qualities: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LANGUAGES: tuple[Language, ...] = (
    Language(
        "en_GB",
        "Europe/London",
        "GBP",
        _words("Shampoo Conditioner Mask Oil Cream Serum Gel Soap Brush Lotion Powder Balm"),
        _words("Repair Moisture Volume Colour Gentle Night Daily Intense Silk Herbal"),
    ),
    Language(
        "de_DE",
        "Europe/Berlin",
        "EUR",
        _words("Shampoo Spülung Maske Haaröl Creme Serum Gel Seife Bürste Lotion Puder Balsam"),
        _words("Pflege Feuchtigkeit Volumen Farbe Sanft Nacht Täglich Intensiv Seide Kräuter"),
    ),
    Language(
        "tr_TR",
        "Europe/Istanbul",
        "TRY",
        _words("Şampuan Bakım Maske Yağ Krem Serum Jel Sabun Fırça Losyon Pudra Balsam"),
        _words("Onarıcı Nemlendirici Hacim Renk Nazik Gece Günlük Yoğun İpek Bitkisel"),
    ),
    Language(
        "ru_RU",
        "Asia/Yekaterinburg",
        "RUB",
        _words("Шампунь Кондиционер Маска Масло Крем Сыворотка Гель Мыло Щётка Лосьон Пудра Бальзам"),
        _words("Восстановление Увлажнение Объём Цвет Мягкий Ночной Ежедневный Интенсив Шёлк Травяной"),
    ),
    Language(
        "el_GR",
        "Europe/Athens",
        "EUR",
        _words("Σαμπουάν Μαλακτικό Μάσκα Λάδι Κρέμα Ορός Τζελ Σαπούνι Βούρτσα Λοσιόν Πούδρα Βάλσαμο"),
        _words("Επανόρθωση Ενυδάτωση Όγκος Χρώμα Απαλό Νύχτα Καθημερινό Εντατικό Μετάξι Βότανα"),
    ),
    Language(
        "hy_AM",
        "Asia/Yerevan",
        "AMD",
        _words("Շամպուն Բալզամ Դիմակ Յուղ Քսուք Շիճուկ Գել Օճառ Խոզանակ Լոսյոն Փոշի Կրեմ"),
        _words("Վերականգնող Խոնավեցնող Ծավալ Գույն Մեղմ Գիշեր Ամենօրյա Ինտենսիվ Մետաքս Բուսական"),
    ),
    Language(
        "ka_GE",
        "Asia/Tbilisi",
        "GEL",
        _words("შამპუნი კონდიციონერი ნიღაბი ზეთი კრემი შრატი გელი საპონი ჯაგრისი ლოსიონი პუდრი ბალზამი"),
        _words("აღდგენა დატენიანება მოცულობა ფერი ნაზი ღამე ყოველდღიური ინტენსიური აბრეშუმი მცენარეული"),
    ),
    Language(
        "he_IL",
        "Asia/Jerusalem",
        "ILS",
        _words("שמפו מרכך מסכה שמן קרם סרום ג'ל סבון מברשת תחליב אבקה באלם"),
        _words("שיקום לחות נפח צבע עדין לילה יומי אינטנסיבי משי צמחי"),
    ),
    Language(
        "ja_JP",
        "Asia/Tokyo",
        "JPY",
        _words(
            "シャンプー コンディショナー マスク オイル クリーム セラム ジェル ソープ ブラシ ローション パウダー バーム"
        ),
        _words("リペア モイスト ボリューム カラー ジェントル ナイト デイリー インテンス シルク ハーブ"),
    ),
    Language(
        "hi_IN",
        "Asia/Kolkata",
        "INR",
        _words("शैम्पू कंडीशनर मास्क तेल क्रीम सीरम जेल साबुन ब्रश लोशन पाउडर बाम"),
        _words("मरम्मत नमी घनत्व रंग कोमल रात दैनिक गहन रेशम हर्बल"),
    ),
)
BRANDS = _words("Avenor Belmira Cordessa Dellaria Elvoran Fiorenna Gallenor Havriel Istralia Jovanne Kelmora Lunessa")
SIZES = (30, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000)
