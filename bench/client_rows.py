"""Rows of locations, their teams and services, and of clients, for the measurements of appointments.

Clients of all locations are mixed, as after years of use; 50,000 are of the largest location.
"""

from typing import LiteralString

FILL_LOCATIONS: LiteralString = """
    INSERT INTO locations (chain_id, id, title, country_code, timezone, currency, locale)
    OVERRIDING SYSTEM VALUE
    SELECT number % 10 + 1, number, 'Location ' || number, 'DE', 'Europe/Berlin', 'EUR', 'de_DE'
    FROM generate_series(101, $1::integer) AS number
"""
# The ten members of a location that the catalogue's services have stay without a timetable.
FILL_TEAMS: tuple[LiteralString, ...] = (
    """INSERT INTO team_members (chain_id, location_id, name, has_timetable)
       SELECT l.chain_id, l.id, 'Member ' || number, true
       FROM locations l CROSS JOIN generate_series(1, CASE WHEN l.id = 1 THEN 60 ELSE 10 END) AS number
       ORDER BY l.id, number""",
    """INSERT INTO service_categories (chain_id, location_id, title)
       SELECT chain_id, id, 'All' FROM locations WHERE id > 100 ORDER BY id""",
    """INSERT INTO services (chain_id, location_id, category_id, title, price_min, price_max)
       SELECT c.chain_id, c.location_id, c.id, 'Service ' || number, number, number + 5
       FROM service_categories c CROSS JOIN generate_series(1, 30) AS number WHERE c.location_id > 100
       ORDER BY number, c.location_id""",
    """INSERT INTO service_team_members (chain_id, location_id, service_id, team_member_id, duration)
       SELECT m.chain_id, m.location_id, s.id, m.id, 3600
       FROM team_members m JOIN services s ON s.chain_id = m.chain_id AND s.location_id = m.location_id
       WHERE m.has_timetable AND m.location_id = 1 ORDER BY s.id, m.id""",
    """INSERT INTO tags (chain_id, location_id, kind, title, color)
       SELECT chain_id, id, 'client', 'Tag ' || number, '#e8d313'
       FROM locations CROSS JOIN generate_series(1, 5) AS number ORDER BY id, number""",
    """CREATE TEMP TABLE numbered_members AS
       SELECT location_id, id, row_number() OVER (PARTITION BY location_id ORDER BY id) - 1 AS place,
              count(*) OVER (PARTITION BY location_id) AS amount
       FROM team_members WHERE has_timetable""",
    "CREATE UNIQUE INDEX ON numbered_members (location_id, place)",
    """CREATE TEMP TABLE numbered_services AS
       SELECT location_id, id, title, row_number() OVER (PARTITION BY location_id ORDER BY id) - 1 AS place,
              count(*) OVER (PARTITION BY location_id) AS amount
       FROM services WHERE location_id IS NOT NULL""",
    "CREATE UNIQUE INDEX ON numbered_services (location_id, place)",
)
# Names are made of syllables, so that parts of them are as common as those of real ones.
FILL_CLIENTS: LiteralString = """
    INSERT INTO clients (
        chain_id, location_id, name, surname, phone, email, card, gender, importance, discount, birth_date,
        refuses_mailings, starting_sold, starting_paid, starting_balance, search_text, created_at, changed_at)
    SELECT l.chain_id, l.id, made.name, made.surname, made.phone, made.email, made.card,
           CASE WHEN h % 10 < 6 THEN 'female' WHEN h % 10 < 9 THEN 'male' ELSE 'unknown' END,
           CASE WHEN h % 100 < 2 THEN 'gold' WHEN h % 100 < 6 THEN 'silver' WHEN h % 100 < 15 THEN 'bronze'
                ELSE 'none' END,
           h % 4 * 5, CASE WHEN h % 3 > 0 THEN '1945-01-01'::date + (h % 23000)::integer END, h % 7 = 0,
           CASE WHEN h % 5 = 0 THEN h % 1000 ELSE 0 END, 0, 0,
           concat_ws(chr(31), lower(made.name || ' ' || made.surname), made.email, made.card),
           '2025-01-01'::timestamptz + number::bigint * 4000 / $1 * interval '1 minute',
           '2025-01-01'::timestamptz + number::bigint * 4000 / $1 * interval '1 minute'
    FROM generate_series(0, 200 * $1::integer - 1) AS number
    CROSS JOIN LATERAL (SELECT abs(hashint8(number)::bigint) AS h) AS hashed
    JOIN locations l ON l.id = CASE WHEN number % ($1 / 250) = 0 THEN 1 ELSE number % ($1 - 1) + 2 END
    CROSS JOIN LATERAL (
        SELECT first_names[h % 40 + 1] AS name,
               initcap(concat(beginnings[h / 41 % 30 + 1], middles[h / 1301 % 12 + 1], ends[h / 15007 % 16 + 1]))
                   AS surname
        FROM (SELECT string_to_array($2, ' ') AS first_names, string_to_array($3, ' ') AS beginnings,
                     string_to_array($4, ' ') AS middles, string_to_array($5, ' ') AS ends) AS parts
    ) AS named
    CROSS JOIN LATERAL (
        SELECT named.name, named.surname, concat('49', 1500000000 + number::bigint * 7919 % 499999993) AS phone,
               CASE WHEN h % 2 = 0 THEN lower(concat(named.name, '.', named.surname, number, '@example.com'))
                    ELSE '' END AS email,
               CASE WHEN h % 10 = 0 THEN (700000 + number)::text ELSE '' END AS card
    ) AS made
    ORDER BY number
"""
FIRST_NAMES = (
    "Anna Maria Julia Laura Lena Sophie Mia Emma Hannah Clara Nina Eva Olga Irina Elena Katya Marta Rosa Ines Lucia "
    "Paul Max Felix Jonas Lukas Ben Tom Jan Karl Otto Ivan Oleg Pavel Marco Luca Diego Pedro Ali Omar Kofi"
)
BEGINNINGS = (
    "ab al an ar bar ber bor bru cal dan del dor el fal fer gar gru hal har hol jan kal kor kra lan mar nov per ros sch"
)
MIDDLES = "a e i o u en er in on ul ma ni"
ENDS = "berg mann ner ova ski son ler ini ez dorf feld hart wig stein ka lin"
NAMES = (FIRST_NAMES, BEGINNINGS, MIDDLES, ENDS)
NUMBER_CLIENTS: tuple[LiteralString, ...] = (
    """INSERT INTO client_tags (chain_id, client_id, tag_id, location_id)
       SELECT c.chain_id, c.id, t.id, c.location_id
       FROM clients c
       JOIN (SELECT id, location_id, row_number() OVER (PARTITION BY location_id ORDER BY id) AS place FROM tags) AS t
           ON t.location_id = c.location_id AND c.id % (t.place * 7) = 0
       ORDER BY c.id""",
    """CREATE TEMP TABLE numbered_clients AS
       SELECT chain_id, location_id, id, row_number() OVER (PARTITION BY location_id ORDER BY id) - 1 AS place,
              count(*) OVER (PARTITION BY location_id) AS amount
       FROM clients""",
    "CREATE UNIQUE INDEX ON numbered_clients (location_id, place)",
    "ANALYZE numbered_clients",
    "ANALYZE numbered_members",
    "ANALYZE numbered_services",
)
