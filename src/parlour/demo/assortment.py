"""The kinds of products: the names of each, its categories, its sizes and its price."""

import msgspec

from parlour.demo.brands import (
    AEGEAN,
    BODY,
    COLOUR,
    DEAD_SEA,
    HAIR,
    LEVANT,
    MEN,
    NAILS,
    SAUNA,
    SKIN,
    SUPPLIES,
    TAIGA,
    TOOLS,
)
from parlour.demo.sizes import Size, ampoules, bottles, jars, packs, pouches, sets, single, tubes


class Kind(msgspec.Struct, frozen=True):
    """A kind of product.

    `names` are English, German, Japanese and Russian, empty where it isn't sold. `category_keys` are its categories; a
    chain with none of them uses `otherwise`. `price_usd` is for the smallest size of an average brand.
    """

    code: str
    names: tuple[str, str, str, str]
    field: str
    category_keys: tuple[str, ...]
    sizes: tuple[Size, ...]
    price_usd: float
    otherwise: str = ""


KINDS = (
    Kind("SH", ("Shampoo", "Haarshampoo", "シャンプー", "Шампунь"), HAIR, ("shampoos",), bottles(250, 400, 1000), 16),
    Kind("SD", ("Nourishing Shampoo", "Aufbau-Shampoo", "補修シャンプー", "Питательный шампунь"), HAIR,
         ("shampoos_dry_free", "shampoos_dry_silk"), bottles(250, 1000), 18, "shampoos"),
    Kind("SK", ("Colour Care Shampoo", "Farbschutz-Shampoo", "カラーシャンプー", "Шампунь-уход"), HAIR,
         ("shampoos_coloured", "shampoos_fashion"), bottles(250, 500, 1000), 19),
    Kind("SL", ("Scalp Shampoo", "Kopfhaut-Shampoo", "スカルプシャンプー", ""), HAIR,
         ("shampoos_scalp", "scalp"), bottles(200, 500), 20),
    Kind("CO", ("Conditioner", "Pflegespülung", "コンディショナー", "Бальзам для волос"), HAIR,
         ("conditioners",), bottles(200, 250, 1000), 17, "masks"),
    Kind("HM", ("Hair Mask", "Haarkur", "ヘアマスク", "Маска для волос"), HAIR,
         ("masks", "masks_express", "masks_salon"), jars(200, 500, 1000), 24),
    Kind("HO", ("Hair Oil", "Haaröl", "ヘアオイル", "Масло для волос"), HAIR, ("oils",), bottles(50, 100), 26),
    Kind("HA", ("Scalp Ampoules", "Kopfhaut-Ampullen", "頭皮アンプル", ""), HAIR,
         ("oils", "scalp", "head_spa_essence"), ampoules(6, 10, 12), 32),
    Kind("PC", ("Permanent Colour", "Haarfarbe", "ヘアカラー", "Крем-краска"), COLOUR,
         ("permanent_ammonia", "permanent_gentle"), tubes(60, 100), 9, "permanent"),
    Kind("DC", ("Demi Gloss", "Intensivtönung", "マニキュアカラー", ""), COLOUR, ("demi",), tubes(60), 10),
    Kind("LI", ("Lightening Powder", "Blondierpulver", "ブリーチパウダー", ""), SUPPLIES,
         ("lighteners",), pouches(400, 500), 27),
    Kind("DV", ("Cream Developer 6 %", "Entwickler 6 %", "オキシ 6%", "Оксидант 6 %"), SUPPLIES,
         ("developers",), bottles(90, 1000), 5, "permanent"),
    Kind("SP", ("Hair Spray", "Haarspray", "ヘアスプレー", "Лак для волос"), HAIR,
         ("sprays",), bottles(100, 300, 500), 13),
    Kind("MO", ("Curl Cream", "Lockencreme", "カールクリーム", ""), HAIR, ("mousses", "curls"), tubes(150, 200), 19),
    Kind("WX", ("Matte Paste", "Mattpaste", "ヘアワックス", ""), HAIR, ("waxes",), jars(75, 100), 18),
    Kind("CL", ("Cleansing Foam", "Reinigungsschaum", "洗顔フォーム", ""), SKIN, ("cleansers",), bottles(150, 200), 21),
    Kind("SE", ("Serum", "Serum", "美容液", "Сыворотка"), SKIN,
         ("serums",), bottles(15, 30, 50), 34, "creams"),
    Kind("SA", ("Face Ampoules", "Gesichtsampullen", "フェイスアンプル", ""), SKIN, ("serums",), ampoules(5, 7), 29),
    Kind("DA", ("Day Crème SPF 30", "Tagescreme LSF 30", "デイクリーム SPF30", "Дневной крем SPF 30"), SKIN,
         ("creams_day",), jars(30, 50), 38, "creams"),
    Kind("NI", ("Night Crème", "Nachtcreme", "ナイトクリーム", "Ночной крем"), SKIN,
         ("creams_night",), jars(50, 75), 42, "creams"),
    Kind("FM", ("Sheet Mask", "Tuchmaske", "シートマスク", "Тканевая маска"), SKIN,
         ("face_masks",), packs(25, 3, 5, 10), 5, "creams"),
    Kind("TN", ("", "", "化粧水", ""), SKIN, ("toners_rich",), bottles(120, 150, 200), 28),
    Kind("BL", ("Body Lotion", "Körpermilch", "ボディミルク", "Молочко для тела"), BODY,
         ("lotions",), bottles(200, 400, 1000), 18, "hands"),
    Kind("SC", ("Body Scrub", "Körperpeeling", "ボディスクラブ", ""), BODY, ("scrubs",), jars(200, 350, 1000), 22),
    Kind("HC", ("Hand Cream", "Handcreme", "ハンドクリーム", "Крем для рук"), BODY, ("hands",), tubes(30, 50, 75), 9),
    Kind("FC", ("", "Fußbalsam", "", ""), BODY, ("feet",), tubes(75, 100), 12),
    Kind("MA", ("Massage Oil", "Massageöl", "マッサージオイル", ""), BODY, ("massage",), bottles(100, 500, 1000), 15),
    Kind("HB", ("", "Kräuterbad", "", ""), BODY, ("herbal_baths",), pouches(50, 500), 6),
    Kind("GE", ("Gel Polish", "Gellack", "ジェルネイル", "Гель-лак"), NAILS, ("gel",), bottles(8, 15), 11),
    Kind("BC", ("Top Coat", "Überlack", "トップコート", ""), NAILS, ("coats",), bottles(8, 15), 10),
    Kind("RM", ("Acetone-free Remover", "Entferner ohne Aceton", "ノンアセトンリムーバー", ""), SUPPLIES,
         ("removers",), bottles(100, 500, 1000), 6),
    Kind("NF", ("Nail File 100/180", "Nagelfeile 100/180", "ネイルファイル 100/180", ""), TOOLS,
         ("files",), (*single(9), *sets(9, 3, 10)), 3),
    Kind("BR", ("Paddle Brush", "Paddelbürste", "パドルブラシ", ""), TOOLS, ("brushes",), single(140), 21),
    Kind("CB", ("Cutting Comb", "Haarschneidekamm", "カットコーム", ""), TOOLS,
         ("brushes",), (*single(25), *sets(25, 3)), 7),
    Kind("SX", ("Cutting Shears 5.5\"", "Haarschere 5,5\"", "カットシザー 5.5インチ", ""), TOOLS,
         ("scissors",), single(95), 145),
    Kind("DR", ("Hair Dryer 2100 W", "Haartrockner 2100 W", "ドライヤー 1200W", ""), TOOLS,
         ("electrical",), single(620), 129),
    Kind("GL", ("Nitrile Gloves, M", "Nitrilhandschuhe, M", "ニトリル手袋 M", "Перчатки нитриловые, M"), SUPPLIES,
         ("gloves",), packs(4, 50, 100, 200), 9),
    Kind("TO", ("Disposable Towels", "Einmalhandtücher", "使い捨てタオル", ""), SUPPLIES,
         ("towels",), packs(12, 50, 100), 14),
    Kind("FO", ("Pre-cut Foil", "Alufolie, geschnitten", "アルミホイル", ""), SUPPLIES,
         ("foils",), packs(1, 250, 500), 12),
    Kind("HY", ("Surface Disinfectant", "Flächendesinfektion", "除菌スプレー", "Антисептик"), SUPPLIES,
         ("hygiene",), bottles(500, 1000), 8),
    Kind("BO", ("Beard Oil", "", "", ""), MEN, ("beard_oils",), bottles(30, 50), 19),
    Kind("BB", ("Beard Balm", "", "", ""), MEN, ("beard_oils",), jars(50, 60), 18),
    Kind("SV", ("Shaving Cream", "", "", ""), MEN, ("shaving",), (*tubes(75), *jars(150)), 16),
    Kind("AS", ("Aftershave Balm", "", "", ""), MEN, ("shaving",), bottles(100), 22),
    Kind("IN", ("", "Aufgusskonzentrat", "", ""), SAUNA, ("infusions",), bottles(100, 500, 1000), 11),
    Kind("SS", ("", "Saunasalz-Peeling", "", ""), SAUNA, ("infusions",), jars(250, 1000), 9),
    Kind("SB", ("", "Saunabürste", "", ""), SAUNA, ("sauna_gear",), (*single(160), *sets(160, 2)), 13),
    Kind("HS", ("", "", "頭皮クレンジングオイル", ""), HAIR, ("head_spa_cleansing",), bottles(150, 500), 24),
    Kind("IC", ("", "", "お香", ""), BODY, ("incense",), packs(2, 20, 40), 12),
    Kind("BT", ("", "", "薬用入浴剤", ""), BODY, ("bath",), (*pouches(40), *sets(40, 5, 10)), 3),
    Kind("GS", ("Gift Set 🎁", "Geschenkset 🎁", "ギフトセット 🎁", "Подарочный набор 🎁"), BODY,
         ("gifts",), sets(150, 2, 3, 5), 48),
    Kind("I1", ("زيت الأركان", "", "", ""), LEVANT, ("levant",), bottles(50, 100), 19),
    Kind("I2", ("صابون الغار", "", "", ""), LEVANT, ("levant",), (*single(200), *sets(200, 3)), 8),
    Kind("I3", ("ماء الورد", "", "", ""), LEVANT, ("levant",), bottles(100, 250), 9),
    Kind("I4", ("בוץ מים המלח", "", "", ""), DEAD_SEA, ("dead_sea",), jars(350, 600), 17),
    Kind("I5", ("מלח אמבט", "", "", ""), DEAD_SEA, ("dead_sea",), pouches(500, 1000), 12),
    Kind("I6", ("Σαπούνι ελαιόλαδου", "", "", ""), AEGEAN, ("aegean",), (*single(125), *sets(125, 3)), 7),
    Kind("I7", ("Λάδι σώματος με θυμάρι", "", "", ""), AEGEAN, ("aegean",), bottles(100, 200), 18),
    Kind("I8", ("Облепиховая маска", "", "", ""), TAIGA, ("taiga",), jars(200, 300), 15),
    Kind("I9", ("Кедровое мыло", "", "", ""), TAIGA, ("taiga",), (*single(100), *sets(100, 4)), 6),
)  # fmt: skip
