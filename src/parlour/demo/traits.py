"""What distinguishes products of the same kind and brand: the ingredient, the effect, the shade, the scent."""

from parlour.demo.brands import BODY, COLOUR, HAIR, MEN, NAILS, SAUNA, SKIN, SUPPLIES, TOOLS

# By field: the trait in English, German, Japanese and Russian.
_TRAITS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    HAIR: (
        ("Argan Repair", "Arganöl Repair", "アルガンリペア", "Аргановое восстановление"),
        ("Moisture", "Feuchtigkeit", "モイスト", "Глубокое увлажнение"),
        ("Volume", "Volumen & Fülle", "ボリュームアップ", "Объём и лёгкость"),
        ("Colour Shine", "Farbglanz", "カラーケア", "Блеск цвета"),
        ("Keratin Smooth", "Keratin Glättung", "ケラチンスムース", "Кератиновая гладкость"),
        ("Sea Buckthorn", "Sanddorn", "シーバックソーン", "Облепиха"),
        ("Camellia", "Kamelie", "椿", "Камелия"),
        ("Rosemary & Mint", "Rosmarin & Minze", "ローズマリー&ミント", "Розмарин и мята"),
        ("Oat & Honey", "Hafer & Honig", "オーツ&はちみつ", "Овёс и мёд"),
    ),
    COLOUR: (
        ("6.0 Dark Blonde", "6.0 Dunkelblond", "6.0 ダークブロンド", "6.0 Тёмно-русый"),
        ("7.43 Copper Gold", "7.43 Kupfergold", "7.43 コッパーゴールド", "7.43 Медно-золотой"),
        ("8.1 Ash Blonde", "8.1 Aschblond", "8.1 アッシュブロンド", "8.1 Пепельный блонд"),
        ("4.7 Chestnut", "4.7 Kastanie", "4.7 マロンブラウン", "4.7 Каштан"),
        ("5.62 Garnet", "5.62 Granatrot", "5.62 ガーネット", "5.62 Гранат"),
        ("9.2 Pearl", "9.2 Perlblond", "9.2 パール", "9.2 Жемчужный"),
        ("3.0 Espresso", "3.0 Espresso", "3.0 エスプレッソ", "3.0 Эспрессо"),
        ("10.0 Crème Brûlée", "10.0 Crème Brûlée", "10.0 クレームブリュレ", "10.0 Крем-брюле"),
    ),
    SKIN: (
        ("Rose", "Wildrose", "薔薇", "Роза"),
        ("Hyaluronic", "Hyaluron", "ヒアルロン酸", "Гиалурон"),
        ("Vitamin C", "Vitamin C", "ビタミンC", "Витамин С"),
        ("Green Tea", "Grüner Tee", "宇治抹茶", "Зелёный чай"),
        ("Centella Calm", "Centella Beruhigend", "シカ", "Центелла"),
        ("Peptide Lift", "Peptid Straffend", "ペプチドリフト", "Пептидный лифтинг"),
        ("Calendula", "Ringelblume", "カレンデュラ", "Календула"),
        ("Rice Bran", "Reiskleie", "米ぬか", "Рисовые отруби"),
    ),
    BODY: (
        ("Lavender & Cedar", "Lavendel & Zeder", "ラベンダー&シダー", "Лаванда и кедр"),
        ("Fig & Sea Salt", "Feige & Meersalz", "いちじく&海塩", "Инжир и морская соль"),
        ("Yuzu", "Yuzu", "柚子", "Юдзу"),
        ("Hinoki", "Hinoki-Holz", "檜", "Хиноки"),
        ("Almond Milk", "Mandelmilch", "アーモンドミルク", "Миндальное молочко"),
        ("Arnica & Pine", "Arnika & Latschenkiefer", "アルニカ&松", "Арника и сосна"),
        ("Cherry Blossom 🌸", "Kirschblüte 🌸", "桜 🌸", "Цветение яблони"),
    ),
    NAILS: (
        ("Cherry Noir", "Kirschnacht", "ダークチェリー", "Чёрная вишня"),
        ("Café au Lait", "Café au Lait", "カフェオレ", "Кофе с молоком"),
        ("Blush", "Zartrosa", "桜貝", "Пудра"),
        ("Milky White", "Milchweiß", "ミルキーホワイト", "Молочный"),
        ("Ink Blue", "Tintenblau", "藍", "Чернила"),
        ("Moss", "Moosgrün", "抹茶", "Мох"),
        ("Coral Reef", "Koralle", "珊瑚", "Коралл"),
        ("Midnight Glitter ✨", "Mitternacht ✨", "ミッドナイト ✨", "Звёздная ночь ✨"),
    ),
    TOOLS: (
        ("Pro", "Profi", "プロ", "Профи"),
        ("Classic", "Klassik", "クラシック", "Классика"),
        ("Carbon", "Carbon", "カーボン", "Карбон"),
        ("Soft Touch", "Soft Touch", "ソフトタッチ", "Мягкое касание"),
        ("Walnut", "Nussbaum", "くるみ材", "Орех"),
    ),
    SUPPLIES: (
        ("Standard", "Standard", "スタンダード", "Стандарт"),
        ("Extra", "Extra", "エクストラ", "Экстра"),
        ("Eco", "Öko", "エコ", "Эко"),
    ),
    MEN: (
        ("Bay Rum", "Bay Rum", "ベイラム", "Бэй-ром"),
        ("Tobacco & Oak", "Tabak & Eiche", "タバコ&オーク", "Табак и дуб"),
        ("Unscented", "Ohne Duft", "無香料", "Без запаха"),
        ("Black Pepper", "Schwarzer Pfeffer", "ブラックペッパー", "Чёрный перец"),
    ),
    SAUNA: (
        ("Birch", "Birke", "白樺", "Берёза"),
        ("Eucalyptus", "Eukalyptus", "ユーカリ", "Эвкалипт"),
        ("Alpine Herbs", "Bergkräuter", "高山ハーブ", "Горные травы"),
        ("Orange & Clove", "Orange & Nelke", "オレンジ&クローブ", "Апельсин и гвоздика"),
    ),
}
_LANGUAGES = ("en", "de", "ja", "ru")


def traits_of(field: str, language: str) -> list[str]:
    """Return the traits for products of a field in a language; one empty trait where the name needs none."""
    column = _LANGUAGES.index(language)
    return [names[column] for names in _TRAITS.get(field, (("", "", "", ""),))]
