"""Names and telephone numbers of the demo's clients, by the language of their location. The numbers are for fiction."""

import random
from collections.abc import Iterator

import msgspec


class Name(msgspec.Struct, frozen=True):
    """A person's names; `gender` as clients have it."""

    first: str
    last: str
    gender: str


class Names(msgspec.Struct, frozen=True):
    """First and last names of one script or language; `women_end` is what a last name of a man gets for a woman."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]
    women_end: str = ""
    weight: int = 1


def _names(women: str, men: str, last: str, *, women_end: str = "", weight: int = 1) -> Names:
    return Names(tuple(women.split()), tuple(men.split()), tuple(last.split()), women_end, weight)


ENGLISH = _names(
    "Emma Olivia Grace Hannah Naomi Zoe Claire Audrey Ruby Hazel Nora Alice Imani Keisha Priya Wendy June Paige",
    "James Ethan Marcus Henry Caleb Theo Dominic Oscar Malik Russell Victor Simon Trevor Isaac Wesley",
    "Carter Bennett Foster Hughes O'Brien Reed Sullivan Whitaker Brooks Coleman Patel Singh Adeyemi Marsh Lowell "
    "Fitzgerald McAllister Hart Winslow Novak Park Ellis Grant Monroe",
    weight=10,
)
SPANISH = _names(
    "Lucía Sofía Valentina Inés María-José Ximena Renata Noemí",
    "Mateo Andrés Joaquín Julián Iñaki Óscar",
    "García Núñez Peña Rodríguez Muñoz Ibáñez Cárdenas Domínguez",
    weight=3,
)
CHINESE = _names("美玲 晓燕 雅婷 静怡 佳慧", "伟 志强 建华 俊杰", "王 李 张 陈 林 黄")
ARABIC = _names("ليلى مريم فاطمة نور هدى", "يوسف عمر خالد", "الحداد منصور خوري النجار")
HEBREW = _names("נועה תמר שירה מיכל", "דוד איתן יונתן", "כהן לוי מזרחי פרידמן")
GERMAN = _names(
    "Anna Lea Sophia Mia Johanna Katharina Ute Sabine Jana Frieda Greta Antonia Käthe Lotte Zoë",
    "Lukas Felix Jürgen Björn Matthias Stefan Florian Götz Ruben Till Hannes",
    "Müller Schmidt Weiß Schäfer Krause Böhm Jäger Lindner Voß Großmann Kühn Seidel Brandt Hübner Löwe",
    weight=10,
)
TURKISH = _names(
    "Ayşe Zeynep Gülşen Ebru Çiğdem", "Emre Özgür Çağlar Yiğit", "Yıldız Şahin Öztürk Güneş Kılıç", weight=3
)
POLISH = _names("Zofia Małgorzata Agnieszka Łucja", "Paweł Łukasz Michał", "Wójcik Woźniak Król Zając Dąbek", weight=2)
GREEK = _names("Ελένη Δήμητρα Σοφία", "Νίκος Γιώργος", "Παππάς Αγγέλου Γεωργίου")
JAPANESE = _names(
    "陽菜 結衣 美優 七海 真由美 恵子 直子 香織 あかり さくら ひかり 凛 千夏 明日香",
    "大輔 翔太 健一 拓海 蓮 悠真 浩二 亮",
    "山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 長谷川 﨑山",
    weight=10,
)
KATAKANA = _names("エミリー マリア アンナ", "マイケル ジョン", "スミス ブラウン ロペス")
KOREAN = _names("서연 민지 지우 하은", "민준 도윤 지훈", "김 이 박 최 정")
RUSSIAN = _names(
    "Анна Мария Елена Ольга Наталья Екатерина Ирина Светлана Татьяна Алёна Ксения Дарья Полина Вера",
    "Александр Дмитрий Сергей Андрей Максим Артём Фёдор Семён",
    "Иванов Смирнов Кузнецов Попов Соколов Лебедев Козлов Новиков Морозов Соловьёв Зайцев Ершов",
    women_end="а",
    weight=6,
)
KAZAKH = _names(
    "Әсел Айжан Гүлнұр Динара Мәдина Жанар Сәуле Ақбота",
    "Нұрлан Ерлан Бауыржан Қайрат Әлихан",
    "Әлиев Нұрланов Сәрсенбаев Жұмабаев Қасымов Оспанов",
    women_end="а",
    weight=5,
)
LATIN = _names("Julia Michelle", "Thomas Kevin", "Weber Martin Nguyen")

NAMES: dict[str, tuple[Names, ...]] = {
    "en": (ENGLISH, SPANISH, CHINESE, ARABIC, HEBREW),
    "de": (GERMAN, TURKISH, POLISH, GREEK, ARABIC),
    "ja": (JAPANESE, KATAKANA, KOREAN, LATIN),
    "ru": (RUSSIAN, KAZAKH, KOREAN, LATIN),
}
SHARE_OF_MEN = 0.27

# Beginnings of numbers, with how many digits follow. Where a country keeps numbers for films, they are used: 555-01 in
# North America, a block of each of some cities in Germany. Elsewhere no subscriber has numbers like these.
_BERLIN, _HAMBURG, _COLOGNE, _MUNICH, _FRANKFURT = "493023125", "494066969", "492214710", "498999998", "496990009"
PHONES: dict[str, tuple[tuple[str, ...], int]] = {
    "en": (tuple(f"1{area}55501" for area in (201, 203, 212, 332, 347, 475, 516, 551, 609, 631, 646, 718, 732, 845, 856,
                                               860, 908, 914, 917, 929, 973)), 2),
    "de": ((_BERLIN, _HAMBURG, _COLOGNE, _MUNICH, _FRANKFURT), 3),
    "ja": (("8131234",), 4),
    "ru": (("7700000", "7701000", "7747000"), 4),
}  # fmt: skip


def make_names(rng: random.Random, language: str) -> Iterator[Name]:
    """Yield names of clients without end; two clients may have the same."""
    groups = NAMES[language]
    weights = [group.weight for group in groups]
    while True:
        (group,) = rng.choices(groups, weights)
        is_man = rng.random() < SHARE_OF_MEN
        last = rng.choice(group.last)
        if is_man:
            yield Name(rng.choice(group.men), last, "male")
        else:
            yield Name(rng.choice(group.women), last + group.women_end, "female")


def make_phones(rng: random.Random, language: str, count: int) -> list[str]:
    """Return as many different numbers, as digits with the country's code."""
    beginnings, length = PHONES[language]
    chosen = rng.sample(range(len(beginnings) * 10**length), count)
    return [f"{beginnings[number // 10**length]}{number % 10**length:0{length}}" for number in chosen]
