"""The locations and the people of the demo. Their telephone numbers can't belong to anybody."""

from decimal import Decimal

from parlour.demo.model import Location, Person

OWNER_EMAIL = "owner@demo.parlour.example"
STOCK_KEEPER_EMAIL = "stock@demo.parlour.example"
OTHER_OWNER_EMAIL = "almaty@demo.parlour.example"
PARTNER_TITLE = "Demo integration"

LUMEN = "Lumen"
ALATAU = "Студия «Ак Алма»"

NEW_YORK = Location(
    title="Lumen Harbour",
    short_description="Hair & beauty salon",
    description="<p>Cuts, colour and a quiet treatment room, two minutes from the ferry.</p>",
    phones=("+12125550142", "+12125550143"),
    email="harbour@lumen.example",
    site="https://lumen.example/harbour",
    country_code="US",
    city_id=5128581,
    city="New York",
    address="12 Pearl Street",
    zip="10004",
    latitude=Decimal("40.703300"),
    longitude=Decimal("-74.011600"),
    timezone="America/New_York",
    currency="USD",
    locale="en_US",
    schedule="Mon-Fri 9:00-20:00, Sat 10:00-18:00",
    business_type_id=106,
    language="en",
)
BERLIN = Location(
    title="Lumen Kreuzberg",
    short_description="Friseur & Kosmetik",
    description="<p>Haare, Haut und eine kleine Sauna im Hinterhof – am besten mit Termin.</p>",
    phones=("+493023125042",),
    email="kreuzberg@lumen.example",
    site="https://lumen.example/kreuzberg",
    country_code="DE",
    city_id=2950159,
    city="Berlin",
    address="Oranienstraße 171",
    zip="10999",
    latitude=Decimal("52.501900"),
    longitude=Decimal("13.418400"),
    timezone="Europe/Berlin",
    currency="EUR",
    locale="de_DE",
    schedule="Di-Fr 10:00-19:00, Sa 9:00-16:00",
    business_type_id=106,
    language="de",
)
TOKYO = Location(
    title="ルーメン 青山",
    short_description="ヘアサロン & スパ",
    description="<p>表参道から徒歩5分。ヘッドスパと和の香りでゆっくりお過ごしください。</p>",
    phones=("+81312340142",),
    email="aoyama@lumen.example",
    site="https://lumen.example/aoyama",
    country_code="JP",
    city_id=1850147,
    city="東京",
    address="港区南青山3丁目14-8",
    zip="107-0062",
    latitude=Decimal("35.664700"),
    longitude=Decimal("139.716600"),
    timezone="Asia/Tokyo",
    currency="JPY",
    locale="ja_JP",
    schedule="火〜日 10:00-20:00(月曜定休)",
    business_type_id=106,
    language="ja",
)
ALMATY = Location(
    title="Ак Алма на Абая",
    short_description="Студия красоты",
    description="<p>Стрижки, маникюр и уход за лицом с видом на горы.</p>",
    phones=("+77270000142",),
    email="abay@ak-alma.example",
    site="https://ak-alma.example",
    country_code="KZ",
    city_id=1526384,
    city="Алматы",
    address="проспект Абая, 52",
    zip="050008",
    latitude=Decimal("43.240600"),
    longitude=Decimal("76.913300"),
    timezone="Asia/Almaty",
    currency="KZT",
    locale="ru_RU",
    schedule="Ежедневно 9:00-21:00",
    business_type_id=106,
    language="ru",
)

PEOPLE = (
    Person(name="Maya Lindqvist", email=OWNER_EMAIL, phone="+12125550107", chain=0, location=None, role="owner"),
    Person(name="Jonas Köhler", email=STOCK_KEEPER_EMAIL, phone="+493023125107", chain=0, location=1, role="manager"),
    Person(name="Айгерим Сейтова", email=OTHER_OWNER_EMAIL, phone="+77270000107", chain=1, location=None, role="owner"),
)
