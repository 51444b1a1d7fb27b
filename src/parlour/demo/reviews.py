"""Reviews of the demo's team members, in the language of each location."""

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from parlour.demo.business import SEED
from parlour.demo.operator import TeamMember

DAYS = 180


class Review(msgspec.Struct, frozen=True):
    """A review of a team member."""

    author_name: str
    rating: int
    text: str


REVIEWS = {
    "en": (
        Review("Emma S.", 5, "Exactly the cut that I had in mind, and it still looks right after six weeks."),
        Review("Lucas", 5, "Friendly, careful and on time."),
        Review("Priya N.", 4, "Lovely colour. I had to wait ten minutes, but coffee was offered."),
        Review("Oliver T.", 3, "Good work, a little hurried at the end."),
        Review("Hannah", 5, "Listens first. I have been coming back for two years."),
    ),
    "de": (
        Review("Sabine", 5, "Sehr gute Beratung, und der Schnitt hält wirklich lange."),
        Review("Murat Ö.", 5, "Pünktlich, freundlich, sauber gearbeitet."),
        Review("Katrin W.", 4, "Schöne Farbe. Beim Waschen war das Wasser etwas kühl."),
        Review("Felix", 5, "Endlich jemand, der mit Locken umgehen kann."),
    ),
    "ja": (
        Review("佐々木", 5, "とても丁寧に話を聞いてくれました。仕上がりにも大満足です。"),
        Review("M.K.", 5, "カラーの色味が理想どおりでした。また伺います。"),
        Review("高橋", 4, "少し待ちましたが、カットはとても上手です。"),
    ),
    "ru": (
        Review("Ольга", 5, "Отличная стрижка, мастер внимательно выслушал пожелания."),
        Review("Дмитрий К.", 5, "Всё быстро и аккуратно, спасибо!"),
        Review("Анна", 4, "Цвет получился красивый, но пришлось подождать пятнадцать минут."),
        Review("Светлана М.", 5, "Хожу второй год и всегда довольна."),
    ),
}
COLUMNS = ("chain_id", "location_id", "team_member_id", "author_name", "rating", "text", "created_at", "changed_at")


def rows(members: Iterable[TeamMember], languages: Mapping[int, str], now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield some reviews of each member, for `COLUMNS`; `languages` are those of the locations."""
    rng = random.Random(SEED)
    for member in members:
        known = REVIEWS[languages[member.location_id]]
        for review in rng.sample(known, rng.randint(2, len(known))):
            at = now - timedelta(days=rng.randint(1, DAYS), minutes=rng.randint(0, 600))
            said = msgspec.structs.astuple(review)
            yield (member.chain_id, member.location_id, member.id, *said, at, at)
