CREATE TYPE public.actor AS (
	origin text,
	user_id bigint,
	partner_id bigint,
	session_id bigint,
	ip inet
);

CREATE TYPE public.stock_average AS (
	amount numeric,
	average numeric
);

CREATE FUNCTION public.add_booked_services(of_chain bigint, ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO booked_services
    SELECT now.* FROM services_of_appointments(of_chain, ids) AS now
    WHERE (EXISTS (
        SELECT FROM booked_services b
        WHERE b.chain_id = of_chain AND b.appointment_id = now.appointment_id AND b.service_id = now.service_id
          AND (b.location_id, b.client_id) = (now.location_id, now.client_id))) IS FALSE
    ON CONFLICT (chain_id, appointment_id, service_id) DO UPDATE SET
        location_id = excluded.location_id, client_id = excluded.client_id;
END
$$;

CREATE FUNCTION public.announce_access_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('parlour_access', '');
    RETURN NULL;
END
$$;

CREATE FUNCTION public.announce_appointment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF are_changes_reported() THEN
        PERFORM enter_messages(NEW, 'booked');
    END IF;
    IF NEW.sms_reminder_hours > 0 OR NEW.email_reminder_hours > 0 THEN
        PERFORM plan_reminders(NEW);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.announce_outbox() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('parlour_outbox', '');
    RETURN NULL;
END
$$;

CREATE FUNCTION public.are_changes_reported() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
    SELECT current_setting('parlour.messages', true) IS DISTINCT FROM 'reminders'
$$;

CREATE TABLE public.appointments (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    visit_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    client_id bigint,
    event_id bigint,
    day date NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    duration integer NOT NULL,
    technical_break integer DEFAULT 0 NOT NULL,
    attendance text DEFAULT 'waiting'::text NOT NULL,
    seat_count smallint DEFAULT 1 NOT NULL,
    resource_instance_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    tag_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    custom_values jsonb DEFAULT '{}'::jsonb NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    api_id text DEFAULT ''::text NOT NULL,
    color text DEFAULT ''::text NOT NULL,
    visitor_name text DEFAULT ''::text NOT NULL,
    source text DEFAULT 'staff'::text NOT NULL,
    booking_form_id bigint,
    from_url text DEFAULT ''::text NOT NULL,
    is_member_chosen boolean DEFAULT true NOT NULL,
    notifies_by_sms boolean DEFAULT false NOT NULL,
    notifies_by_email boolean DEFAULT false NOT NULL,
    sms_reminder_hours smallint,
    email_reminder_hours smallint,
    link_hash text NOT NULL,
    created_user_id bigint,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    partner_id bigint DEFAULT ((NULLIF(current_setting('parlour.actor'::text, true), ''::text))::public.actor).partner_id,
    language text DEFAULT ''::text NOT NULL,
    CONSTRAINT appointments_attendance_check CHECK ((attendance = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'arrived'::text, 'no_show'::text]))),
    CONSTRAINT appointments_color_check CHECK ((color ~ '^([0-9a-f]{6})?$'::text)),
    CONSTRAINT appointments_custom_values_check CHECK ((jsonb_typeof(custom_values) = 'object'::text)),
    CONSTRAINT appointments_duration_check CHECK ((((duration >= 300) AND (duration <= 86400)) AND ((duration % 300) = 0))),
    CONSTRAINT appointments_language_check CHECK ((language ~ '^([a-z]{2})?$'::text)),
    CONSTRAINT appointments_link_hash_check CHECK ((link_hash ~ '^[0-9a-f]{32}$'::text)),
    CONSTRAINT appointments_seat_count_check CHECK ((seat_count >= 1)),
    CONSTRAINT appointments_source_check CHECK ((source = ANY (ARRAY['staff'::text, 'mobile_page'::text, 'desktop_page'::text, 'api'::text]))),
    CONSTRAINT appointments_technical_break_check CHECK ((((technical_break >= 0) AND (technical_break <= LEAST(3600, duration))) AND ((technical_break % 300) = 0)))
);

CREATE FUNCTION public.awaits_client(of public.appointments) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT of.deleted_at IS NULL AND of.attendance IN ('waiting', 'confirmed')
$$;

CREATE FUNCTION public.birthday_of(birth_date date) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT (date_part('month', birth_date) * 100 + date_part('day', birth_date))::integer
$$;

CREATE FUNCTION public.busy_minutes(starts_at timestamp with time zone, duration integer, day date, timezone text) RETURNS smallint[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN begins < ends THEN ARRAY[begins, ends]::smallint[] END
    FROM (SELECT day_start(day, timezone) AS midnight, day_start(day + 1, timezone) AS next_midnight) AS bounds,
         LATERAL (SELECT greatest(extract(epoch FROM starts_at - midnight), 0) / 60 AS begins,
                         least(extract(epoch FROM starts_at - midnight) + duration,
                               extract(epoch FROM next_midnight - midnight)) / 60 AS ends) AS minutes
$$;

CREATE FUNCTION public.cards_of_client(of_chain bigint, card_id bigint) RETURNS SETOF bigint
    LANGUAGE sql STABLE ROWS 1
    AS $$
    WITH RECURSIVE cards AS (
        SELECT card_id AS id
        UNION
        SELECT c.id FROM cards JOIN clients c ON c.chain_id = of_chain AND c.merged_into = cards.id
    )
    SELECT id FROM cards
$$;

CREATE FUNCTION public.channels_of_appointment(of public.appointments) RETURNS SETOF text
    LANGUAGE sql STABLE ROWS 2
    AS $$
    SELECT channel
    FROM clients c JOIN locations l ON l.chain_id = of.chain_id AND l.id = of.location_id
    CROSS JOIN LATERAL (VALUES
        ('email', c.email <> '' AND (
            of.source <> 'staff' OR of.notifies_by_email OR coalesce(of.email_reminder_hours, 0) > 0)),
        ('sms', c.phone <> '' AND (
            of.notifies_by_sms OR (of.source <> 'staff' AND c.email = '' AND l.sends_sms_reminders)))
    ) AS known (channel, is_used)
    WHERE c.chain_id = of.chain_id AND c.id = of.client_id AND is_used
$$;

CREATE FUNCTION public.choice_of_client(of_chain bigint, card_id bigint, of_channel text) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN bool_or(r.refuses_all) THEN 'nothing' WHEN count(*) > 0 THEN 'no_reminders' ELSE 'everything' END
    FROM cards_of_client(of_chain, card_id) AS id
    JOIN message_refusals r ON r.chain_id = of_chain AND r.client_id = id AND r.channel = of_channel
$$;

CREATE FUNCTION public.client_figures(of_chain bigint, client_ids bigint[]) RETURNS TABLE(client_id bigint, visit_count integer, first_visit_on date, last_visit_on date, sold_amount numeric, paid_amount numeric, balance numeric)
    LANGUAGE sql STABLE
    AS $$
    SELECT c.id, arrived.visits, arrived.first_day, arrived.last_day, c.starting_sold + arrived.price,
           c.starting_paid + paid.amount, c.starting_balance + paid.amount - arrived.price
    FROM clients c
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT a.visit_id)::integer AS visits, min(a.day) AS first_day, max(a.day) AS last_day,
               coalesce(sum(lines.price), 0) + coalesce(sum(sold.price), 0) AS price
        FROM appointments a
        CROSS JOIN LATERAL (
            SELECT sum(s.price) AS price FROM appointment_services s
            WHERE s.chain_id = of_chain AND s.appointment_id = a.id) AS lines
        CROSS JOIN LATERAL (
            SELECT sum(t.cost) AS price FROM stock_transactions t
            WHERE t.chain_id = of_chain AND t.appointment_id = a.id AND t.appointment_id <> 0
              AND t.kind = 'sale' AND t.deleted_at IS NULL) AS sold
        WHERE a.chain_id = of_chain AND a.client_id = c.id AND a.deleted_at IS NULL AND a.attendance = 'arrived'
    ) AS arrived
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(v.paid_amount), 0) AS amount FROM visits v
        WHERE v.chain_id = of_chain AND v.client_id = c.id AND v.attendance = 'arrived'
    ) AS paid
    WHERE c.chain_id = of_chain AND c.id = ANY (client_ids)
$$;

CREATE FUNCTION public.code_beginnings(term text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    SELECT CASE WHEN code_key(term) ~ '^0+[1-9][0-9]*$' THEN ARRAY[code_key(term), ltrim(code_key(term), '0')]
                ELSE ARRAY[code_key(term)] END
$_$;

CREATE FUNCTION public.code_key(folded text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
    SELECT CASE
        WHEN translate(folded, ' -./\_,:', '') ~ '^0[0-9]{8,13}$' THEN
            CASE WHEN length(ltrim(translate(folded, ' -./\_,:', ''), '0')) < 8
                 THEN right(translate(folded, ' -./\_,:', ''), 8)
                 ELSE ltrim(translate(folded, ' -./\_,:', ''), '0') END
        WHEN translate(folded, ' -./\_,:', '') = '' THEN left(folded, 64)
        ELSE left(translate(folded, ' -./\_,:', ''), 64) END
$_$;

CREATE FUNCTION public.confirm_access(session bigint, place bigint, chain_version text, location_version text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    PERFORM FROM sessions s
    WHERE s.id = session AND s.revoked_at IS NULL
      AND EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.is_approved)
      AND EXISTS (SELECT FROM partners p WHERE p.id = s.partner_id AND p.revoked_at IS NULL)
      AND (place IS NULL OR EXISTS (
          SELECT FROM locations l
          WHERE l.id = place AND l.closed_at IS NULL
            AND chain_version = coalesce(
                (SELECT cr.xmin::text FROM chain_roles cr WHERE cr.chain_id = l.chain_id AND cr.user_id = s.user_id), '')
            AND location_version = coalesce(
                (SELECT lr.xmin::text FROM location_roles lr
                 WHERE lr.chain_id = l.chain_id AND lr.location_id = l.id AND lr.user_id = s.user_id
                   AND lr.is_accepted), '')));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access changed' USING ERRCODE = 'PA001';
    END IF;
END
$$;

CREATE FUNCTION public.confirm_location(place bigint) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    PERFORM FROM locations l WHERE l.id = place AND l.closed_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access changed' USING ERRCODE = 'PA001';
    END IF;
END
$$;

CREATE FUNCTION public.confirm_partner(partner bigint, client_session bigint, place bigint) RETURNS void
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    PERFORM FROM partners p
    WHERE p.id = partner AND p.revoked_at IS NULL
      AND (client_session IS NULL OR EXISTS (
          SELECT FROM client_sessions s WHERE s.id = client_session AND s.revoked_at IS NULL))
      AND (place IS NULL OR EXISTS (SELECT FROM locations l WHERE l.id = place AND l.closed_at IS NULL));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'access changed' USING ERRCODE = 'PA001';
    END IF;
END
$$;

CREATE TABLE public.reviews (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    team_member_id bigint,
    appointment_id bigint,
    user_id bigint,
    author_name text NOT NULL,
    rating smallint NOT NULL,
    text text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT reviews_author_name_check CHECK ((author_name <> ''::text)),
    CONSTRAINT reviews_rating_check CHECK (((rating >= 1) AND (rating <= 5)))
);

CREATE FUNCTION public.count_rating(review public.reviews, direction integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF review.team_member_id IS NULL OR review.deleted_at IS NOT NULL THEN
        RETURN;
    END IF;
    INSERT INTO team_member_ratings AS r (chain_id, team_member_id, votes, total)
    VALUES (review.chain_id, review.team_member_id, direction, direction * review.rating)
    ON CONFLICT (chain_id, team_member_id) DO UPDATE
        SET votes = r.votes + excluded.votes, total = r.total + excluded.total;
END
$$;

CREATE FUNCTION public.currency_decimals(currency text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT CASE
        WHEN currency = ANY ('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF}') THEN 0
        WHEN currency = ANY ('{BHD,IQD,JOD,KWD,LYD,OMR,TND}') THEN 3
        WHEN currency = ANY ('{CLF,UYW}') THEN 4
        ELSE 2
    END
$$;

CREATE FUNCTION public.current_card(of_chain bigint, card_id bigint) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    current_id bigint := card_id;
    next_id bigint;
BEGIN
    LOOP
        SELECT c.merged_into INTO next_id FROM clients c
        WHERE c.chain_id = of_chain AND c.id = current_id FOR KEY SHARE;
        IF next_id IS NULL THEN
            RETURN current_id;
        END IF;
        current_id := next_id;
    END LOOP;
END
$$;

CREATE FUNCTION public.day_start(day date, timezone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT CASE WHEN first < midnight AND (first AT TIME ZONE timezone)::date = day THEN first ELSE midnight END
    FROM (SELECT day::timestamp AT TIME ZONE timezone AS midnight) AS known,
         LATERAL (SELECT midnight - interval '6 hours' AS evening) AS before,
         LATERAL (
             -- Midnight by the offset of the evening before.
             SELECT (day::timestamp - ((evening AT TIME ZONE timezone) - (evening AT TIME ZONE 'UTC')))
                    AT TIME ZONE 'UTC' AS first) AS other
$$;

CREATE FUNCTION public.days_of(starts_at timestamp with time zone, duration integer, timezone text) RETURNS SETOF date
    LANGUAGE sql STABLE ROWS 1 PARALLEL SAFE
    AS $$
    SELECT day::date FROM generate_series(
        (starts_at AT TIME ZONE timezone)::date,
        ((starts_at + make_interval(secs => duration) - interval '1 microsecond') AT TIME ZONE timezone)::date,
        interval '1 day') AS day
$$;

CREATE FUNCTION public.default_reminder_hours() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    SELECT coalesce(NEW.sms_reminder_hours, nullif(l.sms_reminder_hours, 0)),
           coalesce(NEW.email_reminder_hours, nullif(l.email_reminder_hours, 0))
    INTO NEW.sms_reminder_hours, NEW.email_reminder_hours
    FROM locations l WHERE l.chain_id = NEW.chain_id AND l.id = NEW.location_id;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.differing(shown jsonb, other jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT jsonb_object_agg(key, value) FROM jsonb_each(shown) WHERE other -> key IS DISTINCT FROM value
$$;

CREATE FUNCTION public.enter_messages(of public.appointments, of_occasion text) RETURNS void
    LANGUAGE sql
    AS $$
    WITH entered AS (
        INSERT INTO appointment_messages (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at)
        SELECT of.chain_id, of.location_id, of.id, of_occasion, channel, of.revision, of.starts_at, now()
        FROM channels_of_appointment(of) AS channel
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key DO NOTHING
        RETURNING id, channel
    )
    INSERT INTO outbox (kind, subject, payload, chain_id)
    SELECT 'appointment_' || channel,
           'chain:' || of.chain_id || '/appointment:' || of.id || '/' || channel,
           jsonb_build_object('location_id', of.location_id, 'message_id', id), of.chain_id
    FROM entered ORDER BY id
$$;

CREATE TABLE public.stock_transactions (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    document_id bigint NOT NULL,
    kind text NOT NULL,
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    unit text NOT NULL,
    amount numeric(28,4) NOT NULL,
    sale_amount numeric(38,10) NOT NULL,
    unit_ratio numeric(14,4) NOT NULL,
    sale_unit_id bigint NOT NULL,
    write_off_unit_id bigint NOT NULL,
    price numeric(28,10) NOT NULL,
    discount numeric(7,4) NOT NULL,
    cost numeric NOT NULL,
    unit_cost numeric(38,10) NOT NULL,
    counted numeric(28,4),
    expected numeric(28,4),
    counterpart_id bigint,
    supplier_id bigint DEFAULT 0 NOT NULL,
    client_id bigint DEFAULT 0 NOT NULL,
    team_member_id bigint DEFAULT 0 NOT NULL,
    appointment_id bigint DEFAULT 0 NOT NULL,
    service_id bigint DEFAULT 0 NOT NULL,
    account_id bigint DEFAULT 0 NOT NULL,
    is_paid boolean DEFAULT false NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    user_id bigint,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT stock_transactions_amount_check CHECK (((amount <> (0)::numeric) OR (kind = 'stock_take'::text))),
    CONSTRAINT stock_transactions_cost_check CHECK ((cost >= (0)::numeric)),
    CONSTRAINT stock_transactions_counted_check CHECK (((kind = 'stock_take'::text) = ((counted IS NOT NULL) AND (expected IS NOT NULL) AND (amount = (counted - expected))))),
    CONSTRAINT stock_transactions_discount_check CHECK (((discount >= (0)::numeric) AND (discount <= (100)::numeric))),
    CONSTRAINT stock_transactions_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'usage'::text, 'receipt'::text, 'write_off'::text, 'transfer'::text, 'stock_take'::text]))),
    CONSTRAINT stock_transactions_price_check CHECK ((price >= (0)::numeric)),
    CONSTRAINT stock_transactions_unit_check CHECK ((unit = ANY (ARRAY['sale'::text, 'write_off'::text]))),
    CONSTRAINT stock_transactions_unit_cost_check CHECK ((unit_cost >= (0)::numeric)),
    CONSTRAINT stock_transactions_unit_ratio_check CHECK ((unit_ratio > (0)::numeric))
);

CREATE FUNCTION public.expected_of_count(counting public.stock_transactions) RETURNS numeric
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    earlier record;
    since timestamptz := '-infinity';
    since_id bigint := 0;
    there numeric := 0;
BEGIN
    SELECT c.counted, c.occurred_at, c.id INTO earlier
    FROM stock_transactions c
    WHERE c.chain_id = counting.chain_id AND c.product_id = counting.product_id AND c.storage_id = counting.storage_id
      AND c.kind = 'stock_take' AND c.deleted_at IS NULL
      AND (c.occurred_at, c.id) < (counting.occurred_at, counting.id)
    ORDER BY c.occurred_at DESC, c.id DESC LIMIT 1;
    IF FOUND THEN
        since := earlier.occurred_at;
        since_id := earlier.id;
        there := earlier.counted;
    END IF;
    RETURN there + (
        SELECT coalesce(sum(m.amount), 0)
        FROM stock_transactions m
        WHERE m.chain_id = counting.chain_id AND m.product_id = counting.product_id
          AND m.storage_id = counting.storage_id AND m.deleted_at IS NULL
          AND (m.occurred_at, m.id) > (since, since_id)
          AND (m.occurred_at, m.id) < (counting.occurred_at, counting.id)
    );
END
$$;

CREATE TABLE public.appointment_figures (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    day date NOT NULL,
    attendance text NOT NULL,
    price_parts bigint NOT NULL
);

CREATE FUNCTION public.figures_of_appointments(of_chain bigint, ids bigint[]) RETURNS SETOF public.appointment_figures
    LANGUAGE sql STABLE
    AS $$
    SELECT a.chain_id, a.id, a.location_id, a.client_id, a.team_member_id, a.day, a.attendance,
           (SELECT (coalesce(sum(s.price), 0) * 10000)::bigint FROM appointment_services s
            WHERE s.chain_id = of_chain AND s.appointment_id = a.id)
    FROM appointments a
    WHERE a.chain_id = of_chain AND a.id = ANY (ids) AND a.client_id IS NOT NULL AND a.deleted_at IS NULL
$$;

CREATE FUNCTION public.follow_merged_card() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.client_id := current_card(NEW.chain_id, NEW.client_id);
    RETURN NEW;
END
$$;

CREATE FUNCTION public.gather_titles(chain bigint, place bigint, words text[], phrase text, listed bigint[], most bigint) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    patterns CONSTANT text[] := word_patterns(words);
    own CONSTANT integer[] := word_pieces(place, words);
    shared CONSTANT integer[] := word_pieces(-chain, words);
BEGIN
    RETURN ARRAY(
        SELECT id FROM (
            SELECT id, search_text FROM (
                SELECT chain_id, id, search_text FROM products
                WHERE (search_pieces(item_scope(chain_id, location_id), search_text) @> own
                       OR search_pieces(item_scope(chain_id, location_id), search_text) @> shared)
                  AND deleted_at IS NULL
                OFFSET 0
            ) AS candidates
            WHERE chain_id = chain AND split_part(search_text, chr(31), 1) LIKE ALL (patterns) AND id <> ALL (listed)
            LIMIT most
        ) AS gathered
        ORDER BY strpos(split_part(search_text, chr(31), 1), phrase) = 0, title_key(search_text) COLLATE "C", id
    );
END
$$;

CREATE FUNCTION public.has_code(search_text text, beginnings text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT code_key(split_part(search_text, chr(31), 2)) ^@ ANY (beginnings)
        OR code_key(split_part(search_text, chr(31), 3)) ^@ ANY (beginnings)
$$;

CREATE FUNCTION public.has_code_before(search_text text, beginning text, key text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT EXISTS (
        SELECT FROM (VALUES (code_key(split_part(search_text, chr(31), 2))),
                            (code_key(split_part(search_text, chr(31), 3)))) AS own (code)
        WHERE own.code ^@ beginning AND own.code COLLATE "C" < key COLLATE "C" AND own.code <> '')
$$;

CREATE FUNCTION public.is_hidden(shown jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT coalesce(shown ->> 'deleted_at', shown ->> 'closed_at') IS NOT NULL
$$;

CREATE FUNCTION public.is_working_time(minutes smallint[]) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    count CONSTANT integer := cardinality(minutes);
    earlier smallint := 0;
BEGIN
    FOR place IN 1..count LOOP
        IF minutes[place] < earlier OR place % 2 = 0 AND minutes[place] = earlier THEN
            RETURN false;
        END IF;
        earlier := minutes[place];
    END LOOP;
    RETURN count % 2 = 0 AND earlier <= 1440;
END
$$;

CREATE FUNCTION public.item_scope(chain_id bigint, location_id bigint) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT coalesce(location_id, -chain_id) $$;

CREATE FUNCTION public.keep_appointment_figures(of_chain bigint, ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO appointment_figures
    SELECT now.* FROM figures_of_appointments(of_chain, ids) AS now
    WHERE (EXISTS (
        SELECT FROM appointment_figures f
        WHERE f.chain_id = of_chain AND f.appointment_id = now.appointment_id
          AND (f.location_id, f.client_id, f.team_member_id, f.day, f.attendance, f.price_parts)
            = (now.location_id, now.client_id, now.team_member_id, now.day, now.attendance, now.price_parts))) IS FALSE
    ON CONFLICT (chain_id, appointment_id) DO UPDATE SET
        location_id = excluded.location_id, client_id = excluded.client_id, team_member_id = excluded.team_member_id,
        day = excluded.day, attendance = excluded.attendance, price_parts = excluded.price_parts;
END
$$;

CREATE FUNCTION public.keep_booked_services(of_chain bigint, ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM booked_services b
    WHERE b.chain_id = of_chain AND b.appointment_id = ANY (ids)
      AND (EXISTS (
          SELECT FROM appointment_services s
          WHERE s.chain_id = of_chain AND s.appointment_id = b.appointment_id AND s.service_id = b.service_id)) IS FALSE;
    PERFORM add_booked_services(of_chain, ids);
END
$$;

CREATE FUNCTION public.keep_books_after_appointment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM keep_books_of_appointment(NULL, NEW);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM keep_books_of_appointment(OLD, NULL);
    ELSE
        PERFORM keep_books_of_appointment(OLD, NEW);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_books_of_appointment(old_row public.appointments, new_row public.appointments) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    of_chain CONSTANT bigint := coalesce(new_row.chain_id, old_row.chain_id);
    of_location CONSTANT bigint := coalesce(new_row.location_id, old_row.location_id);
    zone text;
    was_busy CONSTANT boolean := coalesce(
        old_row.deleted_at IS NULL AND old_row.attendance <> 'no_show' AND old_row.event_id IS NULL
        AND old_row.id IS NOT NULL, false);
    is_busy CONSTANT boolean := coalesce(
        new_row.deleted_at IS NULL AND new_row.attendance <> 'no_show' AND new_row.event_id IS NULL
        AND new_row.id IS NOT NULL, false);
    was_arrived CONSTANT boolean := coalesce(old_row.deleted_at IS NULL AND old_row.attendance = 'arrived', false);
    is_arrived CONSTANT boolean := coalesce(new_row.deleted_at IS NULL AND new_row.attendance = 'arrived', false);
    member_ids bigint[];
    resource_ids bigint[];
    days date[];
BEGIN
    IF (was_busy, old_row.starts_at, old_row.duration, old_row.team_member_id, old_row.resource_instance_ids)
       IS DISTINCT FROM
       (is_busy, new_row.starts_at, new_row.duration, new_row.team_member_id, new_row.resource_instance_ids)
       AND (was_busy OR is_busy)
    THEN
        SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
        SELECT array_agg(member_id), array_agg(day) INTO member_ids, days FROM (
            SELECT old_row.team_member_id AS member_id, days_of(old_row.starts_at, old_row.duration, zone) AS day
            WHERE was_busy
            UNION
            SELECT new_row.team_member_id, days_of(new_row.starts_at, new_row.duration, zone) WHERE is_busy
        ) AS touched;
        PERFORM keep_member_days(of_chain, of_location, member_ids, days);
        IF old_row.resource_instance_ids <> '{}' OR new_row.resource_instance_ids <> '{}' THEN
            SELECT array_agg(i.resource_id), array_agg(touched.day) INTO resource_ids, days FROM (
                SELECT unnest(old_row.resource_instance_ids) AS instance_id, day
                FROM days_of(old_row.starts_at, old_row.duration, zone) AS day WHERE was_busy
                UNION
                SELECT unnest(new_row.resource_instance_ids), day
                FROM days_of(new_row.starts_at, new_row.duration, zone) AS day WHERE is_busy
            ) AS touched
            JOIN resource_instances i ON i.chain_id = of_chain AND i.id = touched.instance_id;
            PERFORM keep_resource_days(of_chain, of_location, resource_ids, days);
        END IF;
    END IF;
    IF (old_row.visit_id, old_row.attendance, old_row.deleted_at IS NULL) IS DISTINCT FROM
       (new_row.visit_id, new_row.attendance, new_row.deleted_at IS NULL)
       -- Most new appointments are as their visit is.
       AND (old_row.id IS NOT NULL OR EXISTS (
           SELECT FROM visits v
           WHERE v.chain_id = of_chain AND v.id = new_row.visit_id AND v.attendance <> new_row.attendance))
    THEN
        PERFORM keep_visit_attendance(of_chain, ARRAY[old_row.visit_id, new_row.visit_id]);
    END IF;
    IF (was_arrived, old_row.client_id, old_row.day, old_row.visit_id) IS DISTINCT FROM
       (is_arrived, new_row.client_id, new_row.day, new_row.visit_id) AND (was_arrived OR is_arrived)
    THEN
        PERFORM keep_client_figures(of_chain, array_remove(ARRAY[old_row.client_id, new_row.client_id], NULL));
    END IF;
END
$$;

CREATE FUNCTION public.keep_client_figures(of_chain bigint, client_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM clients c WHERE c.chain_id = of_chain AND c.id = ANY (client_ids) ORDER BY c.id FOR NO KEY UPDATE;
    UPDATE clients c SET
        visit_count = f.visit_count, first_visit_on = f.first_visit_on, last_visit_on = f.last_visit_on,
        sold_amount = f.sold_amount, paid_amount = f.paid_amount, balance = f.balance,
        changed_at = now(), revision = revision + 1
    FROM client_figures(of_chain, client_ids) AS f
    WHERE c.chain_id = of_chain AND c.id = f.client_id
      AND (c.visit_count, c.first_visit_on, c.last_visit_on, c.sold_amount, c.paid_amount, c.balance)
          IS DISTINCT FROM
          (f.visit_count, f.first_visit_on, f.last_visit_on, f.sold_amount, f.paid_amount, f.balance);
END
$$;

CREATE FUNCTION public.keep_days_after_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM keep_days_of_event(NULL, NEW);
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM keep_days_of_event(OLD, NULL);
    ELSE
        PERFORM keep_days_of_event(OLD, NEW);
    END IF;
    RETURN NULL;
END
$$;

CREATE TABLE public.events (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    service_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    day date NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    duration integer NOT NULL,
    technical_break integer DEFAULT 0 NOT NULL,
    capacity integer NOT NULL,
    taken_seats integer DEFAULT 0 NOT NULL,
    resource_instance_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    tag_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    color text DEFAULT ''::text NOT NULL,
    instructions text DEFAULT ''::text NOT NULL,
    stream_link text DEFAULT ''::text NOT NULL,
    created_user_id bigint,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT events_capacity_check CHECK (((capacity >= 1) AND (capacity <= 10000))),
    CONSTRAINT events_color_check CHECK ((color ~ '^([0-9a-f]{6})?$'::text)),
    CONSTRAINT events_duration_check CHECK ((((duration >= 300) AND (duration <= 86400)) AND ((duration % 300) = 0))),
    CONSTRAINT events_taken_seats_check CHECK (((taken_seats >= 0) AND (taken_seats <= capacity))),
    CONSTRAINT events_technical_break_check CHECK ((((technical_break >= 0) AND (technical_break <= LEAST(3600, duration))) AND ((technical_break % 300) = 0)))
);

CREATE FUNCTION public.keep_days_of_event(old_row public.events, new_row public.events) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    of_chain CONSTANT bigint := coalesce(new_row.chain_id, old_row.chain_id);
    of_location CONSTANT bigint := coalesce(new_row.location_id, old_row.location_id);
    was_busy CONSTANT boolean := old_row.id IS NOT NULL AND old_row.deleted_at IS NULL;
    is_busy CONSTANT boolean := new_row.id IS NOT NULL AND new_row.deleted_at IS NULL;
    zone text;
    member_ids bigint[];
    resource_ids bigint[];
    days date[];
BEGIN
    IF (was_busy, old_row.starts_at, old_row.duration, old_row.team_member_id, old_row.resource_instance_ids)
       IS NOT DISTINCT FROM
       (is_busy, new_row.starts_at, new_row.duration, new_row.team_member_id, new_row.resource_instance_ids)
       OR NOT (was_busy OR is_busy)
    THEN
        RETURN;
    END IF;
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    SELECT array_agg(member_id), array_agg(day) INTO member_ids, days FROM (
        SELECT old_row.team_member_id AS member_id, days_of(old_row.starts_at, old_row.duration, zone) AS day
        WHERE was_busy
        UNION
        SELECT new_row.team_member_id, days_of(new_row.starts_at, new_row.duration, zone) WHERE is_busy
    ) AS touched;
    PERFORM keep_member_days(of_chain, of_location, member_ids, days);
    SELECT array_agg(i.resource_id), array_agg(touched.day) INTO resource_ids, days FROM (
        SELECT unnest(old_row.resource_instance_ids) AS instance_id, day
        FROM days_of(old_row.starts_at, old_row.duration, zone) AS day WHERE was_busy
        UNION
        SELECT unnest(new_row.resource_instance_ids), day
        FROM days_of(new_row.starts_at, new_row.duration, zone) AS day WHERE is_busy
    ) AS touched
    JOIN resource_instances i ON i.chain_id = of_chain AND i.id = touched.instance_id;
    IF resource_ids IS NOT NULL THEN
        PERFORM keep_resource_days(of_chain, of_location, resource_ids, days);
    END IF;
END
$$;

CREATE FUNCTION public.keep_figures_after_appointment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.client_id IS NULL OR NEW.deleted_at IS NOT NULL THEN
        DELETE FROM appointment_figures f WHERE f.chain_id = OLD.chain_id AND f.appointment_id = OLD.id;
        DELETE FROM booked_services b WHERE b.chain_id = OLD.chain_id AND b.appointment_id = OLD.id;
    ELSE
        PERFORM keep_appointment_figures(NEW.chain_id, ARRAY[NEW.id]);
        IF (OLD.location_id, OLD.client_id, OLD.deleted_at IS NULL)
           IS DISTINCT FROM (NEW.location_id, NEW.client_id, NEW.deleted_at IS NULL) THEN
            PERFORM keep_booked_services(NEW.chain_id, ARRAY[NEW.id]);
        END IF;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_figures_after_lines() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM keep_appointment_figures(chain_id, ids),
            CASE TG_OP WHEN 'INSERT' THEN add_booked_services(chain_id, ids) ELSE keep_booked_services(chain_id, ids) END
    FROM (SELECT chain_id, array_agg(DISTINCT appointment_id) AS ids FROM lines GROUP BY chain_id) AS changed;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_figures_after_start() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM keep_client_figures(NEW.chain_id, ARRAY[NEW.id]);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_member_days(of_chain bigint, of_location bigint, member_ids bigint[], days date[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    zone text;
BEGIN
    PERFORM lock_member_days(of_chain, of_location, member_ids, days);
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    UPDATE schedule_days d SET busy = now.busy
    FROM (
        SELECT member_id, day, day_start(day, zone) AS midnight, day_start(day + 1, zone) AS next_midnight
        FROM (SELECT DISTINCT member_id, day FROM unnest(member_ids, days) AS pairs (member_id, day)) AS distinct_pairs
        OFFSET 0
    ) AS touched
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(minute ORDER BY pair[1], pair[2], taken.is_event, taken.id, minute), '{}') AS busy
        FROM (
            SELECT false AS is_event, a.id, a.starts_at, a.starts_at + make_interval(secs => a.duration) AS ends_at
            FROM appointments a
            WHERE a.chain_id = of_chain AND a.team_member_id = touched.member_id
              AND a.day BETWEEN touched.day - 2 AND touched.day
              AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.event_id IS NULL
            UNION ALL
            SELECT true, e.id, e.starts_at, e.starts_at + make_interval(secs => e.duration)
            FROM events e
            WHERE e.chain_id = of_chain AND e.team_member_id = touched.member_id
              AND e.day BETWEEN touched.day - 2 AND touched.day AND e.deleted_at IS NULL
        ) AS taken
        CROSS JOIN LATERAL (
            SELECT ARRAY[
                extract(epoch FROM greatest(taken.starts_at, touched.midnight) - touched.midnight) / 60,
                extract(epoch FROM least(taken.ends_at, touched.next_midnight) - touched.midnight) / 60
            ]::smallint[] AS pair
        ) AS minutes
        CROSS JOIN unnest(pair) AS minute
        WHERE taken.starts_at < touched.next_midnight AND taken.ends_at > touched.midnight
    ) AS now
    WHERE d.chain_id = of_chain AND d.team_member_id = touched.member_id AND d.day = touched.day;
END
$$;

CREATE FUNCTION public.keep_money_after_appointment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    others bigint[];
BEGIN
    IF OLD.visit_id <> NEW.visit_id AND EXISTS (
        SELECT FROM finance_transactions f WHERE f.chain_id = NEW.chain_id AND f.appointment_id = NEW.id
    ) THEN
        -- Appointments are locked before visits, as everywhere.
        others := ARRAY(
            SELECT a.id FROM appointments a
            WHERE a.chain_id = NEW.chain_id AND a.visit_id IN (OLD.visit_id, NEW.visit_id) AND a.id <> NEW.id
              AND a.deleted_at IS NULL
            ORDER BY a.id FOR NO KEY UPDATE);
        UPDATE appointments a SET revision = a.revision + 1, changed_at = now()
        WHERE a.chain_id = NEW.chain_id AND a.id = ANY (others);
        UPDATE finance_transactions f
        SET visit_id = v.id, document_id = v.document_id, revision = f.revision + 1, changed_at = now()
        FROM visits v
        WHERE f.chain_id = NEW.chain_id AND f.appointment_id = NEW.id
          AND v.chain_id = NEW.chain_id AND v.id = NEW.visit_id;
    END IF;
    PERFORM keep_visit_money(NEW.chain_id, ARRAY[OLD.visit_id, NEW.visit_id]);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_money_after_lines() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN
        SELECT a.chain_id, array_agg(DISTINCT a.visit_id) AS visit_ids
        FROM (SELECT DISTINCT chain_id, appointment_id FROM lines) AS l
        JOIN appointments a ON a.chain_id = l.chain_id AND a.id = l.appointment_id
        GROUP BY a.chain_id
    LOOP
        PERFORM keep_visit_money(touched.chain_id, touched.visit_ids);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_money_after_payment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM keep_visit_money(
        coalesce(NEW.chain_id, OLD.chain_id), array_remove(ARRAY[OLD.visit_id, NEW.visit_id], NULL));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_money_after_sale() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    of_chain CONSTANT bigint := coalesce(NEW.chain_id, OLD.chain_id);
    visit_ids bigint[];
BEGIN
    SELECT array_agg(DISTINCT a.visit_id) INTO visit_ids FROM appointments a
    WHERE a.chain_id = of_chain AND a.id IN (OLD.appointment_id, NEW.appointment_id);
    IF visit_ids IS NOT NULL THEN
        PERFORM keep_visit_money(of_chain, visit_ids);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_product_keys() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN
        DELETE FROM product_keys k USING product_keys_of(OLD.search_text) AS old_keys
        WHERE k.chain_id = OLD.chain_id AND k.scope = item_scope(OLD.chain_id, OLD.location_id)
          AND k.kind = old_keys.kind AND k.key = old_keys.key COLLATE "C" AND k.id = OLD.id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN
        INSERT INTO product_keys (chain_id, scope, kind, key, id)
        SELECT NEW.chain_id, item_scope(NEW.chain_id, NEW.location_id), kind, key, NEW.id
        FROM product_keys_of(NEW.search_text)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_rating() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM count_rating(OLD, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM count_rating(NEW, 1);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_resource_days(of_chain bigint, of_location bigint, resource_ids bigint[], days date[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    zone text;
BEGIN
    PERFORM lock_resource_days(of_chain, resource_ids, days);
    SELECT timezone INTO zone FROM locations l WHERE l.chain_id = of_chain AND l.id = of_location;
    UPDATE resource_days d SET instance_ids = now.instance_ids, busy = now.busy
    FROM (SELECT DISTINCT resource_id, day FROM unnest(resource_ids, days) AS pairs (resource_id, day)) AS touched
    CROSS JOIN LATERAL (
        SELECT coalesce(
                   array_agg(i.id ORDER BY pair[1], pair[2], i.id, taken.is_event, taken.id, minute)
                       FILTER (WHERE minute = pair[1]), '{}') AS instance_ids,
               coalesce(
                   array_agg(minute ORDER BY pair[1], pair[2], i.id, taken.is_event, taken.id, minute), '{}') AS busy
        FROM (
            SELECT false AS is_event, a.id, a.starts_at, a.duration, a.resource_instance_ids FROM appointments a
            WHERE a.chain_id = of_chain AND a.location_id = of_location AND a.resource_instance_ids <> '{}'
              AND a.day BETWEEN touched.day - 2 AND touched.day
              AND a.deleted_at IS NULL AND a.attendance <> 'no_show' AND a.event_id IS NULL
            UNION ALL
            SELECT true, e.id, e.starts_at, e.duration, e.resource_instance_ids FROM events e
            WHERE e.chain_id = of_chain AND e.location_id = of_location AND e.resource_instance_ids <> '{}'
              AND e.day BETWEEN touched.day - 2 AND touched.day AND e.deleted_at IS NULL
        ) AS taken
        JOIN resource_instances i
            ON i.chain_id = of_chain AND i.resource_id = touched.resource_id
           AND i.id = ANY (taken.resource_instance_ids)
        CROSS JOIN busy_minutes(taken.starts_at, taken.duration, touched.day, zone) AS pair
        CROSS JOIN unnest(pair) AS minute
    ) AS now
    WHERE d.chain_id = of_chain AND d.resource_id = touched.resource_id AND d.day = touched.day;
END
$$;

CREATE FUNCTION public.keep_seats_after_booking() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM keep_taken_seats(
        coalesce(NEW.chain_id, OLD.chain_id), array_remove(ARRAY[OLD.event_id, NEW.event_id], NULL));
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_stock_costs(of_chain_id bigint, product_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO stock_costs (chain_id, product_id, amount, average, last_at)
    SELECT of_chain_id, wanted.id, (reckoned.average).amount, (reckoned.average).average, reckoned.last_at
    FROM unnest(product_ids) AS wanted (id)
    CROSS JOIN LATERAL (
        SELECT moving_average(kind, amount, cost ORDER BY occurred_at, id) AS average,
               coalesce(max(occurred_at), '-infinity') AS last_at
        FROM stock_transactions
        WHERE chain_id = of_chain_id AND stock_transactions.product_id = wanted.id
          AND kind <> 'transfer' AND deleted_at IS NULL
    ) AS reckoned
    ORDER BY wanted.id
    ON CONFLICT ON CONSTRAINT stock_costs_pkey
    DO UPDATE SET amount = excluded.amount, average = excluded.average, last_at = excluded.last_at;
END
$$;

CREATE FUNCTION public.keep_stock_levels() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO stock_levels AS l (chain_id, product_id, storage_id, amount)
    SELECT chain_id, product_id, storage_id, sum(amount) FROM moved
    GROUP BY chain_id, product_id, storage_id
    ORDER BY chain_id, product_id, storage_id
    ON CONFLICT ON CONSTRAINT stock_levels_pkey DO UPDATE SET amount = l.amount + excluded.amount;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_taken_seats(of_chain bigint, event_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM events e WHERE e.chain_id = of_chain AND e.id = ANY (event_ids) ORDER BY e.id FOR NO KEY UPDATE;
    UPDATE events e SET taken_seats = now.seats, revision = revision + 1, changed_at = now()
    FROM seats_of_events(of_chain, event_ids) AS now
    WHERE e.chain_id = of_chain AND e.id = now.event_id AND e.taken_seats <> now.seats;
END
$$;

CREATE FUNCTION public.keep_visit_amounts(of_chain bigint, visit_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM visits v WHERE v.chain_id = of_chain AND v.id = ANY (visit_ids) ORDER BY v.id FOR NO KEY UPDATE;
    UPDATE visits v SET owed_amount = now.owed, paid_amount = now.paid
    FROM unnest(visit_ids) AS touched (visit_id)
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(lines.price), 0) + coalesce(sum(sold.price), 0) AS owed
        FROM appointments a
        CROSS JOIN LATERAL (
            SELECT sum(s.price) AS price FROM appointment_services s
            WHERE s.chain_id = of_chain AND s.appointment_id = a.id) AS lines
        CROSS JOIN LATERAL (
            SELECT sum(t.cost) AS price FROM stock_transactions t
            WHERE t.chain_id = of_chain AND t.appointment_id = a.id AND t.appointment_id <> 0
              AND t.kind = 'sale' AND t.deleted_at IS NULL) AS sold
        WHERE a.chain_id = of_chain AND a.visit_id = touched.visit_id AND a.deleted_at IS NULL
          AND a.attendance <> 'no_show'
    ) AS due
    CROSS JOIN LATERAL (
        SELECT due.owed, coalesce(sum(f.amount), 0) AS paid FROM finance_transactions f
        WHERE f.chain_id = of_chain AND f.visit_id = touched.visit_id AND f.deleted_at IS NULL
    ) AS now
    WHERE v.chain_id = of_chain AND v.id = touched.visit_id
      AND (v.owed_amount, v.paid_amount) IS DISTINCT FROM (now.owed, now.paid);
END
$$;

CREATE FUNCTION public.keep_visit_attendance(of_chain bigint, visit_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM FROM visits v WHERE v.chain_id = of_chain AND v.id = ANY (visit_ids) ORDER BY v.id FOR NO KEY UPDATE;
    UPDATE visits v SET attendance = now.attendance
    FROM (
        SELECT a.visit_id,
               (array_agg(a.attendance ORDER BY array_position('{arrived,confirmed,waiting,no_show}', a.attendance)))[1]
               AS attendance
        FROM appointments a
        WHERE a.chain_id = of_chain AND a.visit_id = ANY (visit_ids) AND a.deleted_at IS NULL
        GROUP BY a.visit_id
    ) AS now
    WHERE v.chain_id = of_chain AND v.id = now.visit_id AND v.attendance <> now.attendance;
END
$$;

CREATE FUNCTION public.keep_visit_money(of_chain bigint, visit_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    client_ids bigint[];
BEGIN
    PERFORM keep_visit_amounts(of_chain, visit_ids);
    SELECT array_agg(DISTINCT v.client_id) INTO client_ids FROM visits v
    WHERE v.chain_id = of_chain AND v.id = ANY (visit_ids) AND v.client_id IS NOT NULL AND v.attendance = 'arrived';
    IF client_ids IS NOT NULL THEN
        PERFORM keep_client_figures(of_chain, client_ids);
    END IF;
END
$$;

CREATE FUNCTION public.lock_member_days(of_chain bigint, of_location bigint, member_ids bigint[], days date[]) RETURNS TABLE(team_member_id bigint, day date, minutes smallint[], busy smallint[])
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (
        SELECT FROM unnest(member_ids, days) AS wanted (member_id, its_day)
        WHERE NOT EXISTS (
            SELECT FROM schedule_days d
            WHERE d.chain_id = of_chain AND d.team_member_id = wanted.member_id AND d.day = wanted.its_day))
    THEN
        INSERT INTO schedules (chain_id, team_member_id, location_id)
        SELECT DISTINCT of_chain, member_id, of_location FROM unnest(member_ids) AS member_id ORDER BY member_id
        ON CONFLICT DO NOTHING;
        INSERT INTO schedule_days (chain_id, team_member_id, day, minutes)
        SELECT DISTINCT of_chain, member_id, its_day, '{}'::smallint[]
        FROM unnest(member_ids, days) AS wanted (member_id, its_day) ORDER BY member_id, its_day
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN QUERY
        SELECT d.team_member_id, d.day, d.minutes, d.busy FROM schedule_days d
        WHERE d.chain_id = of_chain AND (d.team_member_id, d.day) IN (SELECT * FROM unnest(member_ids, days))
        ORDER BY d.team_member_id, d.day FOR NO KEY UPDATE;
END
$$;

CREATE FUNCTION public.lock_resource_days(of_chain bigint, resource_ids bigint[], days date[]) RETURNS TABLE(resource_id bigint, day date, instance_ids bigint[], busy smallint[])
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
BEGIN
    IF EXISTS (
        SELECT FROM unnest(resource_ids, days) AS wanted (wanted_id, its_day)
        WHERE NOT EXISTS (
            SELECT FROM resource_days d
            WHERE d.chain_id = of_chain AND d.resource_id = wanted.wanted_id AND d.day = wanted.its_day))
    THEN
        INSERT INTO resource_days (chain_id, resource_id, day)
        SELECT DISTINCT of_chain, wanted_id, its_day
        FROM unnest(resource_ids, days) AS wanted (wanted_id, its_day) ORDER BY wanted_id, its_day
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN QUERY
        SELECT d.resource_id, d.day, d.instance_ids, d.busy FROM resource_days d
        WHERE d.chain_id = of_chain AND (d.resource_id, d.day) IN (SELECT * FROM unnest(resource_ids, days))
        ORDER BY d.resource_id, d.day FOR NO KEY UPDATE;
END
$$;

CREATE FUNCTION public.longest_gap(minutes smallint[], busy smallint[]) RETURNS smallint
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    worked CONSTANT integer := cardinality(minutes);
    taken CONSTANT integer := cardinality(busy);
    place integer := 1;
    next integer := 1;
    free_from integer := 0;
    work_ends integer;
    longest integer := 0;
BEGIN
    WHILE place < worked LOOP
        free_from := greatest(free_from, minutes[place]);
        work_ends := minutes[place + 1];
        place := place + 2;
        WHILE place < worked AND minutes[place] = work_ends LOOP  -- work goes on without a break
            work_ends := minutes[place + 1];
            place := place + 2;
        END LOOP;
        WHILE next < taken AND busy[next] < work_ends LOOP
            IF busy[next] < busy[next + 1] THEN
                longest := greatest(longest, CASE WHEN busy[next] >= 1439 AND busy[next] > free_from THEN 9999
                                                  ELSE busy[next] - free_from END);
                free_from := greatest(free_from, busy[next + 1]);
            END IF;
            next := next + 2;
        END LOOP;
        longest := greatest(longest, CASE WHEN work_ends >= 1439 AND work_ends > free_from THEN 9999
                                          ELSE work_ends - free_from END);
    END LOOP;
    RETURN longest;
END
$$;

CREATE FUNCTION public.move_appointments_to_zone() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE appointments a SET starts_at = (a.starts_at AT TIME ZONE OLD.timezone) AT TIME ZONE NEW.timezone
    WHERE a.chain_id = NEW.chain_id AND a.location_id = NEW.id;
    UPDATE events e SET starts_at = (e.starts_at AT TIME ZONE OLD.timezone) AT TIME ZONE NEW.timezone
    WHERE e.chain_id = NEW.chain_id AND e.location_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.note_channels_of_booking() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    channels text[];
BEGIN
    IF are_changes_reported() AND (TG_OP = 'INSERT' OR occasion_of_change(OLD, NEW) = 'booked') THEN
        SELECT array_agg(channel) INTO channels FROM channels_of_appointment(NEW) AS channel
        WHERE choice_of_client(NEW.chain_id, NEW.client_id, channel) <> 'nothing';
        NEW.notifies_by_email := NEW.notifies_by_email OR coalesce('email' = ANY (channels), false);
        NEW.notifies_by_sms := NEW.notifies_by_sms OR coalesce('sms' = ANY (channels), false);
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.occasion_of_change(old_row public.appointments, new_row public.appointments) RETURNS text
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE
        WHEN new_row.client_id IS NULL OR old_row.revision = new_row.revision THEN NULL
        WHEN awaits_client(old_row) AND (new_row.deleted_at IS NOT NULL OR new_row.attendance = 'no_show')
             THEN 'cancelled'
        WHEN NOT awaits_client(new_row) OR new_row.starts_at <= now() THEN NULL
        WHEN old_row.deleted_at IS NOT NULL OR old_row.attendance = 'no_show'
             OR (old_row.client_id IS DISTINCT FROM new_row.client_id AND old_row.visit_id <> new_row.visit_id)
             THEN 'booked'
        WHEN (old_row.starts_at, old_row.team_member_id, old_row.duration - old_row.technical_break)
             <> (new_row.starts_at, new_row.team_member_id, new_row.duration - new_row.technical_break) THEN 'changed'
    END
$$;

CREATE FUNCTION public.plan_reminders(of public.appointments) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH withdrawn AS (
        UPDATE appointment_messages m SET dropped_at = now(), drop_reason = 'withdrawn'
        WHERE m.chain_id = of.chain_id AND m.appointment_id = of.id AND m.occasion = 'reminder'
          AND m.sent_at IS NULL AND m.dropped_at IS NULL
        RETURNING m.id
    )
    -- An entry that a worker has begun ends by itself: it finds nothing to send.
    DELETE FROM outbox o USING withdrawn w
    WHERE o.subject = 'chain:' || of.chain_id || '/reminder:' || w.id
      AND o.attempts = 0 AND o.done_at IS NULL AND o.given_up_at IS NULL;
    IF of.client_id IS NULL OR NOT awaits_client(of) THEN
        RETURN;
    END IF;
    WITH planned AS (
        INSERT INTO appointment_messages AS m (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at)
        SELECT of.chain_id, of.location_id, of.id, 'reminder', wanted.channel, extract(epoch FROM of.starts_at),
               of.starts_at, of.starts_at - make_interval(hours => wanted.hours)
        FROM (VALUES ('email', of.email_reminder_hours), ('sms', of.sms_reminder_hours)) AS wanted (channel, hours)
        WHERE wanted.hours > 0 AND of.starts_at - make_interval(hours => wanted.hours) > now()
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key
        DO UPDATE SET due_at = excluded.due_at, dropped_at = NULL, drop_reason = '' WHERE m.sent_at IS NULL
        RETURNING m.id, m.channel, m.due_at
    )
    INSERT INTO outbox (kind, subject, payload, chain_id, next_attempt_at)
    SELECT 'appointment_' || channel, 'chain:' || of.chain_id || '/reminder:' || id,
           jsonb_build_object('location_id', of.location_id, 'message_id', id), of.chain_id, due_at
    FROM planned ORDER BY id;
END
$$;

CREATE FUNCTION public.post_changed_transactions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    who CONSTANT bigint := (nullif(current_setting('parlour.actor', true), '')::actor).user_id;
    touched record;
BEGIN
    FOR touched IN WITH changed AS (
        SELECT o AS earlier, n AS later
        FROM earlier_rows o JOIN later_rows n ON n.chain_id = o.chain_id AND n.id = o.id
        WHERE (o.kind, o.product_id, o.storage_id, o.occurred_at, o.amount, o.sale_amount, o.unit_ratio, o.cost, o.unit_cost,
               o.deleted_at IS NULL)
            IS DISTINCT FROM
              (n.kind, n.product_id, n.storage_id, n.occurred_at, n.amount, n.sale_amount, n.unit_ratio, n.cost, n.unit_cost,
               n.deleted_at IS NULL)
    ), posted AS (
        SELECT m.*
        FROM changed, LATERAL (
            SELECT * FROM stock_movements
            WHERE chain_id = (changed.earlier).chain_id AND transaction_id = (changed.earlier).id AND reverses_id IS NULL
            ORDER BY id DESC LIMIT 1
        ) m
        WHERE (changed.earlier).deleted_at IS NULL AND (changed.earlier).amount <> 0
    ), moving AS (
        SELECT chain_id, transaction_id, id AS reverses_id, kind, product_id, storage_id, occurred_at,
               -amount AS amount, -sale_amount AS sale_amount, unit_ratio, -cost AS cost, unit_cost
        FROM posted
        UNION ALL
        SELECT (later).chain_id, (later).id, NULL, (later).kind, (later).product_id, (later).storage_id,
               (later).occurred_at, (later).amount, (later).sale_amount, (later).unit_ratio, (later).cost,
               (later).unit_cost
        FROM changed WHERE (later).deleted_at IS NULL AND (later).amount <> 0
    ), written AS (
        INSERT INTO stock_movements (
            chain_id, transaction_id, reverses_id, kind, product_id, storage_id, occurred_at, amount, sale_amount,
            unit_ratio, cost, unit_cost, user_id)
        SELECT chain_id, transaction_id, reverses_id, kind, product_id, storage_id, occurred_at, amount, sale_amount,
               unit_ratio, cost, unit_cost, who
        FROM moving ORDER BY transaction_id, reverses_id NULLS LAST
    )
    SELECT chain_id, array_agg(DISTINCT product_id) AS product_ids
    FROM (
        SELECT (earlier).chain_id, (earlier).product_id FROM changed WHERE (earlier).kind <> 'transfer'
        UNION
        SELECT (later).chain_id, (later).product_id FROM changed WHERE (later).kind <> 'transfer'
    ) AS its_products
    GROUP BY chain_id
    LOOP
        PERFORM keep_stock_costs(touched.chain_id, touched.product_ids);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.post_entered_transactions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    begun integer;
BEGIN
    INSERT INTO stock_movements (
        chain_id, transaction_id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost,
        unit_cost, user_id)
    SELECT chain_id, id, kind, product_id, storage_id, occurred_at, amount, sale_amount, unit_ratio, cost, unit_cost,
           (nullif(current_setting('parlour.actor', true), '')::actor).user_id
    FROM entered WHERE deleted_at IS NULL AND amount <> 0
    ORDER BY id;

    -- Where all that is new lies behind what the average knows, it goes on from there; else it begins at the first row.
    WITH known AS MATERIALIZED (
        SELECT c.chain_id, c.product_id, c.amount, c.average, c.last_at
        FROM (SELECT chain_id, product_id, min(occurred_at) AS first_at FROM entered
              WHERE kind <> 'transfer' AND deleted_at IS NULL GROUP BY chain_id, product_id) AS touched
        CROSS JOIN LATERAL (
            SELECT * FROM stock_costs
            WHERE chain_id = touched.chain_id AND product_id = touched.product_id AND last_at <= touched.first_at
            OFFSET 0
        ) AS c
    ), counting AS (
        SELECT chain_id, product_id, 'opening' AS kind, amount, average AS cost, last_at AS occurred_at, 0 AS id
        FROM known
        UNION ALL
        SELECT e.chain_id, e.product_id, e.kind, e.amount, e.cost, e.occurred_at, e.id
        FROM known JOIN entered e ON e.chain_id = known.chain_id AND e.product_id = known.product_id
        WHERE e.kind <> 'transfer' AND e.deleted_at IS NULL
    ), reckoned AS (
        SELECT chain_id, product_id, moving_average(kind, amount, cost ORDER BY occurred_at, id) AS average,
               max(occurred_at) AS last_at
        FROM counting GROUP BY chain_id, product_id
    ), kept AS (
        INSERT INTO stock_costs (chain_id, product_id, amount, average, last_at)
        SELECT chain_id, product_id, (average).amount, (average).average, last_at
        FROM reckoned ORDER BY chain_id, product_id
        ON CONFLICT ON CONSTRAINT stock_costs_pkey
        DO UPDATE SET amount = excluded.amount, average = excluded.average, last_at = excluded.last_at
    ), others AS (
        SELECT chain_id, product_id FROM entered WHERE kind <> 'transfer' AND deleted_at IS NULL
        EXCEPT SELECT chain_id, product_id FROM known
    )
    SELECT count(keep_stock_costs(chain_id, product_ids)) INTO begun
    FROM (SELECT chain_id, array_agg(product_id) AS product_ids FROM others GROUP BY chain_id) AS of_chains;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.product_keys_of(search_text text) RETURNS TABLE(kind "char", key text)
    LANGUAGE sql IMMUTABLE ROWS 3 PARALLEL SAFE
    AS $$
    SELECT kind, key FROM (
        VALUES ('t'::"char", title_key(search_text)),
               ('c'::"char", nullif(code_key(split_part(search_text, chr(31), 2)), '')),
               ('c'::"char", nullif(code_key(split_part(search_text, chr(31), 3)), ''))
    ) AS keys (kind, key)
    WHERE key IS NOT NULL
$$;

CREATE FUNCTION public.products_by_code(chain bigint, place bigint, term text) RETURNS SETOF bigint
    LANGUAGE sql STABLE ROWS 25
    AS $$
    SELECT DISTINCT begun.id
    FROM unnest(ARRAY[place, -chain]) AS its, unnest(code_beginnings(term)) AS beginning
    CROSS JOIN LATERAL (
        SELECT k.id FROM product_keys k
        WHERE k.chain_id = chain AND k.scope = its AND k.kind = 'c'
          AND k.key >= beginning AND k.key < beginning || chr(1114111)
        OFFSET 0
    ) AS begun
$$;

CREATE FUNCTION public.record_access_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE access_version SET changed_in = pg_current_xact_id()::text::bigint
    WHERE changed_in <> pg_current_xact_id()::text::bigint;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.record_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    untold CONSTANT text[] :=
        '{id,chain_id,created_at,changed_at,revision,search_text,deleted_at,closed_at,password_hash,token_hash,link_hash,
          visit_count,first_visit_on,last_visit_on,sold_amount,paid_amount,balance}';
    who actor;
    old_row jsonb;
    new_row jsonb;
    shown jsonb;
    done text;
    earlier jsonb;
    later jsonb;
BEGIN
    IF current_setting('parlour.audit', true) = 'off' THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
    END IF;
    IF TG_OP = 'INSERT' THEN
        done := 'created';
        later := jsonb_strip_nulls(new_row - untold);
    ELSIF TG_OP = 'DELETE' OR is_hidden(new_row) AND NOT is_hidden(old_row) THEN
        done := 'deleted';
        earlier := jsonb_strip_nulls(old_row - untold);
    ELSIF is_hidden(old_row) AND NOT is_hidden(new_row) THEN
        done := 'restored';
        later := jsonb_strip_nulls(new_row - untold);
    ELSE
        done := 'changed';
        later := differing(new_row - untold, old_row - untold);
        earlier := differing(old_row - untold, new_row - untold);
        IF later IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    shown := coalesce(new_row, old_row);
    who := coalesce(nullif(current_setting('parlour.actor', true), ''), '(database,,,,)');
    INSERT INTO audit_log (
        chain_id, location_id, origin, user_id, partner_id, session_id, ip, action, entity, entity_id, before, after)
    VALUES (
        coalesce(shown ->> 'chain_id', shown ->> 'id')::bigint,
        (shown ->> coalesce(TG_ARGV[2], 'location_id'))::bigint,
        who.origin, who.user_id, who.partner_id, who.session_id, who.ip, done, TG_ARGV[0],
        (shown ->> coalesce(TG_ARGV[1], 'id'))::bigint,
        earlier, later);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.record_of_user(about_user_id bigint, what text, what_id bigint, done text, earlier jsonb, later jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    who actor;
BEGIN
    IF current_setting('parlour.audit', true) = 'off' THEN
        RETURN;
    END IF;
    who := coalesce(nullif(current_setting('parlour.actor', true), ''), '(database,,,,)');
    INSERT INTO audit_log (
        chain_id, location_id, origin, user_id, partner_id, session_id, ip, action, entity, entity_id, before, after)
    SELECT chain_id, CASE WHEN count(*) = 1 THEN min(location_id) END,
           who.origin, who.user_id, who.partner_id, who.session_id, who.ip, done, what, what_id, earlier, later
    FROM (
        SELECT chain_id, NULL::bigint AS location_id FROM chain_roles WHERE user_id = about_user_id
        UNION ALL
        SELECT chain_id, location_id FROM location_roles WHERE user_id = about_user_id AND is_accepted
    ) AS places
    GROUP BY chain_id;
END
$$;

CREATE FUNCTION public.record_session() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    shown CONSTANT jsonb := jsonb_build_object('user_id', NEW.user_id, 'partner_id', NEW.partner_id, 'device', NEW.device);
    who actor;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM record_of_user(NEW.user_id, 'session', NEW.id, 'signed_in', NULL, shown);
    ELSE
        who := coalesce(nullif(current_setting('parlour.actor', true), ''), '(database,,,,)');
        PERFORM record_of_user(
            NEW.user_id, 'session', NEW.id, CASE who.session_id WHEN NEW.id THEN 'signed_out' ELSE 'ended' END, shown, NULL);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.record_user() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    untold CONSTANT text[] := '{id,created_at,password_hash}';
    earlier CONSTANT jsonb := to_jsonb(OLD) - untold;
    later CONSTANT jsonb := to_jsonb(NEW) - untold;
BEGIN
    IF OLD.password_hash <> NEW.password_hash THEN
        PERFORM record_of_user(NEW.id, 'user', NEW.id, 'password_changed', NULL, NULL);
    END IF;
    IF earlier <> later THEN
        PERFORM record_of_user(NEW.id, 'user', NEW.id, 'changed', differing(earlier, later), differing(later, earlier));
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.recount_after_changed_transactions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN WITH changed AS (
        SELECT o AS earlier, n AS later
        FROM earlier_rows o JOIN later_rows n ON n.chain_id = o.chain_id AND n.id = o.id
        WHERE (o.product_id, o.storage_id, o.occurred_at, o.unit_ratio, coalesce(o.counted, o.amount),
               o.deleted_at IS NULL)
            IS DISTINCT FROM
              (n.product_id, n.storage_id, n.occurred_at, n.unit_ratio, coalesce(n.counted, n.amount),
               n.deleted_at IS NULL)
    ), places AS (
        SELECT (earlier).chain_id, (earlier).product_id, (earlier).storage_id, (earlier).occurred_at, (earlier).id
        FROM changed WHERE (earlier).deleted_at IS NULL
        UNION
        SELECT (later).chain_id, (later).product_id, (later).storage_id, (later).occurred_at, (later).id
        FROM changed WHERE (later).deleted_at IS NULL
    ), seen AS (
        SELECT p.chain_id, following.id
        FROM places p
        CROSS JOIN LATERAL (
            SELECT c.id FROM stock_transactions c
            WHERE c.chain_id = p.chain_id AND c.product_id = p.product_id AND c.storage_id = p.storage_id
              AND c.kind = 'stock_take' AND c.deleted_at IS NULL AND (c.occurred_at, c.id) > (p.occurred_at, p.id)
            ORDER BY c.occurred_at, c.id LIMIT 1
        ) AS following
        UNION
        SELECT (later).chain_id, (later).id
        FROM changed
        WHERE (later).kind = 'stock_take' AND (later).deleted_at IS NULL
          AND ((earlier).product_id, (earlier).storage_id, (earlier).occurred_at, (earlier).unit_ratio,
               (earlier).deleted_at IS NULL)
            IS DISTINCT FROM
              ((later).product_id, (later).storage_id, (later).occurred_at, (later).unit_ratio, true)
    )
    SELECT chain_id, array_agg(id) AS count_ids FROM seen GROUP BY chain_id
    LOOP
        PERFORM recount_stock(touched.chain_id, touched.count_ids);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.recount_after_entered_transactions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    touched record;
BEGIN
    FOR touched IN
        SELECT e.chain_id, array_agg(DISTINCT following.id) AS count_ids
        FROM entered e
        CROSS JOIN LATERAL (
            SELECT c.id FROM stock_transactions c
            WHERE c.chain_id = e.chain_id AND c.product_id = e.product_id AND c.storage_id = e.storage_id
              AND c.kind = 'stock_take' AND c.deleted_at IS NULL AND (c.occurred_at, c.id) > (e.occurred_at, e.id)
            ORDER BY c.occurred_at, c.id LIMIT 1
        ) AS following
        WHERE e.deleted_at IS NULL
        GROUP BY e.chain_id
    LOOP
        PERFORM recount_stock(touched.chain_id, touched.count_ids);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.recount_stock(of_chain_id bigint, count_ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE stock_transactions t
    SET expected = found.expected, amount = t.counted - found.expected,
        sale_amount = round((t.counted - found.expected)::numeric(60, 30) / t.unit_ratio, 10),
        cost = least(round(abs(t.counted - found.expected) * t.unit_cost, found.decimals), 999999999999),
        revision = t.revision + 1, changed_at = now()
    FROM (
        SELECT c.id, expected_of_count(c) AS expected, currency_decimals(l.currency) AS decimals
        FROM stock_transactions c
        JOIN locations l ON l.chain_id = c.chain_id AND l.id = c.location_id
        WHERE c.chain_id = of_chain_id AND c.id = ANY (count_ids) AND c.kind = 'stock_take' AND c.deleted_at IS NULL
        OFFSET 0
    ) AS found
    WHERE t.chain_id = of_chain_id AND t.id = found.id AND t.expected <> found.expected;
END
$$;

CREATE FUNCTION public.redacted(shown jsonb, personal text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (personal) AND value NOT IN ('null', '""', '{}', '[]')
                                      THEN '"[erased]"' ELSE value END)
    FROM jsonb_each(shown)
$$;

CREATE FUNCTION public.refuse_change_of_ledger() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% is a ledger: no % of its rows', TG_TABLE_NAME, TG_OP;
END
$$;

CREATE FUNCTION public.release_outbox_subject() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE outbox SET next_attempt_at = now()
    WHERE next_attempt_at IS NULL AND id = (
        SELECT id FROM outbox WHERE subject = OLD.subject AND done_at IS NULL AND given_up_at IS NULL ORDER BY id LIMIT 1);
    IF FOUND THEN
        PERFORM pg_notify('parlour_outbox', '');
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.report_added_services() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM report_change_of_services(chain_id, array_agg(appointment_id)) FROM new_lines GROUP BY chain_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.report_bookings(of_chain bigint, of_location bigint, of_occasion text, ids bigint[]) RETURNS void
    LANGUAGE sql
    AS $$
    WITH reported AS MATERIALIZED (
        SELECT a.id, a.client_id, a.revision, a.starts_at, channel,
               row_number() OVER (PARTITION BY a.client_id, channel ORDER BY a.starts_at, a.id) = 1 AS is_first
        FROM appointments a CROSS JOIN LATERAL channels_of_appointment(a) AS channel
        WHERE a.chain_id = of_chain AND a.location_id = of_location AND a.id = ANY (ids)
          AND a.client_id IS NOT NULL AND a.starts_at > now() AND a.attendance IN ('waiting', 'confirmed')
          AND (a.deleted_at IS NOT NULL) = (of_occasion = 'cancelled')
    ), entered AS (
        INSERT INTO appointment_messages (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at)
        SELECT of_chain, of_location, id, of_occasion, channel, revision, starts_at, now()
        FROM reported WHERE is_first ORDER BY starts_at, id, channel
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key DO NOTHING
        RETURNING id, appointment_id, channel
    ), parts AS (
        INSERT INTO appointment_messages (
            chain_id, location_id, appointment_id, occasion, channel, moment, starts_at, due_at, part_of)
        SELECT of_chain, of_location, other.id, of_occasion, other.channel, other.revision, other.starts_at, now(), e.id
        FROM entered e
        JOIN reported first ON first.id = e.appointment_id AND first.channel = e.channel
        JOIN reported other ON other.client_id = first.client_id AND other.channel = e.channel AND NOT other.is_first
        ORDER BY other.starts_at, other.id, other.channel
        ON CONFLICT ON CONSTRAINT appointment_messages_moment_key DO NOTHING
    )
    INSERT INTO outbox (kind, subject, payload, chain_id)
    SELECT 'appointment_' || channel, 'chain:' || of_chain || '/appointment:' || appointment_id || '/' || channel,
           jsonb_build_object('location_id', of_location, 'message_id', id), of_chain
    FROM entered ORDER BY id
$$;

CREATE FUNCTION public.report_change_of_appointment() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    occasion CONSTANT text := occasion_of_change(OLD, NEW);
BEGIN
    IF occasion IS NOT NULL AND are_changes_reported() THEN
        PERFORM enter_messages(NEW, occasion);
    END IF;
    IF (OLD.starts_at, OLD.sms_reminder_hours, OLD.email_reminder_hours, OLD.client_id IS NULL, awaits_client(OLD))
       IS DISTINCT FROM
       (NEW.starts_at, NEW.sms_reminder_hours, NEW.email_reminder_hours, NEW.client_id IS NULL, awaits_client(NEW))
    THEN
        PERFORM plan_reminders(NEW);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.report_change_of_services(of_chain bigint, ids bigint[]) RETURNS void
    LANGUAGE sql
    AS $$
    SELECT enter_messages(a, 'changed') FROM appointments a
    WHERE a.chain_id = of_chain AND a.id = ANY (ids) AND a.revision > 1 AND a.client_id IS NOT NULL
      AND a.starts_at > now() AND awaits_client(a)
$$;

CREATE FUNCTION public.report_dropped_services() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM report_change_of_services(chain_id, array_agg(appointment_id)) FROM old_lines GROUP BY chain_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.report_replaced_services() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM report_change_of_services(n.chain_id, array_agg(n.appointment_id))
    FROM new_lines n JOIN old_lines o ON o.chain_id = n.chain_id AND o.id = n.id
    WHERE o.service_id <> n.service_id GROUP BY n.chain_id;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.revoke_sessions_of_user() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE sessions SET revoked_at = now() WHERE user_id = NEW.id AND revoked_at IS NULL;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.schedule_day(minutes smallint[], off_day_kind smallint) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE WHEN off_day_kind IS NOT NULL THEN to_jsonb(off_day_kind)
                      WHEN minutes <> '{}' THEN to_jsonb(minutes) END $$;

CREATE FUNCTION public.search_categories(chain bigint, place bigint, phrase text, wanted bigint) RETURNS TABLE(id bigint, is_exact boolean, rank bigint)
    LANGUAGE sql STABLE ROWS 25
    AS $$
    SELECT id, fit < 2, row_number() OVER (ORDER BY fit, title COLLATE "C", id)
    FROM (
        SELECT c.id, own.title,
               CASE WHEN own.article = phrase THEN 0
                    WHEN own.code = code_key(phrase) THEN 1
                    WHEN own.code ^@ code_key(phrase) THEN 2
                    WHEN starts_with(own.title, phrase) THEN 3
                    WHEN strpos(own.title, phrase) > 0 THEN 4
                    WHEN own.title LIKE ALL ((SELECT word_patterns(string_to_array(phrase, ' ')))::text[]) THEN 5 END AS fit
        FROM (
            SELECT chain_id, id, search_text FROM categories
            WHERE (search_pieces(item_scope(chain_id, location_id), search_text)
                       @> word_pieces(place, string_to_array(phrase, ' '))
                   OR search_pieces(item_scope(chain_id, location_id), search_text)
                       @> word_pieces(-chain, string_to_array(phrase, ' ')))
              AND deleted_at IS NULL
            UNION
            SELECT chain_id, id, search_text FROM categories
            WHERE chain_id = chain AND item_scope(chain_id, location_id) = ANY (ARRAY[place, -chain])
              AND code_key(split_part(search_text, chr(31), 2)) COLLATE "C" >= code_key(phrase)
              AND code_key(split_part(search_text, chr(31), 2)) COLLATE "C" < code_key(phrase) || chr(1114111)
              AND deleted_at IS NULL AND article <> ''
        ) AS c
        CROSS JOIN LATERAL (
            SELECT split_part(c.search_text, chr(31), 1) AS title, split_part(c.search_text, chr(31), 2) AS article,
                   code_key(split_part(c.search_text, chr(31), 2)) AS code
        ) AS own
        WHERE c.chain_id = chain
    ) AS ranked
    WHERE fit IS NOT NULL
    ORDER BY 3 LIMIT wanted
$$;

CREATE FUNCTION public.search_pieces(scope bigint, folded text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT COST 10000 PARALLEL SAFE
    AS $$
    SELECT coalesce(
        array_agg(hashtext(prefix || substr(folded, i, 1)))
        || array_agg(hashtext(prefix || substr(folded, i, 2)))
        || array_agg(hashtext(prefix || substr(folded, i, 3))), '{}')
    FROM (SELECT scope || ':' AS prefix, length(folded) AS size OFFSET 0) AS whole, generate_series(1, size) AS i
$$;

CREATE FUNCTION public.search_products(chain bigint, place bigint, phrase text, wanted bigint) RETURNS TABLE(id bigint, is_exact boolean, rank bigint)
    LANGUAGE plpgsql STABLE ROWS 25
    AS $_$
#variable_conflict use_column
DECLARE
    code CONSTANT text := code_key(phrase);
    beginning text;
    exact bigint;
    listed bigint[];
BEGIN
    wanted := least(wanted, 10000000);  -- what an array holds
    SELECT array_agg(codes.id ORDER BY codes.key, codes.id), count(*) FILTER (WHERE codes.key = code)
    INTO listed, exact
    FROM (
        SELECT begun.id, min(key) AS key FROM (
            (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = place AND kind = 'c'
               AND key >= code AND key < code || chr(1114111)
             ORDER BY key, id LIMIT 2 * wanted)
            UNION ALL
            (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = -chain AND kind = 'c'
               AND key >= code AND key < code || chr(1114111)
             ORDER BY key, id LIMIT 2 * wanted)
            ORDER BY key, id LIMIT 2 * wanted
        ) AS begun
        GROUP BY begun.id
    ) AS codes;
    IF exact > 0 AND exact = 2 * wanted THEN
        listed := ARRAY(
            SELECT p.id FROM product_keys same
            JOIN products p ON p.chain_id = chain AND p.id = same.id
            WHERE same.chain_id = chain AND same.scope = ANY (ARRAY[place, -chain]) AND same.kind = 'c' AND same.key = code
            ORDER BY strpos(p.search_text || chr(31), chr(31) || phrase || chr(31)) = 0, p.id LIMIT wanted
        );
    ELSIF exact > 1 THEN
        listed := ARRAY(
            SELECT p.id FROM unnest(listed[:exact]) AS same (id)
            JOIN products p ON p.chain_id = chain AND p.id = same.id
            ORDER BY strpos(p.search_text || chr(31), chr(31) || phrase || chr(31)) = 0, p.id
        ) || listed[exact + 1:];
    END IF;
    listed := coalesce(listed[:wanted], '{}');
    IF cardinality(listed) < wanted AND code ~ '^0+[1-9][0-9]*$' THEN
        beginning := ltrim(code, '0');
        listed := listed || ARRAY(
            SELECT begun.id FROM (
                (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = place AND kind = 'c'
                   AND key >= beginning AND key < beginning || chr(1114111)
                 ORDER BY key, id LIMIT 2 * wanted + cardinality(listed))
                UNION ALL
                (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = -chain AND kind = 'c'
                   AND key >= beginning AND key < beginning || chr(1114111)
                 ORDER BY key, id LIMIT 2 * wanted + cardinality(listed))
                ORDER BY key, id LIMIT 2 * wanted + cardinality(listed)
            ) AS begun
            WHERE begun.id <> ALL (listed)
            GROUP BY begun.id ORDER BY min(key), begun.id LIMIT wanted - cardinality(listed)
        );
    END IF;
    IF cardinality(listed) < wanted AND length(phrase) <= 160 THEN
        listed := listed || ARRAY(
            SELECT begun.id FROM (
                (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = place AND kind = 't'
                   AND key >= phrase AND key < phrase || chr(1114111)
                 ORDER BY key, id LIMIT wanted + cardinality(listed))
                UNION ALL
                (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = -chain AND kind = 't'
                   AND key >= phrase AND key < phrase || chr(1114111)
                 ORDER BY key, id LIMIT wanted + cardinality(listed))
                ORDER BY key, id LIMIT wanted + cardinality(listed)
            ) AS begun
            WHERE begun.id <> ALL (listed) ORDER BY key, begun.id LIMIT wanted - cardinality(listed)
        );
    END IF;
    IF cardinality(listed) < wanted THEN
        listed := listed || search_titles(chain, place, phrase, listed, wanted - cardinality(listed));
    END IF;
    RETURN QUERY
        SELECT nth.id, nth.rank <= exact, nth.rank
        FROM unnest(listed) WITH ORDINALITY AS nth (id, rank);
END
$_$;

CREATE FUNCTION public.search_products_behind(chain bigint, place bigint, phrase text, wanted bigint, after_fit integer, after_key text, after_id bigint) RETURNS TABLE(id bigint, fit integer, key text)
    LANGUAGE plpgsql STABLE ROWS 25
    AS $$
#variable_conflict use_column
DECLARE
    far CONSTANT bigint := 32 * wanted;
    code CONSTANT text := code_key(phrase);
    beginnings CONSTANT text[] := code_beginnings(phrase);
    words CONSTANT text[] := string_to_array(phrase, ' ');
    patterns CONSTANT text[] := word_patterns(words);
    walked_for text[];
    step integer;
    from_key text;
    from_id bigint;
    met bigint;
    ids bigint[];
    keys text[];
BEGIN
    IF after_fit < 2 THEN
        RETURN QUERY
            SELECT exact.id, exact.fit, '' FROM (
                SELECT p.id, (strpos(p.search_text || chr(31), chr(31) || phrase || chr(31)) = 0)::integer AS fit
                FROM (SELECT DISTINCT k.id FROM product_keys k
                      WHERE k.chain_id = chain AND k.scope = ANY (ARRAY[place, -chain]) AND k.kind = 'c'
                        AND k.key = code) AS same
                JOIN products p ON p.chain_id = chain AND p.id = same.id
            ) AS exact
            WHERE (exact.fit, exact.id) > (after_fit, after_id) ORDER BY exact.fit, exact.id LIMIT wanted;
        GET DIAGNOSTICS met = ROW_COUNT;
        wanted := wanted - met;
    END IF;
    FOR step IN 2 .. 1 + cardinality(beginnings) LOOP
        CONTINUE WHEN wanted = 0 OR after_fit > step;
        from_key := beginnings[step - 1];
        from_id := 0;
        IF after_fit = step AND after_key COLLATE "C" >= from_key COLLATE "C" THEN
            from_key := after_key;
            from_id := after_id;
        END IF;
        RETURN QUERY
            SELECT begun.id, step, begun.key FROM (
                (SELECT k.id, k.key FROM product_keys k WHERE k.chain_id = chain AND k.scope = place AND k.kind = 'c'
                   AND (k.key, k.id) > (from_key, from_id) AND k.key < beginnings[step - 1] || chr(1114111)
                 ORDER BY k.key, k.id)
                UNION ALL
                (SELECT k.id, k.key FROM product_keys k WHERE k.chain_id = chain AND k.scope = -chain AND k.kind = 'c'
                   AND (k.key, k.id) > (from_key, from_id) AND k.key < beginnings[step - 1] || chr(1114111)
                 ORDER BY k.key, k.id)
            ) AS begun
            CROSS JOIN LATERAL (
                SELECT search_text FROM products p WHERE p.chain_id = chain AND p.id = begun.id OFFSET 0) AS its
            WHERE begun.key <> code AND NOT has_code_before(its.search_text, beginnings[step - 1], begun.key)
              AND (step = 2 OR NOT has_code(its.search_text, beginnings[:1]))
              AND code_key(split_part(its.search_text, chr(31), 2)) <> code
              AND code_key(split_part(its.search_text, chr(31), 3)) <> code
            ORDER BY begun.key, begun.id LIMIT wanted;
        GET DIAGNOSTICS met = ROW_COUNT;
        wanted := wanted - met;
    END LOOP;
    IF wanted > 0 AND after_fit <= 4 AND length(phrase) <= 160 THEN
        from_key := phrase;
        from_id := 0;
        IF after_fit = 4 AND after_key COLLATE "C" >= phrase COLLATE "C" THEN
            from_key := after_key;
            from_id := after_id;
        END IF;
        RETURN QUERY
            SELECT begun.id, 4, begun.key FROM (
                (SELECT k.id, k.key FROM product_keys k WHERE k.chain_id = chain AND k.scope = place AND k.kind = 't'
                   AND (k.key, k.id) > (from_key, from_id) AND k.key < phrase || chr(1114111)
                 ORDER BY k.key, k.id)
                UNION ALL
                (SELECT k.id, k.key FROM product_keys k WHERE k.chain_id = chain AND k.scope = -chain AND k.kind = 't'
                   AND (k.key, k.id) > (from_key, from_id) AND k.key < phrase || chr(1114111)
                 ORDER BY k.key, k.id)
            ) AS begun
            CROSS JOIN LATERAL (
                SELECT search_text FROM products p WHERE p.chain_id = chain AND p.id = begun.id OFFSET 0) AS its
            WHERE NOT has_code(its.search_text, beginnings)
            ORDER BY begun.key, begun.id LIMIT wanted;
        GET DIAGNOSTICS met = ROW_COUNT;
        wanted := wanted - met;
    END IF;
    IF wanted = 0 THEN
        RETURN;
    END IF;
    -- What is common is met soon by walking the titles from the place on.
    step := greatest(after_fit, 5);
    walked_for := CASE step WHEN 5 THEN word_patterns(ARRAY[phrase]) ELSE patterns END;
    from_key := CASE WHEN after_fit = step THEN after_key ELSE '' END;
    from_id := CASE WHEN after_fit = step THEN after_id ELSE 0 END;
    SELECT array_agg(first.id ORDER BY first.key, first.id), array_agg(first.key ORDER BY first.key, first.id) INTO ids, keys FROM (
        SELECT walked.id, walked.key FROM (
            (SELECT k.id, k.key FROM product_keys k WHERE k.chain_id = chain AND k.scope = place AND k.kind = 't'
               AND (k.key, k.id) > (from_key, from_id) ORDER BY k.key, k.id LIMIT far)
            UNION ALL
            (SELECT k.id, k.key FROM product_keys k WHERE k.chain_id = chain AND k.scope = -chain AND k.kind = 't'
               AND (k.key, k.id) > (from_key, from_id) ORDER BY k.key, k.id LIMIT far)
            ORDER BY key, id LIMIT far
        ) AS walked
        WHERE (walked.key LIKE ALL (walked_for) OR length(walked.key) = 160)
          AND (SELECT own.title LIKE ALL (patterns) AND (strpos(own.title, phrase) > 0) = (step = 5)
                      AND NOT (length(phrase) <= 160 AND starts_with(own.title, phrase))
                      AND NOT has_code(p.search_text, beginnings)
               FROM products p CROSS JOIN LATERAL (SELECT split_part(p.search_text, chr(31), 1) AS title) AS own
               WHERE p.chain_id = chain AND p.id = walked.id)
        ORDER BY walked.key, walked.id LIMIT wanted
    ) AS first;
    IF cardinality(ids) = wanted THEN
        RETURN QUERY SELECT first.id, step, first.key FROM unnest(ids, keys) AS first (id, key);
        RETURN;
    END IF;
    RETURN QUERY
        SELECT placed.id, placed.fit, placed.key FROM (
            SELECT candidates.id, CASE WHEN strpos(title, phrase) > 0 THEN 5 ELSE 6 END AS fit,
                   title_key(search_text) COLLATE "C" AS key
            FROM (
                SELECT chain_id, id, search_text FROM products
                WHERE (search_pieces(item_scope(chain_id, location_id), search_text) @> word_pieces(place, words)
                       OR search_pieces(item_scope(chain_id, location_id), search_text) @> word_pieces(-chain, words))
                  AND deleted_at IS NULL
                OFFSET 0
            ) AS candidates
            CROSS JOIN LATERAL (SELECT split_part(search_text, chr(31), 1) AS title) AS own
            WHERE chain_id = chain AND title LIKE ALL (patterns)
              AND NOT (length(phrase) <= 160 AND starts_with(title, phrase)) AND NOT has_code(search_text, beginnings)
        ) AS placed
        WHERE (placed.fit, placed.key, placed.id) > (after_fit, after_key, after_id)
        ORDER BY placed.fit, placed.key, placed.id LIMIT wanted;
END
$$;

CREATE FUNCTION public.search_titles(chain bigint, place bigint, phrase text, listed bigint[], wanted bigint) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    few CONSTANT bigint := 300;
    words CONSTANT text[] := string_to_array(phrase, ' ');
    is_word CONSTANT boolean := cardinality(words) = 1;
    patterns CONSTANT text[] := word_patterns(ARRAY[phrase]);
    fitting bigint[];
    rest bigint[];
BEGIN
    IF is_word THEN
        fitting := walk_titles(chain, place, patterns, listed, 32 * wanted, wanted);
        IF cardinality(fitting) = wanted THEN
            RETURN fitting;
        END IF;
    END IF;
    fitting := gather_titles(chain, place, words, phrase, listed, few + 1);
    IF cardinality(fitting) <= few THEN
        RETURN fitting[:wanted];
    END IF;
    fitting := walk_titles(chain, place, patterns, listed, 160 * wanted, wanted);
    IF cardinality(fitting) = wanted THEN
        RETURN fitting;
    END IF;
    fitting := (gather_titles(chain, place, ARRAY[phrase], phrase, listed, NULL))[:wanted];
    IF is_word OR cardinality(fitting) = wanted THEN
        RETURN fitting;
    END IF;
    rest := walk_titles(
        chain, place, word_patterns(words), listed || fitting, 160 * wanted, wanted - cardinality(fitting));
    IF cardinality(fitting) + cardinality(rest) < wanted THEN
        rest := gather_titles(chain, place, words, phrase, listed || fitting, NULL);
    END IF;
    RETURN (fitting || rest)[:wanted];
END
$$;

CREATE FUNCTION public.seats_of_events(of_chain bigint, event_ids bigint[]) RETURNS TABLE(event_id bigint, seats integer)
    LANGUAGE sql STABLE
    AS $$
    SELECT e.id, (
        SELECT coalesce(sum(a.seat_count), 0)::integer FROM appointments a
        WHERE a.chain_id = of_chain AND a.event_id = e.id AND a.deleted_at IS NULL)
    FROM events e WHERE e.chain_id = of_chain AND e.id = ANY (event_ids)
$$;

CREATE TABLE public.booked_services (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    service_id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL
);

CREATE FUNCTION public.services_of_appointments(of_chain bigint, ids bigint[]) RETURNS SETOF public.booked_services
    LANGUAGE sql STABLE
    AS $$
    SELECT DISTINCT s.chain_id, s.appointment_id, s.service_id, a.location_id, a.client_id
    FROM appointments a JOIN appointment_services s ON s.chain_id = of_chain AND s.appointment_id = a.id
    WHERE a.chain_id = of_chain AND a.id = ANY (ids) AND a.client_id IS NOT NULL AND a.deleted_at IS NULL
$$;

CREATE FUNCTION public.start_appointment_figures() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO appointment_figures SELECT * FROM figures_of_appointments(NEW.chain_id, ARRAY[NEW.id]);
    INSERT INTO booked_services SELECT * FROM services_of_appointments(NEW.chain_id, ARRAY[NEW.id]);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.start_client_figures() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.sold_amount := NEW.starting_sold;
    NEW.paid_amount := NEW.starting_paid;
    NEW.balance := NEW.starting_balance;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.stock_average_step(state public.stock_average, kind text, moved numeric, price numeric) RETURNS public.stock_average
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
BEGIN
    IF kind = 'opening' THEN
        RETURN (moved, price);
    ELSIF kind = 'receipt' AND moved > 0 THEN
        IF state.amount <= 0 OR state.average IS NULL THEN
            state.average := round(price::numeric(60, 30) / moved, 10);
        ELSE
            state.average := round(
                (state.amount * state.average + price)::numeric(60, 30) / (state.amount + moved), 10);
        END IF;
    END IF;
    state.amount := state.amount + coalesce(moved, 0);
    RETURN state;
END
$$;

CREATE FUNCTION public.term_pieces(scope bigint, term text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(scope || ':' || substr(term, i, least(3, length(term))))), '{}')
    FROM generate_series(1, greatest(length(term) - 2, 1)) AS i
$$;

CREATE FUNCTION public.title_key(search_text text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    AS $$ SELECT left(split_part(search_text, chr(31), 1), 160) $$;

CREATE FUNCTION public.walk_titles(chain bigint, place bigint, patterns text[], listed bigint[], far bigint, wanted bigint) RETURNS bigint[]
    LANGUAGE plpgsql STABLE
    AS $$
BEGIN
    RETURN ARRAY(
        SELECT id FROM (
            (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = place AND kind = 't'
             ORDER BY key, id LIMIT far)
            UNION ALL
            (SELECT id, key FROM product_keys WHERE chain_id = chain AND scope = -chain AND kind = 't'
             ORDER BY key, id LIMIT far)
            ORDER BY key, id LIMIT far
        ) AS walked
        WHERE (key LIKE ALL (patterns)
               OR length(key) = 160 AND (
                   SELECT split_part(p.search_text, chr(31), 1) LIKE ALL (patterns) FROM products p
                   WHERE p.chain_id = chain AND p.id = walked.id))
          AND id <> ALL (listed)
        ORDER BY key, id LIMIT wanted
    );
END
$$;

CREATE FUNCTION public.word_patterns(words text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT array_agg('%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%') FROM unnest(words) AS word
$$;

CREATE FUNCTION public.word_pieces(scope bigint, words text[]) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(scope || ':' || substr(word, i, least(3, length(word))))), '{}')
    FROM unnest(words) AS word, generate_series(1, greatest(length(word) - 2, 1)) AS i
$$;

CREATE AGGREGATE public.moving_average(kind text, moved numeric, price numeric) (
    SFUNC = public.stock_average_step,
    STYPE = public.stock_average,
    INITCOND = '(0,)',
    PARALLEL = safe
);

CREATE TABLE public.access_version (
    is_only boolean DEFAULT true NOT NULL,
    changed_in bigint NOT NULL,
    CONSTRAINT access_version_is_only_check CHECK (is_only)
);

CREATE TABLE public.appointment_consumables (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    service_id bigint NOT NULL,
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    location_id bigint NOT NULL,
    amount numeric NOT NULL,
    price numeric,
    CONSTRAINT appointment_consumables_amount_check CHECK ((amount > (0)::numeric)),
    CONSTRAINT appointment_consumables_price_check CHECK ((price >= (0)::numeric))
);

CREATE TABLE public.appointment_messages (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    occasion text NOT NULL,
    channel text NOT NULL,
    moment bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    dropped_at timestamp with time zone,
    drop_reason text DEFAULT ''::text NOT NULL,
    part_of bigint,
    CONSTRAINT appointment_messages_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text]))),
    CONSTRAINT appointment_messages_ended_check CHECK (((sent_at IS NULL) OR (dropped_at IS NULL))),
    CONSTRAINT appointment_messages_occasion_check CHECK ((occasion = ANY (ARRAY['booked'::text, 'changed'::text, 'cancelled'::text, 'reminder'::text])))
);

ALTER TABLE public.appointment_messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appointment_messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appointment_services (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    "position" smallint NOT NULL,
    service_id bigint NOT NULL,
    title text NOT NULL,
    duration integer NOT NULL,
    amount integer DEFAULT 1 NOT NULL,
    unit_price numeric NOT NULL,
    discount numeric DEFAULT 0 NOT NULL,
    price numeric NOT NULL,
    CONSTRAINT appointment_services_amount_check CHECK ((amount >= 1)),
    CONSTRAINT appointment_services_discount_check CHECK (((discount >= (0)::numeric) AND (discount <= (100)::numeric))),
    CONSTRAINT appointment_services_price_check CHECK ((price >= (0)::numeric)),
    CONSTRAINT appointment_services_unit_price_check CHECK ((unit_price >= (0)::numeric))
);

ALTER TABLE public.appointment_services ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appointment_services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.appointment_usages (
    chain_id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    service_id bigint NOT NULL,
    location_id bigint NOT NULL,
    shows_bill boolean DEFAULT true NOT NULL
);

ALTER TABLE public.appointments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appointments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.audit_log (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint,
    at timestamp with time zone DEFAULT now() NOT NULL,
    origin text NOT NULL,
    user_id bigint,
    partner_id bigint,
    session_id bigint,
    ip inet,
    action text NOT NULL,
    entity text NOT NULL,
    entity_id bigint,
    before jsonb,
    after jsonb
);

ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bill_lines (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    bill_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    product_id bigint NOT NULL,
    amount numeric NOT NULL,
    CONSTRAINT bill_lines_amount_check CHECK ((amount > (0)::numeric))
);

ALTER TABLE public.bill_lines ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bill_lines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.bills_of_materials (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    title text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT bills_of_materials_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.bills_of_materials ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.bills_of_materials_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.blocked_phones (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    phone text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT blocked_phones_phone_check CHECK ((phone ~ '^[0-9]{9,15}$'::text))
);

ALTER TABLE public.blocked_phones ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.blocked_phones_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booking_forms (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    is_default boolean NOT NULL,
    is_guided boolean NOT NULL,
    service_id bigint,
    hides_service boolean NOT NULL,
    team_member_id bigint,
    hides_member boolean NOT NULL,
    service_place smallint NOT NULL,
    member_place smallint NOT NULL,
    time_place smallint NOT NULL,
    shows_button boolean NOT NULL,
    button_position text NOT NULL,
    form_position text NOT NULL,
    button_color text NOT NULL,
    is_animated boolean NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    sites text[] DEFAULT '{}'::text[] NOT NULL,
    main_color text DEFAULT ''::text NOT NULL,
    secondary_color text DEFAULT ''::text NOT NULL,
    terms_url text DEFAULT ''::text NOT NULL,
    member_title text DEFAULT ''::text NOT NULL,
    google_analytics_id text DEFAULT ''::text NOT NULL,
    facebook_pixel_id text DEFAULT ''::text NOT NULL,
    CONSTRAINT booking_forms_button_color_check CHECK ((button_color ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT booking_forms_button_position_check CHECK ((button_position = ANY (ARRAY['bottom right'::text, 'bottom left'::text, 'top right'::text, 'top left'::text]))),
    CONSTRAINT booking_forms_facebook_pixel_id_check CHECK ((facebook_pixel_id ~ '^[0-9]*$'::text)),
    CONSTRAINT booking_forms_form_position_check CHECK ((form_position = ANY (ARRAY['right'::text, 'left'::text]))),
    CONSTRAINT booking_forms_google_analytics_id_check CHECK ((google_analytics_id ~ '^[A-Za-z0-9-]*$'::text)),
    CONSTRAINT booking_forms_main_color_check CHECK ((main_color ~ '^(#[0-9a-f]{6})?$'::text)),
    CONSTRAINT booking_forms_place_check CHECK ((((service_place >= 1) AND (service_place <= 3)) AND ((member_place >= 1) AND (member_place <= 3)) AND ((time_place >= 1) AND (time_place <= 3)) AND (service_place <> member_place) AND (member_place <> time_place) AND (time_place <> service_place))),
    CONSTRAINT booking_forms_secondary_color_check CHECK ((secondary_color ~ '^(#[0-9a-f]{6})?$'::text)),
    CONSTRAINT booking_forms_terms_url_check CHECK ((terms_url ~ '^(https?://.+)?$'::text)),
    CONSTRAINT booking_forms_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.booking_forms ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.booking_forms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.booking_page_keys (
    chain_id bigint NOT NULL,
    location_id bigint NOT NULL,
    key text NOT NULL,
    network cidr NOT NULL,
    appointment_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT booking_page_keys_key_check CHECK ((key ~ '^[0-9a-f]{32}$'::text))
);

CREATE TABLE public.calendar_feeds (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    team_member_id bigint,
    shows_clients boolean NOT NULL,
    token_hash bytea NOT NULL,
    user_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.calendar_feeds ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.calendar_feeds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cash_accounts (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT cash_accounts_kind_check CHECK ((kind = ANY (ARRAY['cash'::text, 'card'::text]))),
    CONSTRAINT cash_accounts_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.cash_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.cash_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.categories (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint,
    parent_id bigint,
    title text NOT NULL,
    article text DEFAULT ''::text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    search_text text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT categories_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.categories ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.categories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.chain_roles (
    chain_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT chain_roles_role_check CHECK ((role <> ''::text))
);

CREATE TABLE public.chains (
    id bigint NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT chains_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.chains ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.chains_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.cities (
    id bigint NOT NULL,
    title text NOT NULL,
    country_code text NOT NULL,
    timezone text NOT NULL,
    latitude numeric(9,6) NOT NULL,
    longitude numeric(9,6) NOT NULL,
    population bigint NOT NULL,
    CONSTRAINT cities_country_code_check CHECK ((country_code ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT cities_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.client_accounts (
    id bigint NOT NULL,
    phone text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    password_hash text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT client_accounts_phone_check CHECK ((phone ~ '^[0-9]{9,15}$'::text))
);

ALTER TABLE public.client_accounts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.client_accounts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client_comments (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    text text NOT NULL,
    author_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT client_comments_text_check CHECK ((text <> ''::text))
);

ALTER TABLE public.client_comments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.client_comments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client_files (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    stored_as text NOT NULL,
    uploader_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT client_files_name_check CHECK ((name <> ''::text)),
    CONSTRAINT client_files_size_check CHECK ((size > 0))
);

ALTER TABLE public.client_files ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.client_files_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client_merges (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint NOT NULL,
    merged_ids bigint[] NOT NULL,
    moved jsonb NOT NULL,
    filled jsonb NOT NULL,
    tag_ids bigint[] NOT NULL,
    added_sold numeric NOT NULL,
    added_paid numeric NOT NULL,
    added_balance numeric NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    undone_at timestamp with time zone,
    CONSTRAINT client_merges_merged_ids_check CHECK ((cardinality(merged_ids) > 0))
);

ALTER TABLE public.client_merges ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.client_merges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client_occurrences (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_schedule_id bigint NOT NULL,
    occurrence_id bigint NOT NULL,
    appointment_id bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone
);

ALTER TABLE public.client_occurrences ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.client_occurrences_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client_schedules (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    schedule_id bigint NOT NULL,
    client_id bigint NOT NULL,
    series_ids bigint[] NOT NULL,
    seat_count integer DEFAULT 1 NOT NULL,
    created_user_id bigint,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT client_schedules_seat_count_check CHECK ((seat_count >= 1))
);

ALTER TABLE public.client_schedules ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.client_schedules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client_sessions (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone
);

ALTER TABLE public.client_sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.client_sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.client_tags (
    chain_id bigint NOT NULL,
    client_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    location_id bigint NOT NULL
);

CREATE TABLE public.clients (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    name text NOT NULL,
    surname text DEFAULT ''::text NOT NULL,
    middle_name text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    card text DEFAULT ''::text NOT NULL,
    gender text DEFAULT 'unknown'::text NOT NULL,
    importance text DEFAULT 'none'::text NOT NULL,
    discount numeric DEFAULT 0 NOT NULL,
    birth_date date,
    comment text DEFAULT ''::text NOT NULL,
    gets_birthday_message boolean DEFAULT false NOT NULL,
    refuses_mailings boolean DEFAULT false NOT NULL,
    custom_values jsonb DEFAULT '{}'::jsonb NOT NULL,
    starting_sold numeric DEFAULT 0 NOT NULL,
    starting_paid numeric DEFAULT 0 NOT NULL,
    starting_balance numeric DEFAULT 0 NOT NULL,
    visit_count integer DEFAULT 0 NOT NULL,
    first_visit_on date,
    last_visit_on date,
    sold_amount numeric DEFAULT 0 NOT NULL,
    paid_amount numeric DEFAULT 0 NOT NULL,
    balance numeric DEFAULT 0 NOT NULL,
    search_text text DEFAULT ''::text NOT NULL,
    merged_into bigint,
    erased_at timestamp with time zone,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT clients_custom_values_check CHECK ((jsonb_typeof(custom_values) = 'object'::text)),
    CONSTRAINT clients_discount_check CHECK (((discount >= (0)::numeric) AND (discount <= (100)::numeric))),
    CONSTRAINT clients_gender_check CHECK ((gender = ANY (ARRAY['unknown'::text, 'male'::text, 'female'::text]))),
    CONSTRAINT clients_importance_check CHECK ((importance = ANY (ARRAY['none'::text, 'bronze'::text, 'silver'::text, 'gold'::text]))),
    CONSTRAINT clients_name_check CHECK ((name <> ''::text)),
    CONSTRAINT clients_phone_check CHECK ((phone ~ '^([0-9]{9,15})?$'::text))
);

ALTER TABLE public.clients ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.clients_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.custom_fields (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    value_type text NOT NULL,
    title text NOT NULL,
    choices text[] DEFAULT '{}'::text[] NOT NULL,
    is_visible boolean NOT NULL,
    is_editable boolean NOT NULL,
    is_required boolean DEFAULT false NOT NULL,
    weight integer DEFAULT 0 NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT custom_fields_choices_check CHECK (((choices = '{}'::text[]) OR (value_type = ANY (ARRAY['select'::text, 'list'::text])))),
    CONSTRAINT custom_fields_code_check CHECK ((code ~ '^[a-z0-9_-]{1,255}$'::text)),
    CONSTRAINT custom_fields_kind_check CHECK ((kind = ANY (ARRAY['client'::text, 'appointment'::text]))),
    CONSTRAINT custom_fields_title_check CHECK ((title <> ''::text)),
    CONSTRAINT custom_fields_value_type_check CHECK ((value_type = ANY (ARRAY['text'::text, 'number'::text, 'select'::text, 'list'::text, 'date'::text, 'datetime'::text])))
);

ALTER TABLE public.custom_fields ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.custom_fields_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.employees (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    location_id bigint NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    first_name text DEFAULT ''::text NOT NULL,
    last_name text DEFAULT ''::text NOT NULL,
    middle_name text DEFAULT ''::text NOT NULL,
    hired_on date,
    registered_until date,
    citizenship text DEFAULT ''::text NOT NULL,
    gender text DEFAULT 'unknown'::text NOT NULL,
    identity_document text DEFAULT ''::text NOT NULL,
    tax_number text DEFAULT ''::text NOT NULL,
    insurance_number text DEFAULT ''::text NOT NULL,
    CONSTRAINT employees_gender_check CHECK ((gender = ANY (ARRAY['unknown'::text, 'male'::text, 'female'::text])))
);

CREATE TABLE public.event_occurrences (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    series_id bigint NOT NULL,
    day date NOT NULL,
    planned_at timestamp with time zone NOT NULL,
    event_id bigint,
    is_failed boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone
);

ALTER TABLE public.event_occurrences ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_occurrences_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.event_schedules (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    original_event_id bigint NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    created_user_id bigint,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT event_schedules_last_day_check CHECK ((last_day >= first_day))
);

ALTER TABLE public.event_schedules ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_schedules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.event_series (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    schedule_id bigint NOT NULL,
    weekday smallint NOT NULL,
    team_member_id bigint NOT NULL,
    minute smallint NOT NULL,
    duration integer NOT NULL,
    technical_break integer NOT NULL,
    capacity integer NOT NULL,
    resource_instance_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    tag_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT event_series_capacity_check CHECK (((capacity >= 1) AND (capacity <= 10000))),
    CONSTRAINT event_series_duration_check CHECK ((((duration >= 300) AND (duration <= 86400)) AND ((duration % 300) = 0))),
    CONSTRAINT event_series_minute_check CHECK (((minute >= 0) AND (minute <= 1439))),
    CONSTRAINT event_series_technical_break_check CHECK ((((technical_break >= 0) AND (technical_break <= LEAST(3600, duration))) AND ((technical_break % 300) = 0))),
    CONSTRAINT event_series_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

ALTER TABLE public.event_series ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.event_strategies (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    title text NOT NULL,
    mode smallint NOT NULL,
    days smallint[] DEFAULT '{}'::smallint[] NOT NULL,
    skipped smallint DEFAULT 0 NOT NULL,
    content smallint DEFAULT 1 NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT event_strategies_content_check CHECK ((content = ANY (ARRAY[1, 2]))),
    CONSTRAINT event_strategies_days_check CHECK ((days <@ '{0,1,2,3,4,5,6}'::smallint[])),
    CONSTRAINT event_strategies_mode_check CHECK (((mode >= 1) AND (mode <= 7))),
    CONSTRAINT event_strategies_skipped_check CHECK (((skipped >= 0) AND (skipped <= 99))),
    CONSTRAINT event_strategies_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.event_strategies ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_strategies_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_transactions (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    document_id bigint NOT NULL,
    visit_id bigint,
    appointment_id bigint,
    expense_id smallint NOT NULL,
    item_id bigint NOT NULL,
    account_id bigint NOT NULL,
    amount numeric NOT NULL,
    occurred_at timestamp with time zone DEFAULT now() NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    user_id bigint,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT finance_transactions_amount_check CHECK ((amount <> (0)::numeric))
);

ALTER TABLE public.finance_transactions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.finance_transactions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.idempotency_keys (
    user_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.images (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    entity text NOT NULL,
    entity_id bigint NOT NULL,
    names text[] NOT NULL,
    widths integer[] NOT NULL,
    heights integer[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    created_by bigint NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT images_entity_check CHECK ((entity = ANY (ARRAY['product'::text, 'location'::text, 'service'::text, 'team_member'::text, 'booking_form'::text]))),
    CONSTRAINT images_names_check CHECK (((cardinality(names) = 3) AND (cardinality(widths) = 3) AND (cardinality(heights) = 3)))
);

ALTER TABLE public.images ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.images_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.invitations (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    user_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    invited_by bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    sent_to text NOT NULL,
    name text NOT NULL,
    is_mailed boolean NOT NULL,
    CONSTRAINT invitations_name_check CHECK ((name <> ''::text)),
    CONSTRAINT invitations_sent_to_check CHECK ((sent_to <> ''::text))
);

ALTER TABLE public.invitations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.invitations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.invitations_sent (
    id bigint NOT NULL,
    recipient_hash bytea NOT NULL,
    user_id bigint NOT NULL,
    chain_id bigint NOT NULL,
    sent_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.invitations_sent ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.invitations_sent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.known_networks (
    user_id bigint NOT NULL,
    network cidr NOT NULL,
    last_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.location_roles (
    chain_id bigint NOT NULL,
    location_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    rights jsonb DEFAULT '{}'::jsonb NOT NULL,
    "position" text DEFAULT ''::text NOT NULL,
    is_accepted boolean DEFAULT true NOT NULL,
    CONSTRAINT location_roles_rights_check CHECK ((jsonb_typeof(rights) = 'object'::text)),
    CONSTRAINT location_roles_role_check CHECK ((role <> ''::text))
);

CREATE TABLE public.locations (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    title text NOT NULL,
    short_description text DEFAULT ''::text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    logo_url text DEFAULT ''::text NOT NULL,
    phones text[] DEFAULT '{}'::text[] NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    site text DEFAULT ''::text NOT NULL,
    country_code text NOT NULL,
    city text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    zip text DEFAULT ''::text NOT NULL,
    latitude numeric(9,6),
    longitude numeric(9,6),
    timezone text NOT NULL,
    currency text NOT NULL,
    locale text NOT NULL,
    schedule text DEFAULT ''::text NOT NULL,
    business_type_id bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    closed_at timestamp with time zone,
    city_id bigint,
    telegram text DEFAULT ''::text NOT NULL,
    instagram text DEFAULT ''::text NOT NULL,
    vk text DEFAULT ''::text NOT NULL,
    facebook text DEFAULT ''::text NOT NULL,
    viber text DEFAULT ''::text NOT NULL,
    whatsapp text DEFAULT ''::text NOT NULL,
    allows_negative_stock boolean DEFAULT true NOT NULL,
    stock_closed_until date,
    technical_break integer DEFAULT 0 NOT NULL,
    calendar_bookings text DEFAULT 'mixed'::text NOT NULL,
    max_event_seats smallint DEFAULT 1 NOT NULL,
    booking_confirms_phone boolean DEFAULT false NOT NULL,
    booking_allows_any_member boolean DEFAULT true NOT NULL,
    booking_lead_minutes smallint DEFAULT 0 NOT NULL,
    booking_max_seats smallint DEFAULT 1 NOT NULL,
    booking_has_grids boolean DEFAULT false NOT NULL,
    booking_weekdays jsonb DEFAULT '[]'::jsonb NOT NULL,
    booking_dates jsonb DEFAULT '[]'::jsonb NOT NULL,
    privacy_policy text DEFAULT ''::text NOT NULL,
    sends_sms_reminders boolean DEFAULT true NOT NULL,
    sms_reminder_hours smallint DEFAULT 0 NOT NULL,
    email_reminder_hours smallint DEFAULT 0 NOT NULL,
    CONSTRAINT locations_booking_lead_minutes_check CHECK ((((booking_lead_minutes >= 0) AND (booking_lead_minutes <= 1380)) AND (((booking_lead_minutes)::integer % 30) = 0))),
    CONSTRAINT locations_booking_max_seats_check CHECK (((booking_max_seats >= 1) AND (booking_max_seats <= 255))),
    CONSTRAINT locations_calendar_bookings_check CHECK ((calendar_bookings = ANY (ARRAY['mixed'::text, 'individual'::text, 'group'::text]))),
    CONSTRAINT locations_country_code_check CHECK ((country_code ~ '^[A-Z]{2}$'::text)),
    CONSTRAINT locations_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT locations_email_reminder_hours_check CHECK (((email_reminder_hours >= 0) AND (email_reminder_hours <= 8760))),
    CONSTRAINT locations_max_event_seats_check CHECK (((max_event_seats >= 1) AND (max_event_seats <= 255))),
    CONSTRAINT locations_sms_reminder_hours_check CHECK (((sms_reminder_hours >= 0) AND (sms_reminder_hours <= 8760))),
    CONSTRAINT locations_technical_break_check CHECK ((((technical_break >= 0) AND (technical_break <= 3600)) AND ((technical_break % 300) = 0))),
    CONSTRAINT locations_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.locations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.locations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.message_refusals (
    chain_id bigint NOT NULL,
    client_id bigint NOT NULL,
    channel text NOT NULL,
    location_id bigint NOT NULL,
    refuses_all boolean NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT message_refusals_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text])))
);

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    chain_id bigint,
    payload jsonb,
    is_secret boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now(),
    taken_at timestamp with time zone,
    done_at timestamp with time zone,
    given_up_at timestamp with time zone,
    last_error text DEFAULT ''::text NOT NULL,
    CONSTRAINT outbox_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT outbox_ended_check CHECK ((((done_at IS NULL) AND (given_up_at IS NULL)) OR (((done_at IS NULL) OR (given_up_at IS NULL)) AND (taken_at IS NULL) AND (next_attempt_at IS NULL)))),
    CONSTRAINT outbox_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT outbox_payload_check CHECK (
CASE
    WHEN ((done_at IS NULL) AND (given_up_at IS NULL)) THEN (payload IS NOT NULL)
    ELSE ((NOT is_secret) OR (payload IS NULL))
END),
    CONSTRAINT outbox_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 500)))
);

ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.partners (
    id bigint NOT NULL,
    title text NOT NULL,
    token_hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    answers_bare boolean DEFAULT false NOT NULL,
    CONSTRAINT partners_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.partners ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.partners_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.phone_codes (
    id bigint NOT NULL,
    phone_hash bytea NOT NULL,
    location_id bigint NOT NULL,
    salt bytea NOT NULL,
    code_hash bytea NOT NULL,
    wrong_tries smallint DEFAULT 0 NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.phone_codes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.phone_codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.position_locations (
    chain_id bigint NOT NULL,
    position_id bigint NOT NULL,
    location_id bigint NOT NULL
);

CREATE TABLE public.positions (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    title text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    services_binding text DEFAULT 'off'::text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT positions_services_binding_check CHECK ((services_binding = ANY (ARRAY['off'::text, 'soft'::text, 'strict'::text]))),
    CONSTRAINT positions_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.positions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.positions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.product_keys (
    chain_id bigint NOT NULL,
    scope bigint NOT NULL,
    kind "char" NOT NULL,
    key text NOT NULL COLLATE pg_catalog."C",
    id bigint NOT NULL,
    CONSTRAINT product_keys_kind_check CHECK ((kind = ANY (ARRAY['c'::"char", 't'::"char"])))
);

CREATE TABLE public.products (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint,
    category_id bigint NOT NULL,
    title text NOT NULL,
    receipt_title text DEFAULT ''::text NOT NULL,
    article text DEFAULT ''::text NOT NULL,
    barcode text DEFAULT ''::text NOT NULL,
    price numeric DEFAULT 0 NOT NULL,
    cost_price numeric DEFAULT 0 NOT NULL,
    sale_unit_id bigint NOT NULL,
    write_off_unit_id bigint NOT NULL,
    unit_ratio numeric(14,4) DEFAULT 1 NOT NULL,
    critical_amount numeric(14,4) DEFAULT 0 NOT NULL,
    desired_amount numeric(14,4) DEFAULT 0 NOT NULL,
    net_mass numeric(14,4) DEFAULT 0 NOT NULL,
    gross_mass numeric(14,4) DEFAULT 0 NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    tax_variant integer,
    vat_id integer,
    is_marked boolean DEFAULT false NOT NULL,
    search_text text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    is_cost_price_fixed boolean DEFAULT false NOT NULL,
    CONSTRAINT products_cost_price_check CHECK ((cost_price >= (0)::numeric)),
    CONSTRAINT products_critical_amount_check CHECK ((critical_amount >= (0)::numeric)),
    CONSTRAINT products_desired_amount_check CHECK ((desired_amount >= (0)::numeric)),
    CONSTRAINT products_gross_mass_check CHECK ((gross_mass >= (0)::numeric)),
    CONSTRAINT products_net_mass_check CHECK ((net_mass >= (0)::numeric)),
    CONSTRAINT products_price_check CHECK ((price >= (0)::numeric)),
    CONSTRAINT products_title_check CHECK ((title <> ''::text)),
    CONSTRAINT products_unit_ratio_check CHECK ((unit_ratio > (0)::numeric))
);

ALTER TABLE public.products ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.products_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.resource_days (
    chain_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    day date NOT NULL,
    instance_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    busy smallint[] DEFAULT '{}'::smallint[] NOT NULL,
    CONSTRAINT resource_days_busy_check CHECK ((cardinality(busy) = (2 * cardinality(instance_ids))))
);

CREATE TABLE public.resource_instances (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    title text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT resource_instances_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.resource_instances ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.resource_instances_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.resources (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    title text NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT resources_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.resources ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.resources_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.reviews ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.reviews_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.schedule_changes (
    chain_id bigint NOT NULL,
    location_id bigint NOT NULL,
    user_id bigint NOT NULL,
    change_id uuid NOT NULL,
    member_count integer NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.schedule_days (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    day date NOT NULL,
    minutes smallint[] NOT NULL,
    off_day_kind smallint,
    busy smallint[] DEFAULT '{}'::smallint[] NOT NULL,
    longest_gap smallint GENERATED ALWAYS AS (public.longest_gap(minutes, busy)) STORED NOT NULL,
    CONSTRAINT schedule_days_busy_check CHECK (((cardinality(busy) % 2) = 0)),
    CONSTRAINT schedule_days_minutes_check CHECK (public.is_working_time(minutes))
);

CREATE TABLE public.schedules (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    location_id bigint NOT NULL,
    last_day date,
    revision integer DEFAULT 0 NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    change_id uuid,
    days_before jsonb
);

CREATE TABLE public.schema_migrations (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.service_categories (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint,
    title text NOT NULL,
    api_id text DEFAULT ''::text NOT NULL,
    weight integer DEFAULT 0 NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT service_categories_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.service_categories ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.service_categories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_resources (
    chain_id bigint NOT NULL,
    service_id bigint NOT NULL,
    resource_id bigint NOT NULL,
    location_id bigint NOT NULL
);

CREATE TABLE public.service_team_members (
    chain_id bigint NOT NULL,
    service_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    location_id bigint NOT NULL,
    duration integer NOT NULL,
    price_min numeric,
    price_max numeric,
    bill_id bigint,
    api_id text DEFAULT ''::text NOT NULL,
    is_online boolean DEFAULT true NOT NULL,
    is_offline boolean DEFAULT true NOT NULL,
    CONSTRAINT service_team_members_duration_check CHECK (((duration >= 300) AND (duration <= 86100))),
    CONSTRAINT service_team_members_price_check CHECK ((((0)::numeric <= price_min) AND (price_min <= price_max)))
);

CREATE TABLE public.service_translations (
    chain_id bigint NOT NULL,
    service_id bigint NOT NULL,
    language_id integer NOT NULL,
    location_id bigint,
    title text NOT NULL,
    CONSTRAINT service_translations_title_check CHECK ((title <> ''::text))
);

CREATE TABLE public.services (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint,
    category_id bigint,
    title text NOT NULL,
    booking_title text DEFAULT ''::text NOT NULL,
    receipt_title text DEFAULT ''::text NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    api_id text DEFAULT ''::text NOT NULL,
    price_min numeric DEFAULT 0 NOT NULL,
    price_max numeric DEFAULT 0 NOT NULL,
    discount numeric DEFAULT 0 NOT NULL,
    duration integer DEFAULT 3600 NOT NULL,
    technical_break integer,
    weight integer DEFAULT 0 NOT NULL,
    is_online boolean DEFAULT false NOT NULL,
    is_for_events boolean DEFAULT false NOT NULL,
    capacity integer DEFAULT 1 NOT NULL,
    has_date_window boolean DEFAULT false NOT NULL,
    date_from date,
    date_to date,
    search_start integer DEFAULT 0 NOT NULL,
    search_finish integer DEFAULT 86400 NOT NULL,
    search_step integer DEFAULT 900 NOT NULL,
    step integer DEFAULT 0 NOT NULL,
    tax_variant integer,
    vat_id integer,
    prepayment text DEFAULT 'forbidden'::text NOT NULL,
    prepayment_amount numeric DEFAULT 0 NOT NULL,
    prepayment_percent numeric DEFAULT 0 NOT NULL,
    repeat_visit_days integer,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT services_dates_check CHECK ((date_from <= date_to)),
    CONSTRAINT services_discount_check CHECK (((discount >= (0)::numeric) AND (discount <= (100)::numeric))),
    CONSTRAINT services_duration_check CHECK (((duration >= 300) AND (duration <= 86400))),
    CONSTRAINT services_prepayment_check CHECK ((prepayment = ANY (ARRAY['forbidden'::text, 'optional'::text, 'required'::text]))),
    CONSTRAINT services_price_check CHECK ((((0)::numeric <= price_min) AND (price_min <= price_max))),
    CONSTRAINT services_search_check CHECK ((((search_start >= 0) AND (search_start <= search_finish)) AND (search_finish <= 86400) AND (search_step > 0) AND (step >= 0))),
    CONSTRAINT services_technical_break_check CHECK ((((technical_break >= 0) AND (technical_break <= 3600)) AND ((technical_break % 300) = 0))),
    CONSTRAINT services_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.services ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sessions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    device text NOT NULL,
    ip inet,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone
);

ALTER TABLE public.sessions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sign_in_failures (
    id bigint NOT NULL,
    login_hash bytea NOT NULL,
    ip cidr NOT NULL,
    failed_at timestamp with time zone DEFAULT now() NOT NULL,
    is_settled boolean DEFAULT true NOT NULL,
    is_known boolean DEFAULT false NOT NULL
);

ALTER TABLE public.sign_in_failures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.sign_in_failures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stock_costs (
    chain_id bigint NOT NULL,
    product_id bigint NOT NULL,
    amount numeric(28,4) NOT NULL,
    average numeric(38,10),
    last_at timestamp with time zone NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.05');

CREATE TABLE public.stock_documents (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    kind text NOT NULL,
    storage_id bigint NOT NULL,
    to_storage_id bigint,
    occurred_at timestamp with time zone NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    team_member_id bigint DEFAULT 0 NOT NULL,
    user_id bigint,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT stock_documents_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'usage'::text, 'receipt'::text, 'write_off'::text, 'transfer'::text, 'stock_take'::text]))),
    CONSTRAINT stock_documents_other_storage_check CHECK ((to_storage_id <> storage_id)),
    CONSTRAINT stock_documents_to_storage_check CHECK (((kind = 'transfer'::text) = (to_storage_id IS NOT NULL)))
);

ALTER TABLE public.stock_documents ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.stock_documents_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.stock_levels (
    chain_id bigint NOT NULL,
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    amount numeric(28,4) NOT NULL
)
WITH (fillfactor='80', autovacuum_vacuum_scale_factor='0.05');

CREATE TABLE public.stock_movements (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    transaction_id bigint NOT NULL,
    reverses_id bigint,
    kind text NOT NULL,
    product_id bigint NOT NULL,
    storage_id bigint NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    amount numeric(28,4) NOT NULL,
    sale_amount numeric(38,10) NOT NULL,
    unit_ratio numeric(14,4) NOT NULL,
    cost numeric NOT NULL,
    unit_cost numeric(38,10) NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    user_id bigint,
    CONSTRAINT stock_movements_amount_check CHECK ((amount <> (0)::numeric))
);

ALTER TABLE public.stock_movements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.stock_movements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.stock_transactions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.stock_transactions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.storages (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    title text NOT NULL,
    kind text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    comment text DEFAULT ''::text NOT NULL,
    weight integer DEFAULT 0 NOT NULL,
    CONSTRAINT storages_kind_check CHECK ((kind = ANY (ARRAY['consumables'::text, 'products'::text]))),
    CONSTRAINT storages_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.storages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.storages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tags (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    color text NOT NULL,
    icon text DEFAULT ''::text NOT NULL,
    is_locked boolean DEFAULT false NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT tags_color_check CHECK ((color ~ '^#[0-9a-f]{6}$'::text)),
    CONSTRAINT tags_kind_check CHECK ((kind = ANY (ARRAY['common'::text, 'client'::text, 'appointment'::text, 'event'::text]))),
    CONSTRAINT tags_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.tags ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.team_member_ratings (
    chain_id bigint NOT NULL,
    team_member_id bigint NOT NULL,
    votes integer NOT NULL,
    total integer NOT NULL
);

CREATE TABLE public.team_members (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    position_id bigint,
    user_id bigint,
    name text NOT NULL,
    specialization text DEFAULT ''::text NOT NULL,
    information text DEFAULT ''::text NOT NULL,
    api_id text DEFAULT ''::text NOT NULL,
    weight integer DEFAULT 0 NOT NULL,
    is_hidden boolean DEFAULT false NOT NULL,
    is_dismissed boolean DEFAULT false NOT NULL,
    has_timetable boolean DEFAULT false NOT NULL,
    is_paid boolean DEFAULT false NOT NULL,
    is_assistant boolean DEFAULT false NOT NULL,
    is_in_any_member boolean DEFAULT true NOT NULL,
    shows_rating boolean DEFAULT true NOT NULL,
    prepayment text DEFAULT 'forbidden'::text NOT NULL,
    search_start integer DEFAULT 0 NOT NULL,
    search_finish integer DEFAULT 86400 NOT NULL,
    search_step integer DEFAULT 900 NOT NULL,
    revision integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone,
    CONSTRAINT team_members_name_check CHECK ((name <> ''::text)),
    CONSTRAINT team_members_prepayment_check CHECK ((prepayment = ANY (ARRAY['forbidden'::text, 'allowed'::text, 'required'::text]))),
    CONSTRAINT team_members_search_check CHECK ((((search_start >= 0) AND (search_start <= search_finish)) AND (search_finish <= 86400) AND (search_step > 0)))
);

ALTER TABLE public.team_members ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.team_members_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.texts_to_fold (
    chain_id bigint NOT NULL,
    kind text NOT NULL,
    behind_id bigint DEFAULT 0 NOT NULL,
    CONSTRAINT texts_to_fold_kind_check CHECK ((kind = ANY (ARRAY['categories'::text, 'products'::text])))
);

CREATE TABLE public.units (
    id bigint NOT NULL,
    title text NOT NULL,
    short_title text NOT NULL
);

CREATE TABLE public.users (
    id bigint NOT NULL,
    name text NOT NULL,
    email text,
    phone text,
    avatar_url text DEFAULT ''::text NOT NULL,
    password_hash text NOT NULL,
    is_approved boolean DEFAULT true NOT NULL,
    is_email_confirmed boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_login_check CHECK (((email IS NOT NULL) OR (phone IS NOT NULL))),
    CONSTRAINT users_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.visits (
    chain_id bigint NOT NULL,
    id bigint NOT NULL,
    location_id bigint NOT NULL,
    client_id bigint,
    day date NOT NULL,
    attendance text DEFAULT 'waiting'::text NOT NULL,
    document_id bigint DEFAULT nextval('public.stock_documents_id_seq'::regclass) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    owed_amount numeric DEFAULT 0 NOT NULL,
    paid_amount numeric DEFAULT 0 NOT NULL,
    CONSTRAINT visits_attendance_check CHECK ((attendance = ANY (ARRAY['waiting'::text, 'confirmed'::text, 'arrived'::text, 'no_show'::text])))
);

ALTER TABLE public.visits ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.visits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.access_version
    ADD CONSTRAINT access_version_pkey PRIMARY KEY (is_only);

ALTER TABLE ONLY public.appointment_consumables
    ADD CONSTRAINT appointment_consumables_pkey PRIMARY KEY (chain_id, appointment_id, service_id, product_id, storage_id);

ALTER TABLE ONLY public.appointment_figures
    ADD CONSTRAINT appointment_figures_pkey PRIMARY KEY (chain_id, appointment_id);

ALTER TABLE ONLY public.appointment_messages
    ADD CONSTRAINT appointment_messages_moment_key UNIQUE (chain_id, appointment_id, channel, moment);

ALTER TABLE ONLY public.appointment_messages
    ADD CONSTRAINT appointment_messages_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.appointment_services
    ADD CONSTRAINT appointment_services_id_key UNIQUE (chain_id, id);

ALTER TABLE ONLY public.appointment_services
    ADD CONSTRAINT appointment_services_pkey PRIMARY KEY (chain_id, appointment_id, "position");

ALTER TABLE ONLY public.appointment_usages
    ADD CONSTRAINT appointment_usages_pkey PRIMARY KEY (chain_id, appointment_id, service_id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (chain_id, at, id);

ALTER TABLE ONLY public.bill_lines
    ADD CONSTRAINT bill_lines_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.bills_of_materials
    ADD CONSTRAINT bills_of_materials_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.blocked_phones
    ADD CONSTRAINT blocked_phones_phone_key UNIQUE (chain_id, location_id, phone);

ALTER TABLE ONLY public.blocked_phones
    ADD CONSTRAINT blocked_phones_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.booked_services
    ADD CONSTRAINT booked_services_pkey PRIMARY KEY (chain_id, appointment_id, service_id);

ALTER TABLE ONLY public.booking_forms
    ADD CONSTRAINT booking_forms_id_key UNIQUE (id);

ALTER TABLE ONLY public.booking_forms
    ADD CONSTRAINT booking_forms_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.booking_page_keys
    ADD CONSTRAINT booking_page_keys_pkey PRIMARY KEY (chain_id, location_id, key);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.cash_accounts
    ADD CONSTRAINT cash_accounts_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.chain_roles
    ADD CONSTRAINT chain_roles_pkey PRIMARY KEY (chain_id, user_id);

ALTER TABLE ONLY public.chains
    ADD CONSTRAINT chains_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.cities
    ADD CONSTRAINT cities_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.client_accounts
    ADD CONSTRAINT client_accounts_phone_key UNIQUE (phone);

ALTER TABLE ONLY public.client_accounts
    ADD CONSTRAINT client_accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.client_comments
    ADD CONSTRAINT client_comments_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.client_files
    ADD CONSTRAINT client_files_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.client_merges
    ADD CONSTRAINT client_merges_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.client_occurrences
    ADD CONSTRAINT client_occurrences_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.client_schedules
    ADD CONSTRAINT client_schedules_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.client_sessions
    ADD CONSTRAINT client_sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.client_sessions
    ADD CONSTRAINT client_sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.client_tags
    ADD CONSTRAINT client_tags_pkey PRIMARY KEY (chain_id, client_id, tag_id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT custom_fields_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.employees
    ADD CONSTRAINT employees_pkey PRIMARY KEY (chain_id, team_member_id);

ALTER TABLE ONLY public.event_occurrences
    ADD CONSTRAINT event_occurrences_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.event_schedules
    ADD CONSTRAINT event_schedules_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.event_series
    ADD CONSTRAINT event_series_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.event_strategies
    ADD CONSTRAINT event_strategies_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.finance_transactions
    ADD CONSTRAINT finance_transactions_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, partner_id, key);

ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_id_key UNIQUE (id);

ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_id_key UNIQUE (id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.invitations_sent
    ADD CONSTRAINT invitations_sent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.known_networks
    ADD CONSTRAINT known_networks_pkey PRIMARY KEY (user_id, network);

ALTER TABLE ONLY public.location_roles
    ADD CONSTRAINT location_roles_pkey PRIMARY KEY (chain_id, location_id, user_id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_id_key UNIQUE (id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.message_refusals
    ADD CONSTRAINT message_refusals_pkey PRIMARY KEY (chain_id, client_id, channel);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.partners
    ADD CONSTRAINT partners_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.phone_codes
    ADD CONSTRAINT phone_codes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.position_locations
    ADD CONSTRAINT position_locations_pkey PRIMARY KEY (chain_id, position_id, location_id);

ALTER TABLE ONLY public.positions
    ADD CONSTRAINT positions_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.product_keys
    ADD CONSTRAINT product_keys_pkey PRIMARY KEY (chain_id, scope, kind, key, id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.resource_days
    ADD CONSTRAINT resource_days_pkey PRIMARY KEY (chain_id, resource_id, day);

ALTER TABLE ONLY public.resource_instances
    ADD CONSTRAINT resource_instances_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.schedule_changes
    ADD CONSTRAINT schedule_changes_pkey PRIMARY KEY (chain_id, location_id, user_id);

ALTER TABLE ONLY public.schedule_days
    ADD CONSTRAINT schedule_days_pkey PRIMARY KEY (chain_id, team_member_id, day);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_pkey PRIMARY KEY (chain_id, team_member_id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.service_categories
    ADD CONSTRAINT service_categories_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.service_resources
    ADD CONSTRAINT service_resources_pkey PRIMARY KEY (chain_id, service_id, resource_id);

ALTER TABLE ONLY public.service_team_members
    ADD CONSTRAINT service_team_members_pkey PRIMARY KEY (chain_id, service_id, team_member_id);

ALTER TABLE ONLY public.service_translations
    ADD CONSTRAINT service_translations_pkey PRIMARY KEY (chain_id, service_id, language_id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_failures
    ADD CONSTRAINT sign_in_failures_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.stock_costs
    ADD CONSTRAINT stock_costs_pkey PRIMARY KEY (chain_id, product_id);

ALTER TABLE ONLY public.stock_documents
    ADD CONSTRAINT stock_documents_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.stock_levels
    ADD CONSTRAINT stock_levels_pkey PRIMARY KEY (chain_id, product_id, storage_id);

ALTER TABLE ONLY public.stock_movements
    ADD CONSTRAINT stock_movements_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.stock_transactions
    ADD CONSTRAINT stock_transactions_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.storages
    ADD CONSTRAINT storages_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.team_member_ratings
    ADD CONSTRAINT team_member_ratings_pkey PRIMARY KEY (chain_id, team_member_id);

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_pkey PRIMARY KEY (chain_id, id);

ALTER TABLE ONLY public.texts_to_fold
    ADD CONSTRAINT texts_to_fold_pkey PRIMARY KEY (chain_id, kind);

ALTER TABLE ONLY public.units
    ADD CONSTRAINT units_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_phone_key UNIQUE (phone);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (chain_id, id);

CREATE INDEX appointment_figures_client_idx ON public.appointment_figures USING btree (chain_id, location_id, client_id) INCLUDE (day, team_member_id, attendance, price_parts, appointment_id);

CREATE INDEX appointment_messages_due_idx ON public.appointment_messages USING btree (chain_id, location_id, due_at, id);

CREATE INDEX appointment_messages_part_of_idx ON public.appointment_messages USING btree (chain_id, part_of) WHERE (part_of IS NOT NULL);

CREATE INDEX appointment_services_service_idx ON public.appointment_services USING btree (chain_id, service_id);

CREATE INDEX appointments_changed_idx ON public.appointments USING btree (chain_id, location_id, changed_at);

CREATE INDEX appointments_client_idx ON public.appointments USING btree (chain_id, client_id, day, starts_at, id) WHERE (client_id IS NOT NULL);

CREATE INDEX appointments_created_idx ON public.appointments USING btree (chain_id, location_id, created_at);

CREATE INDEX appointments_day_idx ON public.appointments USING btree (chain_id, location_id, day, starts_at, id);

CREATE INDEX appointments_event_idx ON public.appointments USING btree (chain_id, event_id, day, starts_at, id) WHERE (event_id IS NOT NULL);

CREATE INDEX appointments_link_hash_idx ON public.appointments USING btree (link_hash);

CREATE INDEX appointments_missed_idx ON public.appointments USING btree (chain_id, client_id) WHERE ((client_id IS NOT NULL) AND (attendance = 'no_show'::text) AND (deleted_at IS NULL));

CREATE INDEX appointments_partner_idx ON public.appointments USING btree (partner_id, chain_id, location_id, starts_at, id) WHERE (partner_id IS NOT NULL);

CREATE INDEX appointments_resources_idx ON public.appointments USING btree (chain_id, location_id, day) WHERE (resource_instance_ids <> '{}'::bigint[]);

CREATE INDEX appointments_team_member_idx ON public.appointments USING btree (chain_id, team_member_id, day, starts_at, id) INCLUDE (location_id, deleted_at);

CREATE INDEX appointments_visit_idx ON public.appointments USING btree (chain_id, visit_id);

CREATE INDEX audit_log_entity_idx ON public.audit_log USING btree (chain_id, entity_id, at, id);

CREATE INDEX audit_log_location_idx ON public.audit_log USING btree (chain_id, location_id, at, id) WHERE (location_id IS NOT NULL);

CREATE INDEX audit_log_of_chain_idx ON public.audit_log USING btree (chain_id, at, id) WHERE (location_id IS NULL);

CREATE INDEX audit_log_user_idx ON public.audit_log USING btree (chain_id, user_id, at, id);

CREATE UNIQUE INDEX bill_lines_product_idx ON public.bill_lines USING btree (chain_id, bill_id, product_id, storage_id);

CREATE INDEX bills_of_materials_location_idx ON public.bills_of_materials USING btree (chain_id, location_id, id);

CREATE INDEX booked_services_search_idx ON public.booked_services USING btree (chain_id, location_id, service_id) INCLUDE (client_id, appointment_id);

CREATE UNIQUE INDEX booking_forms_default_idx ON public.booking_forms USING btree (chain_id, location_id) WHERE (is_default AND (deleted_at IS NULL));

CREATE INDEX booking_forms_location_idx ON public.booking_forms USING btree (chain_id, location_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX booking_forms_service_idx ON public.booking_forms USING btree (chain_id, service_id) WHERE (service_id IS NOT NULL);

CREATE INDEX booking_forms_team_member_idx ON public.booking_forms USING btree (chain_id, team_member_id) WHERE (team_member_id IS NOT NULL);

CREATE INDEX booking_page_keys_appointment_idx ON public.booking_page_keys USING btree (chain_id, appointment_id);

CREATE INDEX booking_page_keys_created_at_idx ON public.booking_page_keys USING btree (chain_id, created_at);

CREATE INDEX booking_page_keys_network_idx ON public.booking_page_keys USING btree (chain_id, network, created_at);

CREATE INDEX calendar_feeds_location_idx ON public.calendar_feeds USING btree (chain_id, location_id, id);

CREATE INDEX calendar_feeds_team_member_idx ON public.calendar_feeds USING btree (chain_id, team_member_id) WHERE (team_member_id IS NOT NULL);

CREATE INDEX calendar_feeds_user_idx ON public.calendar_feeds USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX cash_accounts_location_idx ON public.cash_accounts USING btree (chain_id, location_id);

CREATE INDEX categories_article_idx ON public.categories USING btree (chain_id, public.item_scope(chain_id, location_id), public.code_key(split_part(search_text, chr(31), 2)) COLLATE "C", id) WHERE ((deleted_at IS NULL) AND (article <> ''::text));

CREATE INDEX categories_location_idx ON public.categories USING btree (chain_id, location_id);

CREATE INDEX categories_parent_idx ON public.categories USING btree (chain_id, parent_id, "left"(search_text, 64), id) WHERE (deleted_at IS NULL);

CREATE INDEX categories_search_idx ON public.categories USING gin (public.search_pieces(public.item_scope(chain_id, location_id), search_text)) WITH (gin_pending_list_limit='256') WHERE (deleted_at IS NULL);

CREATE INDEX chain_roles_user_id_idx ON public.chain_roles USING btree (user_id);

CREATE INDEX cities_country_code_idx ON public.cities USING btree (country_code, title, id);

CREATE INDEX client_accounts_email_idx ON public.client_accounts USING btree (email) WHERE (email <> ''::text);

CREATE INDEX client_comments_all_idx ON public.client_comments USING btree (chain_id, client_id);

CREATE INDEX client_comments_client_idx ON public.client_comments USING btree (chain_id, client_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX client_files_all_idx ON public.client_files USING btree (chain_id, client_id);

CREATE INDEX client_files_client_idx ON public.client_files USING btree (chain_id, client_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX client_merges_client_idx ON public.client_merges USING btree (chain_id, client_id, id);

CREATE INDEX client_occurrences_appointment_idx ON public.client_occurrences USING btree (chain_id, appointment_id);

CREATE INDEX client_occurrences_client_schedule_idx ON public.client_occurrences USING btree (chain_id, client_schedule_id, occurrence_id);

CREATE INDEX client_occurrences_location_idx ON public.client_occurrences USING btree (chain_id, location_id, id);

CREATE INDEX client_occurrences_occurrence_idx ON public.client_occurrences USING btree (chain_id, occurrence_id);

CREATE INDEX client_schedules_client_idx ON public.client_schedules USING btree (chain_id, client_id);

CREATE INDEX client_schedules_location_idx ON public.client_schedules USING btree (chain_id, location_id, id);

CREATE UNIQUE INDEX client_schedules_schedule_client_idx ON public.client_schedules USING btree (chain_id, schedule_id, client_id) WHERE (deleted_at IS NULL);

CREATE INDEX client_schedules_schedule_idx ON public.client_schedules USING btree (chain_id, schedule_id, id);

CREATE INDEX client_sessions_account_id_idx ON public.client_sessions USING btree (account_id);

CREATE INDEX client_sessions_partner_id_idx ON public.client_sessions USING btree (partner_id);

CREATE INDEX client_tags_tag_idx ON public.client_tags USING btree (chain_id, tag_id, client_id);

CREATE INDEX clients_birth_date_idx ON public.clients USING btree (chain_id, location_id, birth_date) WHERE ((deleted_at IS NULL) AND (birth_date IS NOT NULL));

CREATE INDEX clients_birthday_idx ON public.clients USING btree (chain_id, location_id, public.birthday_of(birth_date)) WHERE ((deleted_at IS NULL) AND (birth_date IS NOT NULL));

CREATE INDEX clients_chain_phone_idx ON public.clients USING btree (chain_id, phone) WHERE ((deleted_at IS NULL) AND (phone <> ''::text));

CREATE INDEX clients_changed_idx ON public.clients USING btree (chain_id, location_id, changed_at) WHERE (deleted_at IS NULL);

CREATE INDEX clients_deleted_phone_idx ON public.clients USING btree (chain_id, phone) WHERE ((deleted_at IS NOT NULL) AND (phone <> ''::text));

CREATE INDEX clients_importance_idx ON public.clients USING btree (chain_id, location_id, importance) WHERE (deleted_at IS NULL);

CREATE INDEX clients_location_idx ON public.clients USING btree (chain_id, location_id, id) INCLUDE (sold_amount, visit_count, first_visit_on, last_visit_on, birth_date, importance, gender, refuses_mailings, discount, phone) WHERE (deleted_at IS NULL);

CREATE INDEX clients_merged_into_idx ON public.clients USING btree (chain_id, merged_into) WHERE (merged_into IS NOT NULL);

CREATE INDEX clients_phone_anywhere_idx ON public.clients USING btree (phone) WHERE ((deleted_at IS NULL) AND (phone <> ''::text));

CREATE UNIQUE INDEX clients_phone_idx ON public.clients USING btree (chain_id, location_id, phone) WHERE ((deleted_at IS NULL) AND (phone <> ''::text));

CREATE INDEX clients_search_idx ON public.clients USING gin (public.search_pieces(location_id, ((search_text || chr(31)) || phone))) WITH (gin_pending_list_limit='256') WHERE (deleted_at IS NULL);

CREATE INDEX clients_sold_amount_idx ON public.clients USING btree (chain_id, location_id, sold_amount) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX custom_fields_code_idx ON public.custom_fields USING btree (chain_id, location_id, kind, code) WHERE (deleted_at IS NULL);

CREATE INDEX event_occurrences_any_event_idx ON public.event_occurrences USING btree (chain_id, event_id);

CREATE UNIQUE INDEX event_occurrences_event_idx ON public.event_occurrences USING btree (chain_id, event_id) WHERE (deleted_at IS NULL);

CREATE INDEX event_occurrences_location_idx ON public.event_occurrences USING btree (chain_id, location_id, id);

CREATE INDEX event_occurrences_series_idx ON public.event_occurrences USING btree (chain_id, series_id, planned_at, id);

CREATE INDEX event_schedules_location_idx ON public.event_schedules USING btree (chain_id, location_id, id);

CREATE INDEX event_schedules_original_event_idx ON public.event_schedules USING btree (chain_id, original_event_id);

CREATE INDEX event_series_location_idx ON public.event_series USING btree (chain_id, location_id, id);

CREATE INDEX event_series_schedule_idx ON public.event_series USING btree (chain_id, schedule_id, id);

CREATE INDEX event_series_team_member_idx ON public.event_series USING btree (chain_id, team_member_id);

CREATE INDEX event_strategies_location_idx ON public.event_strategies USING btree (chain_id, location_id, id);

CREATE INDEX events_day_idx ON public.events USING btree (chain_id, location_id, day, starts_at, id);

CREATE INDEX events_resources_idx ON public.events USING btree (chain_id, location_id, day) WHERE (resource_instance_ids <> '{}'::bigint[]);

CREATE INDEX events_service_idx ON public.events USING btree (chain_id, service_id);

CREATE INDEX events_team_member_idx ON public.events USING btree (chain_id, team_member_id, day, starts_at, id);

CREATE INDEX finance_transactions_account_idx ON public.finance_transactions USING btree (chain_id, account_id, occurred_at, id);

CREATE INDEX finance_transactions_appointment_idx ON public.finance_transactions USING btree (chain_id, appointment_id, id) WHERE (appointment_id IS NOT NULL);

CREATE INDEX finance_transactions_document_idx ON public.finance_transactions USING btree (chain_id, document_id, id);

CREATE INDEX finance_transactions_visit_idx ON public.finance_transactions USING btree (chain_id, visit_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX idempotency_keys_created_at_idx ON public.idempotency_keys USING btree (created_at);

CREATE INDEX images_created_by_idx ON public.images USING btree (created_by);

CREATE UNIQUE INDEX images_entity_idx ON public.images USING btree (chain_id, entity, entity_id) WHERE (deleted_at IS NULL);

CREATE INDEX images_location_idx ON public.images USING btree (chain_id, location_id);

CREATE INDEX invitations_invited_by_idx ON public.invitations USING btree (invited_by);

CREATE UNIQUE INDEX invitations_open_idx ON public.invitations USING btree (chain_id, location_id, user_id) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE INDEX invitations_role_idx ON public.invitations USING btree (chain_id, location_id, user_id);

CREATE INDEX invitations_sent_chain_id_idx ON public.invitations_sent USING btree (chain_id, sent_at);

CREATE INDEX invitations_sent_recipient_hash_idx ON public.invitations_sent USING btree (recipient_hash, sent_at);

CREATE INDEX invitations_sent_sent_at_idx ON public.invitations_sent USING btree (sent_at);

CREATE INDEX invitations_sent_user_id_idx ON public.invitations_sent USING btree (user_id, sent_at);

CREATE INDEX known_networks_last_at_idx ON public.known_networks USING btree (last_at);

CREATE INDEX location_roles_user_id_idx ON public.location_roles USING btree (user_id);

CREATE INDEX locations_city_id_idx ON public.locations USING btree (city_id);

CREATE INDEX outbox_due_idx ON public.outbox USING btree (kind, next_attempt_at, id) WHERE (next_attempt_at IS NOT NULL);

CREATE INDEX outbox_ended_idx ON public.outbox USING btree (COALESCE(done_at, given_up_at)) WHERE ((done_at IS NOT NULL) OR (given_up_at IS NOT NULL));

CREATE UNIQUE INDEX outbox_started_idx ON public.outbox USING btree (subject) WHERE ((attempts > 0) AND (done_at IS NULL) AND (given_up_at IS NULL));

CREATE INDEX outbox_subject_idx ON public.outbox USING btree (subject, id) WHERE ((done_at IS NULL) AND (given_up_at IS NULL));

CREATE INDEX phone_codes_location_id_idx ON public.phone_codes USING btree (location_id, made_at);

CREATE INDEX phone_codes_made_at_idx ON public.phone_codes USING btree (made_at);

CREATE INDEX phone_codes_phone_hash_idx ON public.phone_codes USING btree (phone_hash, made_at);

CREATE INDEX position_locations_location_idx ON public.position_locations USING btree (chain_id, location_id);

CREATE UNIQUE INDEX positions_title_idx ON public.positions USING btree (chain_id, lower(title)) WHERE (deleted_at IS NULL);

CREATE INDEX products_category_idx ON public.products USING btree (chain_id, category_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX products_category_title_idx ON public.products USING btree (chain_id, category_id, "left"(search_text, 64), id) WHERE (deleted_at IS NULL);

CREATE INDEX products_changed_at_idx ON public.products USING btree (chain_id, location_id, changed_at) WHERE (deleted_at IS NULL);

CREATE INDEX products_location_idx ON public.products USING btree (chain_id, location_id, id) WHERE (deleted_at IS NULL);

CREATE INDEX products_of_chain_idx ON public.products USING btree (chain_id, id) WHERE ((location_id IS NULL) AND (deleted_at IS NULL));

CREATE INDEX products_search_idx ON public.products USING gin (public.search_pieces(public.item_scope(chain_id, location_id), search_text)) WITH (gin_pending_list_limit='256') WHERE (deleted_at IS NULL);

CREATE INDEX products_wanted_idx ON public.products USING btree (chain_id, location_id, id) WHERE ((deleted_at IS NULL) AND ((critical_amount > (0)::numeric) OR (desired_amount > (0)::numeric)));

CREATE INDEX resource_instances_resource_idx ON public.resource_instances USING btree (chain_id, resource_id, id) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX resources_title_idx ON public.resources USING btree (chain_id, location_id, lower(title)) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX reviews_appointment_idx ON public.reviews USING btree (chain_id, appointment_id) WHERE ((appointment_id IS NOT NULL) AND (deleted_at IS NULL));

CREATE INDEX reviews_deleted_idx ON public.reviews USING btree (chain_id, appointment_id) WHERE ((appointment_id IS NOT NULL) AND (deleted_at IS NOT NULL));

CREATE INDEX reviews_location_idx ON public.reviews USING btree (chain_id, location_id, created_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX reviews_team_member_idx ON public.reviews USING btree (chain_id, team_member_id, created_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX schedules_location_idx ON public.schedules USING btree (chain_id, location_id);

CREATE INDEX service_categories_scope_idx ON public.service_categories USING btree (chain_id, public.item_scope(chain_id, location_id));

CREATE INDEX service_resources_location_idx ON public.service_resources USING btree (chain_id, location_id, service_id);

CREATE INDEX service_resources_resource_idx ON public.service_resources USING btree (chain_id, resource_id);

CREATE INDEX service_team_members_location_idx ON public.service_team_members USING btree (chain_id, location_id, service_id);

CREATE INDEX service_team_members_member_idx ON public.service_team_members USING btree (chain_id, team_member_id);

CREATE INDEX services_category_idx ON public.services USING btree (chain_id, category_id);

CREATE INDEX services_scope_idx ON public.services USING btree (chain_id, public.item_scope(chain_id, location_id), weight DESC, title, id) WHERE (deleted_at IS NULL);

CREATE INDEX sessions_of_user_idx ON public.sessions USING btree (user_id, id);

CREATE INDEX sessions_partner_id_idx ON public.sessions USING btree (partner_id) WHERE (revoked_at IS NULL);

CREATE INDEX sessions_user_id_idx ON public.sessions USING btree (user_id) WHERE (revoked_at IS NULL);

CREATE INDEX sign_in_failures_failed_at_idx ON public.sign_in_failures USING btree (failed_at);

CREATE INDEX sign_in_failures_ip_idx ON public.sign_in_failures USING btree (ip, failed_at);

CREATE INDEX sign_in_failures_login_hash_idx ON public.sign_in_failures USING btree (login_hash, failed_at);

CREATE INDEX stock_documents_location_idx ON public.stock_documents USING btree (chain_id, location_id, occurred_at, id);

CREATE UNIQUE INDEX stock_movements_reverses_idx ON public.stock_movements USING btree (chain_id, reverses_id) WHERE (reverses_id IS NOT NULL);

CREATE INDEX stock_movements_transaction_idx ON public.stock_movements USING btree (chain_id, transaction_id, id);

CREATE INDEX stock_transactions_appointment_idx ON public.stock_transactions USING btree (chain_id, appointment_id, id) WHERE ((appointment_id <> 0) AND (deleted_at IS NULL));

CREATE INDEX stock_transactions_changed_at_idx ON public.stock_transactions USING btree (chain_id, location_id, changed_at, id) INCLUDE (occurred_at, storage_id, kind) WHERE (deleted_at IS NULL);

CREATE INDEX stock_transactions_client_idx ON public.stock_transactions USING btree (chain_id, client_id) WHERE (client_id <> 0);

CREATE INDEX stock_transactions_count_idx ON public.stock_transactions USING btree (chain_id, product_id, storage_id, occurred_at, id) WHERE ((kind = 'stock_take'::text) AND (deleted_at IS NULL));

CREATE INDEX stock_transactions_document_idx ON public.stock_transactions USING btree (chain_id, document_id, id);

CREATE INDEX stock_transactions_occurred_at_idx ON public.stock_transactions USING btree (chain_id, location_id, occurred_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX stock_transactions_product_idx ON public.stock_transactions USING btree (chain_id, product_id, occurred_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX stock_transactions_storage_idx ON public.stock_transactions USING btree (chain_id, storage_id, kind, occurred_at, id) INCLUDE (changed_at) WHERE (deleted_at IS NULL);

CREATE INDEX storages_location_idx ON public.storages USING btree (chain_id, location_id);

CREATE UNIQUE INDEX tags_title_idx ON public.tags USING btree (chain_id, location_id, kind, lower(title)) WHERE (deleted_at IS NULL);

CREATE INDEX team_members_location_idx ON public.team_members USING btree (chain_id, location_id, weight DESC, id);

CREATE INDEX team_members_position_idx ON public.team_members USING btree (chain_id, position_id) WHERE (position_id IS NOT NULL);

CREATE INDEX team_members_user_id_idx ON public.team_members USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE UNIQUE INDEX team_members_user_idx ON public.team_members USING btree (chain_id, location_id, user_id) WHERE (deleted_at IS NULL);

CREATE INDEX visits_client_idx ON public.visits USING btree (chain_id, client_id, day) WHERE (client_id IS NOT NULL);

CREATE UNIQUE INDEX visits_document_idx ON public.visits USING btree (chain_id, document_id);

CREATE STATISTICS public.appointment_figures_location_stats (dependencies) ON chain_id, location_id FROM public.appointment_figures;

CREATE STATISTICS public.appointment_services_location_stats (dependencies) ON chain_id, location_id FROM public.appointment_services;

CREATE STATISTICS public.appointments_location_stats (dependencies) ON chain_id, location_id FROM public.appointments;

CREATE STATISTICS public.booked_services_location_stats (dependencies) ON chain_id, location_id FROM public.booked_services;

CREATE STATISTICS public.clients_location_stats (dependencies) ON chain_id, location_id FROM public.clients;

CREATE TRIGGER appointment_consumables_audit AFTER INSERT OR DELETE OR UPDATE ON public.appointment_consumables FOR EACH ROW EXECUTE FUNCTION public.record_change('appointment_consumable', 'appointment_id');

CREATE TRIGGER appointment_services_added AFTER INSERT ON public.appointment_services REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION public.keep_money_after_lines();

CREATE TRIGGER appointment_services_audit AFTER INSERT OR DELETE OR UPDATE ON public.appointment_services FOR EACH ROW EXECUTE FUNCTION public.record_change('appointment_service', 'appointment_id');

CREATE TRIGGER appointment_services_changed AFTER UPDATE ON public.appointment_services REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION public.keep_money_after_lines();

CREATE TRIGGER appointment_services_figures_delete AFTER DELETE ON public.appointment_services REFERENCING OLD TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION public.keep_figures_after_lines();

CREATE TRIGGER appointment_services_figures_insert AFTER INSERT ON public.appointment_services REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION public.keep_figures_after_lines();

CREATE TRIGGER appointment_services_figures_update AFTER UPDATE ON public.appointment_services REFERENCING NEW TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION public.keep_figures_after_lines();

CREATE TRIGGER appointment_services_removed AFTER DELETE ON public.appointment_services REFERENCING OLD TABLE AS lines FOR EACH STATEMENT EXECUTE FUNCTION public.keep_money_after_lines();

CREATE TRIGGER appointment_services_reported_added AFTER INSERT ON public.appointment_services REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION public.report_added_services();

CREATE TRIGGER appointment_services_reported_dropped AFTER DELETE ON public.appointment_services REFERENCING OLD TABLE AS old_lines FOR EACH STATEMENT EXECUTE FUNCTION public.report_dropped_services();

CREATE TRIGGER appointment_services_reported_replaced AFTER UPDATE ON public.appointment_services REFERENCING OLD TABLE AS old_lines NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION public.report_replaced_services();

CREATE TRIGGER appointment_usages_audit AFTER INSERT OR DELETE OR UPDATE ON public.appointment_usages FOR EACH ROW EXECUTE FUNCTION public.record_change('appointment_usage', 'appointment_id');

CREATE TRIGGER appointments_announced AFTER INSERT ON public.appointments FOR EACH ROW WHEN (((new.client_id IS NOT NULL) AND (new.starts_at > now()) AND public.awaits_client(new.*) AND ((new.source <> 'staff'::text) OR new.notifies_by_sms OR new.notifies_by_email OR (new.sms_reminder_hours > 0) OR (new.email_reminder_hours > 0)))) EXECUTE FUNCTION public.announce_appointment();

CREATE TRIGGER appointments_audit AFTER INSERT OR DELETE OR UPDATE ON public.appointments FOR EACH ROW EXECUTE FUNCTION public.record_change('appointment');

CREATE TRIGGER appointments_books AFTER INSERT OR DELETE OR UPDATE ON public.appointments FOR EACH ROW EXECUTE FUNCTION public.keep_books_after_appointment();

CREATE TRIGGER appointments_figures_delete AFTER DELETE ON public.appointments FOR EACH ROW EXECUTE FUNCTION public.keep_figures_after_appointment();

CREATE TRIGGER appointments_figures_insert AFTER INSERT ON public.appointments FOR EACH ROW WHEN (((new.client_id IS NOT NULL) AND (new.deleted_at IS NULL))) EXECUTE FUNCTION public.start_appointment_figures();

CREATE TRIGGER appointments_figures_update AFTER UPDATE ON public.appointments FOR EACH ROW WHEN (((((((old.location_id IS DISTINCT FROM new.location_id) OR (old.client_id IS DISTINCT FROM new.client_id)) OR (old.team_member_id IS DISTINCT FROM new.team_member_id)) OR (old.day IS DISTINCT FROM new.day)) OR (old.attendance IS DISTINCT FROM new.attendance)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL)))) EXECUTE FUNCTION public.keep_figures_after_appointment();

CREATE TRIGGER appointments_merged_card BEFORE INSERT OR UPDATE OF client_id ON public.appointments FOR EACH ROW WHEN ((new.client_id IS NOT NULL)) EXECUTE FUNCTION public.follow_merged_card();

CREATE TRIGGER appointments_money AFTER UPDATE ON public.appointments FOR EACH ROW WHEN ((((old.visit_id IS DISTINCT FROM new.visit_id) OR ((old.attendance = 'no_show'::text) IS DISTINCT FROM (new.attendance = 'no_show'::text))) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL)))) EXECUTE FUNCTION public.keep_money_after_appointment();

CREATE TRIGGER appointments_reminder_hours BEFORE INSERT ON public.appointments FOR EACH ROW WHEN (((new.sms_reminder_hours IS NULL) OR (new.email_reminder_hours IS NULL))) EXECUTE FUNCTION public.default_reminder_hours();

CREATE TRIGGER appointments_reported AFTER UPDATE ON public.appointments FOR EACH ROW WHEN ((((old.starts_at > now()) OR (new.starts_at > now())) AND (((((((((old.client_id IS DISTINCT FROM new.client_id) OR (old.starts_at IS DISTINCT FROM new.starts_at)) OR (old.team_member_id IS DISTINCT FROM new.team_member_id)) OR (old.duration IS DISTINCT FROM new.duration)) OR (old.technical_break IS DISTINCT FROM new.technical_break)) OR (old.attendance IS DISTINCT FROM new.attendance)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)) OR (old.sms_reminder_hours IS DISTINCT FROM new.sms_reminder_hours)) OR (old.email_reminder_hours IS DISTINCT FROM new.email_reminder_hours)))) EXECUTE FUNCTION public.report_change_of_appointment();

CREATE TRIGGER appointments_seats_changed AFTER UPDATE OF event_id, seat_count, deleted_at ON public.appointments FOR EACH ROW WHEN (((((old.event_id IS DISTINCT FROM new.event_id) OR (old.seat_count IS DISTINCT FROM new.seat_count)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL))) AND (COALESCE(old.event_id, new.event_id) IS NOT NULL))) EXECUTE FUNCTION public.keep_seats_after_booking();

CREATE TRIGGER appointments_seats_freed AFTER DELETE ON public.appointments FOR EACH ROW WHEN ((old.event_id IS NOT NULL)) EXECUTE FUNCTION public.keep_seats_after_booking();

CREATE TRIGGER appointments_seats_taken AFTER INSERT ON public.appointments FOR EACH ROW WHEN ((new.event_id IS NOT NULL)) EXECUTE FUNCTION public.keep_seats_after_booking();

CREATE TRIGGER appointments_told BEFORE INSERT ON public.appointments FOR EACH ROW WHEN (((new.client_id IS NOT NULL) AND (new.starts_at > now()) AND public.awaits_client(new.*) AND ((new.source <> 'staff'::text) OR (new.email_reminder_hours > 0)))) EXECUTE FUNCTION public.note_channels_of_booking();

CREATE TRIGGER appointments_told_again BEFORE UPDATE ON public.appointments FOR EACH ROW WHEN (((new.client_id IS NOT NULL) AND (new.starts_at > now()) AND public.awaits_client(new.*) AND ((new.source <> 'staff'::text) OR (new.email_reminder_hours > 0)) AND ((new.client_id IS DISTINCT FROM old.client_id) OR (NOT public.awaits_client(old.*))))) EXECUTE FUNCTION public.note_channels_of_booking();

CREATE TRIGGER bill_lines_audit AFTER INSERT OR DELETE OR UPDATE ON public.bill_lines FOR EACH ROW EXECUTE FUNCTION public.record_change('bill_line', 'bill_id');

CREATE TRIGGER bills_of_materials_audit AFTER INSERT OR DELETE OR UPDATE ON public.bills_of_materials FOR EACH ROW EXECUTE FUNCTION public.record_change('bill_of_materials');

CREATE TRIGGER blocked_phones_audit AFTER INSERT OR DELETE OR UPDATE ON public.blocked_phones FOR EACH ROW EXECUTE FUNCTION public.record_change('blocked_phone');

CREATE TRIGGER booking_forms_audit AFTER INSERT OR DELETE OR UPDATE ON public.booking_forms FOR EACH ROW EXECUTE FUNCTION public.record_change('booking_form');

CREATE TRIGGER calendar_feeds_audit AFTER INSERT OR DELETE OR UPDATE ON public.calendar_feeds FOR EACH ROW EXECUTE FUNCTION public.record_change('calendar_feed');

CREATE TRIGGER cash_accounts_audit AFTER INSERT OR DELETE OR UPDATE ON public.cash_accounts FOR EACH ROW EXECUTE FUNCTION public.record_change('cash_account');

CREATE TRIGGER categories_audit AFTER INSERT OR DELETE OR UPDATE ON public.categories FOR EACH ROW EXECUTE FUNCTION public.record_change('category');

CREATE TRIGGER chain_roles_access AFTER INSERT OR DELETE OR UPDATE ON public.chain_roles FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER chain_roles_audit AFTER INSERT OR DELETE OR UPDATE ON public.chain_roles FOR EACH ROW EXECUTE FUNCTION public.record_change('chain_role', 'user_id');

CREATE CONSTRAINT TRIGGER chain_roles_version AFTER INSERT OR DELETE OR UPDATE ON public.chain_roles DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.record_access_change();

ALTER TABLE public.chain_roles ENABLE ALWAYS TRIGGER chain_roles_version;

CREATE TRIGGER chains_audit AFTER INSERT OR DELETE OR UPDATE ON public.chains FOR EACH ROW EXECUTE FUNCTION public.record_change('chain');

CREATE TRIGGER client_comments_audit AFTER INSERT OR DELETE OR UPDATE ON public.client_comments FOR EACH ROW EXECUTE FUNCTION public.record_change('client_comment');

CREATE TRIGGER client_comments_merged_card BEFORE INSERT OR UPDATE OF client_id ON public.client_comments FOR EACH ROW EXECUTE FUNCTION public.follow_merged_card();

CREATE TRIGGER client_files_audit AFTER INSERT OR DELETE OR UPDATE ON public.client_files FOR EACH ROW EXECUTE FUNCTION public.record_change('client_file');

CREATE TRIGGER client_files_merged_card BEFORE INSERT OR UPDATE OF client_id ON public.client_files FOR EACH ROW EXECUTE FUNCTION public.follow_merged_card();

CREATE TRIGGER client_merges_audit AFTER INSERT OR DELETE OR UPDATE ON public.client_merges FOR EACH ROW EXECUTE FUNCTION public.record_change('client_merge');

CREATE TRIGGER client_occurrences_audit AFTER INSERT OR DELETE OR UPDATE ON public.client_occurrences FOR EACH ROW EXECUTE FUNCTION public.record_change('client_occurrence');

CREATE TRIGGER client_schedules_audit AFTER INSERT OR DELETE OR UPDATE ON public.client_schedules FOR EACH ROW EXECUTE FUNCTION public.record_change('client_schedule');

CREATE TRIGGER client_tags_audit AFTER INSERT OR DELETE ON public.client_tags FOR EACH ROW EXECUTE FUNCTION public.record_change('client_tag', 'client_id');

CREATE TRIGGER clients_audit AFTER INSERT OR DELETE OR UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION public.record_change('client');

CREATE TRIGGER clients_figures BEFORE INSERT ON public.clients FOR EACH ROW EXECUTE FUNCTION public.start_client_figures();

CREATE TRIGGER clients_start AFTER UPDATE OF starting_sold, starting_paid, starting_balance ON public.clients FOR EACH ROW WHEN ((((old.starting_sold IS DISTINCT FROM new.starting_sold) OR (old.starting_paid IS DISTINCT FROM new.starting_paid)) OR (old.starting_balance IS DISTINCT FROM new.starting_balance))) EXECUTE FUNCTION public.keep_figures_after_start();

CREATE TRIGGER custom_fields_audit AFTER INSERT OR DELETE OR UPDATE ON public.custom_fields FOR EACH ROW EXECUTE FUNCTION public.record_change('custom_field');

CREATE TRIGGER employees_audit AFTER INSERT OR DELETE OR UPDATE ON public.employees FOR EACH ROW EXECUTE FUNCTION public.record_change('employee', 'team_member_id');

CREATE TRIGGER event_occurrences_audit AFTER INSERT OR DELETE OR UPDATE ON public.event_occurrences FOR EACH ROW EXECUTE FUNCTION public.record_change('event_occurrence');

CREATE TRIGGER event_schedules_audit AFTER INSERT OR DELETE OR UPDATE ON public.event_schedules FOR EACH ROW EXECUTE FUNCTION public.record_change('event_schedule');

CREATE TRIGGER event_series_audit AFTER INSERT OR DELETE OR UPDATE ON public.event_series FOR EACH ROW EXECUTE FUNCTION public.record_change('event_series');

CREATE TRIGGER event_strategies_audit AFTER INSERT OR DELETE OR UPDATE ON public.event_strategies FOR EACH ROW EXECUTE FUNCTION public.record_change('event_strategy');

CREATE TRIGGER events_audit AFTER INSERT OR DELETE OR UPDATE OF service_id, team_member_id, day, starts_at, duration, technical_break, capacity, resource_instance_ids, tag_ids, comment, color, instructions, stream_link, deleted_at ON public.events FOR EACH ROW EXECUTE FUNCTION public.record_change('event');

CREATE TRIGGER events_days AFTER INSERT OR DELETE OR UPDATE OF starts_at, duration, team_member_id, resource_instance_ids, deleted_at ON public.events FOR EACH ROW EXECUTE FUNCTION public.keep_days_after_event();

CREATE TRIGGER finance_transactions_audit AFTER INSERT OR DELETE OR UPDATE ON public.finance_transactions FOR EACH ROW EXECUTE FUNCTION public.record_change('finance_transaction');

CREATE TRIGGER finance_transactions_money AFTER INSERT OR DELETE OR UPDATE ON public.finance_transactions FOR EACH ROW EXECUTE FUNCTION public.keep_money_after_payment();

CREATE TRIGGER images_audit AFTER INSERT OR DELETE OR UPDATE ON public.images FOR EACH ROW EXECUTE FUNCTION public.record_change('image');

CREATE TRIGGER location_roles_access AFTER INSERT OR DELETE OR UPDATE ON public.location_roles FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER location_roles_audit AFTER INSERT OR DELETE OR UPDATE ON public.location_roles FOR EACH ROW EXECUTE FUNCTION public.record_change('location_role', 'user_id');

CREATE CONSTRAINT TRIGGER location_roles_version AFTER INSERT OR DELETE OR UPDATE ON public.location_roles DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.record_access_change();

ALTER TABLE public.location_roles ENABLE ALWAYS TRIGGER location_roles_version;

CREATE TRIGGER locations_access AFTER DELETE OR UPDATE ON public.locations FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER locations_audit AFTER INSERT OR DELETE OR UPDATE ON public.locations FOR EACH ROW EXECUTE FUNCTION public.record_change('location', 'id', 'id');

CREATE CONSTRAINT TRIGGER locations_version AFTER DELETE OR UPDATE OF chain_id, closed_at ON public.locations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.record_access_change();

ALTER TABLE public.locations ENABLE ALWAYS TRIGGER locations_version;

CREATE TRIGGER locations_zone AFTER UPDATE OF timezone ON public.locations FOR EACH ROW WHEN ((old.timezone <> new.timezone)) EXECUTE FUNCTION public.move_appointments_to_zone();

CREATE TRIGGER message_refusals_audit AFTER INSERT OR DELETE OR UPDATE ON public.message_refusals FOR EACH ROW EXECUTE FUNCTION public.record_change('message_refusal', 'client_id');

CREATE TRIGGER outbox_announce AFTER INSERT ON public.outbox FOR EACH STATEMENT EXECUTE FUNCTION public.announce_outbox();

CREATE TRIGGER outbox_release AFTER UPDATE OF done_at, given_up_at ON public.outbox FOR EACH ROW WHEN (((old.done_at IS NULL) AND (old.given_up_at IS NULL) AND ((new.done_at IS NOT NULL) OR (new.given_up_at IS NOT NULL)))) EXECUTE FUNCTION public.release_outbox_subject();

CREATE TRIGGER outbox_release_deleted AFTER DELETE ON public.outbox FOR EACH ROW WHEN (((old.done_at IS NULL) AND (old.given_up_at IS NULL))) EXECUTE FUNCTION public.release_outbox_subject();

CREATE TRIGGER partners_access AFTER DELETE OR UPDATE OF token_hash, revoked_at ON public.partners FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE CONSTRAINT TRIGGER partners_version AFTER DELETE OR UPDATE OF revoked_at ON public.partners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.record_access_change();

ALTER TABLE public.partners ENABLE ALWAYS TRIGGER partners_version;

CREATE TRIGGER position_locations_audit AFTER INSERT OR DELETE OR UPDATE ON public.position_locations FOR EACH ROW EXECUTE FUNCTION public.record_change('position_location', 'position_id');

CREATE TRIGGER positions_audit AFTER INSERT OR DELETE OR UPDATE ON public.positions FOR EACH ROW EXECUTE FUNCTION public.record_change('position');

CREATE TRIGGER products_audit AFTER INSERT OR DELETE OR UPDATE ON public.products FOR EACH ROW EXECUTE FUNCTION public.record_change('product');

CREATE TRIGGER products_keys AFTER INSERT OR DELETE ON public.products FOR EACH ROW EXECUTE FUNCTION public.keep_product_keys();

CREATE TRIGGER products_keys_change AFTER UPDATE OF search_text, location_id, deleted_at ON public.products FOR EACH ROW WHEN (((old.search_text <> new.search_text) OR (old.location_id IS DISTINCT FROM new.location_id) OR (old.deleted_at IS DISTINCT FROM new.deleted_at))) EXECUTE FUNCTION public.keep_product_keys();

CREATE TRIGGER resource_instances_audit AFTER INSERT OR DELETE OR UPDATE ON public.resource_instances FOR EACH ROW EXECUTE FUNCTION public.record_change('resource_instance');

CREATE TRIGGER resources_audit AFTER INSERT OR DELETE OR UPDATE ON public.resources FOR EACH ROW EXECUTE FUNCTION public.record_change('resource');

CREATE TRIGGER reviews_audit AFTER INSERT OR DELETE OR UPDATE ON public.reviews FOR EACH ROW EXECUTE FUNCTION public.record_change('review');

CREATE TRIGGER reviews_rating AFTER INSERT OR DELETE OR UPDATE ON public.reviews FOR EACH ROW EXECUTE FUNCTION public.keep_rating();

CREATE TRIGGER service_categories_audit AFTER INSERT OR DELETE OR UPDATE ON public.service_categories FOR EACH ROW EXECUTE FUNCTION public.record_change('service_category');

CREATE TRIGGER service_resources_audit AFTER INSERT OR DELETE OR UPDATE ON public.service_resources FOR EACH ROW EXECUTE FUNCTION public.record_change('service_resource', 'service_id');

CREATE TRIGGER service_team_members_audit AFTER INSERT OR DELETE OR UPDATE ON public.service_team_members FOR EACH ROW EXECUTE FUNCTION public.record_change('service_team_member', 'service_id');

CREATE TRIGGER service_translations_audit AFTER INSERT OR DELETE OR UPDATE ON public.service_translations FOR EACH ROW EXECUTE FUNCTION public.record_change('service_translation', 'service_id');

CREATE TRIGGER services_audit AFTER INSERT OR DELETE OR UPDATE ON public.services FOR EACH ROW EXECUTE FUNCTION public.record_change('service');

CREATE TRIGGER sessions_access AFTER DELETE OR UPDATE OF token_hash, revoked_at ON public.sessions FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER sessions_audit_ended AFTER UPDATE OF revoked_at ON public.sessions FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION public.record_session();

CREATE TRIGGER sessions_audit_opened AFTER INSERT ON public.sessions FOR EACH ROW EXECUTE FUNCTION public.record_session();

CREATE CONSTRAINT TRIGGER sessions_version AFTER DELETE OR UPDATE OF user_id, partner_id, revoked_at ON public.sessions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.record_access_change();

ALTER TABLE public.sessions ENABLE ALWAYS TRIGGER sessions_version;

CREATE TRIGGER stock_documents_audit AFTER INSERT OR DELETE OR UPDATE ON public.stock_documents FOR EACH ROW EXECUTE FUNCTION public.record_change('stock_document');

CREATE TRIGGER stock_movements_ledger BEFORE DELETE OR UPDATE OR TRUNCATE ON public.stock_movements FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change_of_ledger();

CREATE TRIGGER stock_movements_levels AFTER INSERT ON public.stock_movements REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION public.keep_stock_levels();

CREATE TRIGGER stock_transactions_audit AFTER UPDATE ON public.stock_transactions FOR EACH ROW EXECUTE FUNCTION public.record_change('stock_transaction');

CREATE TRIGGER stock_transactions_changed AFTER UPDATE ON public.stock_transactions REFERENCING OLD TABLE AS earlier_rows NEW TABLE AS later_rows FOR EACH STATEMENT EXECUTE FUNCTION public.post_changed_transactions();

CREATE TRIGGER stock_transactions_entered AFTER INSERT ON public.stock_transactions REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION public.post_entered_transactions();

CREATE TRIGGER stock_transactions_ledger BEFORE DELETE OR TRUNCATE ON public.stock_transactions FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change_of_ledger();

CREATE TRIGGER stock_transactions_merged_card BEFORE INSERT OR UPDATE OF client_id ON public.stock_transactions FOR EACH ROW WHEN ((new.client_id <> 0)) EXECUTE FUNCTION public.follow_merged_card();

CREATE TRIGGER stock_transactions_recount_changed AFTER UPDATE ON public.stock_transactions REFERENCING OLD TABLE AS earlier_rows NEW TABLE AS later_rows FOR EACH STATEMENT EXECUTE FUNCTION public.recount_after_changed_transactions();

CREATE TRIGGER stock_transactions_recount_entered AFTER INSERT ON public.stock_transactions REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION public.recount_after_entered_transactions();

CREATE TRIGGER stock_transactions_sale_changed AFTER UPDATE ON public.stock_transactions FOR EACH ROW WHEN ((((old.appointment_id <> 0) OR (new.appointment_id <> 0)) AND (new.kind = 'sale'::text) AND (((old.appointment_id IS DISTINCT FROM new.appointment_id) OR (old.cost IS DISTINCT FROM new.cost)) OR (old.deleted_at IS DISTINCT FROM new.deleted_at)))) EXECUTE FUNCTION public.keep_money_after_sale();

CREATE TRIGGER stock_transactions_sold AFTER INSERT ON public.stock_transactions FOR EACH ROW WHEN (((new.appointment_id <> 0) AND (new.kind = 'sale'::text))) EXECUTE FUNCTION public.keep_money_after_sale();

CREATE TRIGGER storages_audit AFTER INSERT OR DELETE OR UPDATE ON public.storages FOR EACH ROW EXECUTE FUNCTION public.record_change('storage');

CREATE TRIGGER tags_audit AFTER INSERT OR DELETE OR UPDATE ON public.tags FOR EACH ROW EXECUTE FUNCTION public.record_change('tag');

CREATE TRIGGER team_members_audit AFTER INSERT OR DELETE OR UPDATE ON public.team_members FOR EACH ROW EXECUTE FUNCTION public.record_change('team_member');

CREATE TRIGGER users_access AFTER DELETE OR UPDATE OF password_hash, is_approved ON public.users FOR EACH STATEMENT EXECUTE FUNCTION public.announce_access_change();

CREATE TRIGGER users_audit AFTER UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.record_user();

CREATE TRIGGER users_password AFTER UPDATE OF password_hash ON public.users FOR EACH ROW WHEN ((old.password_hash <> new.password_hash)) EXECUTE FUNCTION public.revoke_sessions_of_user();

CREATE CONSTRAINT TRIGGER users_version AFTER DELETE OR UPDATE OF is_approved ON public.users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.record_access_change();

ALTER TABLE public.users ENABLE ALWAYS TRIGGER users_version;

CREATE TRIGGER visits_merged_card BEFORE INSERT OR UPDATE OF client_id ON public.visits FOR EACH ROW WHEN ((new.client_id IS NOT NULL)) EXECUTE FUNCTION public.follow_merged_card();

ALTER TABLE ONLY public.appointment_consumables
    ADD CONSTRAINT appointment_consumables_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.appointment_consumables
    ADD CONSTRAINT appointment_consumables_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES public.products(chain_id, id);

ALTER TABLE ONLY public.appointment_consumables
    ADD CONSTRAINT appointment_consumables_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES public.storages(chain_id, id);

ALTER TABLE ONLY public.appointment_consumables
    ADD CONSTRAINT appointment_consumables_usage_fkey FOREIGN KEY (chain_id, appointment_id, service_id) REFERENCES public.appointment_usages(chain_id, appointment_id, service_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.appointment_messages
    ADD CONSTRAINT appointment_messages_appointment_fkey FOREIGN KEY (chain_id, appointment_id) REFERENCES public.appointments(chain_id, id);

ALTER TABLE ONLY public.appointment_messages
    ADD CONSTRAINT appointment_messages_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.appointment_messages
    ADD CONSTRAINT appointment_messages_part_of_fkey FOREIGN KEY (chain_id, part_of) REFERENCES public.appointment_messages(chain_id, id);

ALTER TABLE ONLY public.appointment_services
    ADD CONSTRAINT appointment_services_appointment_fkey FOREIGN KEY (chain_id, appointment_id) REFERENCES public.appointments(chain_id, id);

ALTER TABLE ONLY public.appointment_services
    ADD CONSTRAINT appointment_services_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES public.services(chain_id, id);

ALTER TABLE ONLY public.appointment_usages
    ADD CONSTRAINT appointment_usages_appointment_fkey FOREIGN KEY (chain_id, appointment_id) REFERENCES public.appointments(chain_id, id);

ALTER TABLE ONLY public.appointment_usages
    ADD CONSTRAINT appointment_usages_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_event_fkey FOREIGN KEY (chain_id, event_id) REFERENCES public.events(chain_id, id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_visit_fkey FOREIGN KEY (chain_id, visit_id) REFERENCES public.visits(chain_id, id);

ALTER TABLE ONLY public.bill_lines
    ADD CONSTRAINT bill_lines_bill_fkey FOREIGN KEY (chain_id, bill_id) REFERENCES public.bills_of_materials(chain_id, id);

ALTER TABLE ONLY public.bill_lines
    ADD CONSTRAINT bill_lines_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.bill_lines
    ADD CONSTRAINT bill_lines_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES public.products(chain_id, id);

ALTER TABLE ONLY public.bill_lines
    ADD CONSTRAINT bill_lines_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES public.storages(chain_id, id);

ALTER TABLE ONLY public.bills_of_materials
    ADD CONSTRAINT bills_of_materials_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.blocked_phones
    ADD CONSTRAINT blocked_phones_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.booking_forms
    ADD CONSTRAINT booking_forms_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.booking_forms
    ADD CONSTRAINT booking_forms_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES public.services(chain_id, id);

ALTER TABLE ONLY public.booking_forms
    ADD CONSTRAINT booking_forms_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.booking_page_keys
    ADD CONSTRAINT booking_page_keys_appointment_fkey FOREIGN KEY (chain_id, appointment_id) REFERENCES public.appointments(chain_id, id);

ALTER TABLE ONLY public.booking_page_keys
    ADD CONSTRAINT booking_page_keys_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.calendar_feeds
    ADD CONSTRAINT calendar_feeds_user_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.cash_accounts
    ADD CONSTRAINT cash_accounts_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.cash_accounts
    ADD CONSTRAINT cash_accounts_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_parent_fkey FOREIGN KEY (chain_id, parent_id) REFERENCES public.categories(chain_id, id);

ALTER TABLE ONLY public.chain_roles
    ADD CONSTRAINT chain_roles_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.chain_roles
    ADD CONSTRAINT chain_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.client_comments
    ADD CONSTRAINT client_comments_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.client_files
    ADD CONSTRAINT client_files_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.client_merges
    ADD CONSTRAINT client_merges_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.client_merges
    ADD CONSTRAINT client_merges_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.client_occurrences
    ADD CONSTRAINT client_occurrences_appointment_fkey FOREIGN KEY (chain_id, appointment_id) REFERENCES public.appointments(chain_id, id);

ALTER TABLE ONLY public.client_occurrences
    ADD CONSTRAINT client_occurrences_client_schedule_fkey FOREIGN KEY (chain_id, client_schedule_id) REFERENCES public.client_schedules(chain_id, id);

ALTER TABLE ONLY public.client_occurrences
    ADD CONSTRAINT client_occurrences_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.client_occurrences
    ADD CONSTRAINT client_occurrences_occurrence_fkey FOREIGN KEY (chain_id, occurrence_id) REFERENCES public.event_occurrences(chain_id, id);

ALTER TABLE ONLY public.client_schedules
    ADD CONSTRAINT client_schedules_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.client_schedules
    ADD CONSTRAINT client_schedules_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.client_schedules
    ADD CONSTRAINT client_schedules_schedule_fkey FOREIGN KEY (chain_id, schedule_id) REFERENCES public.event_schedules(chain_id, id);

ALTER TABLE ONLY public.client_sessions
    ADD CONSTRAINT client_sessions_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.client_accounts(id);

ALTER TABLE ONLY public.client_sessions
    ADD CONSTRAINT client_sessions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.client_tags
    ADD CONSTRAINT client_tags_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.client_tags
    ADD CONSTRAINT client_tags_tag_fkey FOREIGN KEY (chain_id, tag_id) REFERENCES public.tags(chain_id, id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_merged_into_fkey FOREIGN KEY (chain_id, merged_into) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.custom_fields
    ADD CONSTRAINT custom_fields_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.employees
    ADD CONSTRAINT employees_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.employees
    ADD CONSTRAINT employees_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.event_occurrences
    ADD CONSTRAINT event_occurrences_event_fkey FOREIGN KEY (chain_id, event_id) REFERENCES public.events(chain_id, id);

ALTER TABLE ONLY public.event_occurrences
    ADD CONSTRAINT event_occurrences_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.event_occurrences
    ADD CONSTRAINT event_occurrences_series_fkey FOREIGN KEY (chain_id, series_id) REFERENCES public.event_series(chain_id, id);

ALTER TABLE ONLY public.event_schedules
    ADD CONSTRAINT event_schedules_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.event_schedules
    ADD CONSTRAINT event_schedules_original_event_fkey FOREIGN KEY (chain_id, original_event_id) REFERENCES public.events(chain_id, id);

ALTER TABLE ONLY public.event_series
    ADD CONSTRAINT event_series_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.event_series
    ADD CONSTRAINT event_series_schedule_fkey FOREIGN KEY (chain_id, schedule_id) REFERENCES public.event_schedules(chain_id, id);

ALTER TABLE ONLY public.event_series
    ADD CONSTRAINT event_series_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.event_strategies
    ADD CONSTRAINT event_strategies_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES public.services(chain_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.finance_transactions
    ADD CONSTRAINT finance_transactions_account_fkey FOREIGN KEY (chain_id, account_id) REFERENCES public.cash_accounts(chain_id, id);

ALTER TABLE ONLY public.finance_transactions
    ADD CONSTRAINT finance_transactions_appointment_fkey FOREIGN KEY (chain_id, appointment_id) REFERENCES public.appointments(chain_id, id);

ALTER TABLE ONLY public.finance_transactions
    ADD CONSTRAINT finance_transactions_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.finance_transactions
    ADD CONSTRAINT finance_transactions_visit_fkey FOREIGN KEY (chain_id, visit_id) REFERENCES public.visits(chain_id, id);

ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.images
    ADD CONSTRAINT images_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES public.users(id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_role_fkey FOREIGN KEY (chain_id, location_id, user_id) REFERENCES public.location_roles(chain_id, location_id, user_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.known_networks
    ADD CONSTRAINT known_networks_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.location_roles
    ADD CONSTRAINT location_roles_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.location_roles
    ADD CONSTRAINT location_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_city_id_fkey FOREIGN KEY (city_id) REFERENCES public.cities(id);

ALTER TABLE ONLY public.message_refusals
    ADD CONSTRAINT message_refusals_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.message_refusals
    ADD CONSTRAINT message_refusals_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.position_locations
    ADD CONSTRAINT position_locations_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.position_locations
    ADD CONSTRAINT position_locations_position_fkey FOREIGN KEY (chain_id, position_id) REFERENCES public.positions(chain_id, id);

ALTER TABLE ONLY public.positions
    ADD CONSTRAINT positions_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_category_fkey FOREIGN KEY (chain_id, category_id) REFERENCES public.categories(chain_id, id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_sale_unit_id_fkey FOREIGN KEY (sale_unit_id) REFERENCES public.units(id);

ALTER TABLE ONLY public.products
    ADD CONSTRAINT products_write_off_unit_id_fkey FOREIGN KEY (write_off_unit_id) REFERENCES public.units(id);

ALTER TABLE ONLY public.resource_days
    ADD CONSTRAINT resource_days_resource_fkey FOREIGN KEY (chain_id, resource_id) REFERENCES public.resources(chain_id, id);

ALTER TABLE ONLY public.resource_instances
    ADD CONSTRAINT resource_instances_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.resource_instances
    ADD CONSTRAINT resource_instances_resource_fkey FOREIGN KEY (chain_id, resource_id) REFERENCES public.resources(chain_id, id);

ALTER TABLE ONLY public.resources
    ADD CONSTRAINT resources_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_appointment_fkey FOREIGN KEY (chain_id, appointment_id) REFERENCES public.appointments(chain_id, id);

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.reviews
    ADD CONSTRAINT reviews_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.schedule_changes
    ADD CONSTRAINT schedule_changes_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.schedule_days
    ADD CONSTRAINT schedule_days_schedule_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.schedules(chain_id, team_member_id);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.service_categories
    ADD CONSTRAINT service_categories_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.service_categories
    ADD CONSTRAINT service_categories_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.service_resources
    ADD CONSTRAINT service_resources_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.service_resources
    ADD CONSTRAINT service_resources_resource_fkey FOREIGN KEY (chain_id, resource_id) REFERENCES public.resources(chain_id, id);

ALTER TABLE ONLY public.service_resources
    ADD CONSTRAINT service_resources_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES public.services(chain_id, id);

ALTER TABLE ONLY public.service_team_members
    ADD CONSTRAINT service_team_members_bill_fkey FOREIGN KEY (chain_id, bill_id) REFERENCES public.bills_of_materials(chain_id, id);

ALTER TABLE ONLY public.service_team_members
    ADD CONSTRAINT service_team_members_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.service_team_members
    ADD CONSTRAINT service_team_members_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES public.services(chain_id, id);

ALTER TABLE ONLY public.service_team_members
    ADD CONSTRAINT service_team_members_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.service_translations
    ADD CONSTRAINT service_translations_service_fkey FOREIGN KEY (chain_id, service_id) REFERENCES public.services(chain_id, id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_category_fkey FOREIGN KEY (chain_id, category_id) REFERENCES public.service_categories(chain_id, id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES public.partners(id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.stock_costs
    ADD CONSTRAINT stock_costs_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.stock_costs
    ADD CONSTRAINT stock_costs_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES public.products(chain_id, id);

ALTER TABLE ONLY public.stock_documents
    ADD CONSTRAINT stock_documents_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.stock_documents
    ADD CONSTRAINT stock_documents_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.stock_documents
    ADD CONSTRAINT stock_documents_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES public.storages(chain_id, id);

ALTER TABLE ONLY public.stock_documents
    ADD CONSTRAINT stock_documents_to_storage_fkey FOREIGN KEY (chain_id, to_storage_id) REFERENCES public.storages(chain_id, id);

ALTER TABLE ONLY public.stock_documents
    ADD CONSTRAINT stock_documents_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.stock_levels
    ADD CONSTRAINT stock_levels_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.stock_levels
    ADD CONSTRAINT stock_levels_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES public.products(chain_id, id);

ALTER TABLE ONLY public.stock_levels
    ADD CONSTRAINT stock_levels_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES public.storages(chain_id, id);

ALTER TABLE ONLY public.stock_transactions
    ADD CONSTRAINT stock_transactions_document_fkey FOREIGN KEY (chain_id, document_id) REFERENCES public.stock_documents(chain_id, id);

ALTER TABLE ONLY public.stock_transactions
    ADD CONSTRAINT stock_transactions_product_fkey FOREIGN KEY (chain_id, product_id) REFERENCES public.products(chain_id, id);

ALTER TABLE ONLY public.stock_transactions
    ADD CONSTRAINT stock_transactions_storage_fkey FOREIGN KEY (chain_id, storage_id) REFERENCES public.storages(chain_id, id);

ALTER TABLE ONLY public.stock_transactions
    ADD CONSTRAINT stock_transactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.storages
    ADD CONSTRAINT storages_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.storages
    ADD CONSTRAINT storages_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.team_member_ratings
    ADD CONSTRAINT team_member_ratings_team_member_fkey FOREIGN KEY (chain_id, team_member_id) REFERENCES public.team_members(chain_id, id);

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_position_fkey FOREIGN KEY (chain_id, position_id) REFERENCES public.positions(chain_id, id);

ALTER TABLE ONLY public.team_members
    ADD CONSTRAINT team_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.texts_to_fold
    ADD CONSTRAINT texts_to_fold_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES public.chains(id);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_client_fkey FOREIGN KEY (chain_id, client_id) REFERENCES public.clients(chain_id, id);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_location_fkey FOREIGN KEY (chain_id, location_id) REFERENCES public.locations(chain_id, id);
