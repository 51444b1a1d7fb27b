"""The teams of the demo's locations, each in its language. `working_time` is what their schedules are made from."""

from enum import StrEnum

import msgspec


class WorkingTime(StrEnum):
    """How much of the opening hours a member works."""

    FULL = "full"
    PART = "part"
    LEAVE = "leave"
    """Full time, but away for some weeks."""
    NONE = "none"
    """Dismissed, or a trainee who has no schedule yet."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A team member. `person` is the place of their user among the people of the demo."""

    name: str
    position: str
    specialization: str
    information: str
    working_time: WorkingTime = WorkingTime.FULL
    is_hidden: bool = False
    is_dismissed: bool = False
    is_assistant: bool = False
    person: int | None = None
    hired_years_ago: int


TRAINER = "Lumen Trainer"
"""A position that several locations of a chain use."""

NEW_YORK = (
    Member(name="Maya Lindqvist", position=TRAINER, specialization="Founder, colour education", person=0,
           information="<p>Speaks English, Swedish and German.</p>", is_hidden=True, hired_years_ago=9),
    Member(name="Ana Lima", position="Senior Stylist", specialization="Cuts and balayage",
           information="<p>Speaks English, Portuguese and Spanish.</p>", hired_years_ago=6),
    Member(name="Ben Okafor", position="Barber", specialization="Fades, beards and classic shaves",
           information="<p>Speaks English and Igbo.</p>", hired_years_ago=4),
    Member(name="Chloe Nguyen", position="Stylist", specialization="Curly hair and treatments",
           information="<p>Speaks English and Vietnamese. Thursday to Saturday.</p>",
           working_time=WorkingTime.PART, hired_years_ago=2),
    Member(name="Rosa Delgado", position="Beautician", specialization="Facials and brows",
           information="<p>Speaks English and Spanish.</p>", hired_years_ago=3),
    Member(name="Grace Kim", position="Senior Stylist", specialization="Colour correction",
           information="<p>Speaks English and Korean. Back from parental leave soon.</p>",
           working_time=WorkingTime.LEAVE, hired_years_ago=5),
    Member(name="Tyler Brooks", position="Receptionist", specialization="Front desk",
           information="", is_hidden=True, is_assistant=True, hired_years_ago=1),
    Member(name="Dana Whitfield", position="Stylist", specialization="Cuts", information="",
           working_time=WorkingTime.NONE, is_dismissed=True, hired_years_ago=7),
)  # fmt: skip
BERLIN = (
    Member(name="Jonas Köhler", position=TRAINER, specialization="Salonleitung, Farbschulungen", person=1,
           information="<p>Spricht Deutsch und Englisch.</p>", hired_years_ago=8),
    Member(name="Elif Yılmaz", position="Friseurmeisterin", specialization="Balayage und Hochzeitsfrisuren",
           information="<p>Spricht Deutsch, Türkisch und Englisch.</p>", hired_years_ago=6),
    Member(name="Marek Nowak", position="Barbier", specialization="Bart und Fades",
           information="<p>Spricht Deutsch und Polnisch.</p>", hired_years_ago=3),
    Member(name="Lena Hoffmann", position="Friseurin", specialization="Damen- und Kinderschnitte",
           information="<p>Spricht Deutsch und Englisch. Mittwoch bis Freitag vormittags.</p>",
           working_time=WorkingTime.PART, hired_years_ago=4),
    Member(name="Sophie Wagner", position="Kosmetikerin", specialization="Gesichtsbehandlungen",
           information="<p>Spricht Deutsch und Französisch.</p>", working_time=WorkingTime.LEAVE, hired_years_ago=2),
    Member(name="Tim Schulze", position="Auszubildender", specialization="Waschen und Föhnen",
           information="", working_time=WorkingTime.NONE, is_hidden=True, is_assistant=True, hired_years_ago=1),
    Member(name="Petra Krüger", position="Friseurin", specialization="Dauerwelle", information="",
           working_time=WorkingTime.NONE, is_dismissed=True, hired_years_ago=9),
)  # fmt: skip
TOKYO = (
    Member(name="佐藤 美咲", position="トップスタイリスト", specialization="カット・デザインカラー",
           information="<p>日本語・英語対応。</p>", hired_years_ago=7),
    Member(name="鈴木 健太", position="スタイリスト", specialization="メンズカット",
           information="<p>日本語対応。</p>", hired_years_ago=3),
    Member(name="高橋 葵", position="ヘッドスパニスト", specialization="ヘッドスパ",
           information="<p>日本語・中国語対応。週3日出勤。</p>", working_time=WorkingTime.PART, hired_years_ago=2),
    Member(name="田中 翔", position=TRAINER, specialization="カラー講師",
           information="<p>日本語・英語対応。</p>", hired_years_ago=5),
    Member(name="伊藤 さくら", position="スタイリスト", specialization="パーマ",
           information="<p>日本語・韓国語対応。現在休暇中。</p>", working_time=WorkingTime.LEAVE, hired_years_ago=4),
    Member(name="渡辺 直樹", position="スタイリスト", specialization="カット", information="",
           working_time=WorkingTime.NONE, is_dismissed=True, hired_years_ago=6),
)  # fmt: skip
ALMATY = (
    Member(name="Айгерим Сейтова", position="Топ-стилист", specialization="Окрашивание и стрижки", person=2,
           information="<p>Говорит по-казахски, по-русски и по-английски.</p>", hired_years_ago=6),
    Member(name="Данияр Ахметов", position="Барбер", specialization="Мужские стрижки и борода",
           information="<p>Говорит по-казахски и по-русски.</p>", hired_years_ago=3),
    Member(name="Ольга Ким", position="Мастер маникюра", specialization="Маникюр и педикюр",
           information="<p>Говорит по-русски и по-корейски. Вторник, четверг и суббота.</p>",
           working_time=WorkingTime.PART, hired_years_ago=2),
    Member(name="Жанна Муратова", position="Косметолог", specialization="Уход за лицом",
           information="<p>Говорит по-казахски и по-русски. Сейчас в отпуске.</p>",
           working_time=WorkingTime.LEAVE, hired_years_ago=4),
    Member(name="Игорь Петров", position="Барбер", specialization="Мужские стрижки", information="",
           working_time=WorkingTime.NONE, is_dismissed=True, hired_years_ago=5),
)  # fmt: skip

TEAMS = {"en": NEW_YORK, "de": BERLIN, "ja": TOKYO, "ru": ALMATY}
"""The team of each location, by its language; the first of the list has the highest weight."""
