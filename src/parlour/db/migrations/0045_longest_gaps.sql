-- How much free time the days of members have.
SET lock_timeout = '5s';

-- Return the longest time of a day without anything, in minutes; more than any day has if it lasts until midnight, for it
-- may go on. On days whose clocks change it isn't exact.
CREATE FUNCTION longest_gap(minutes smallint[], busy smallint[]) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(max(CASE WHEN upper(gap) >= 1439 THEN 9999 ELSE upper(gap) - lower(gap) END), 0)::smallint
    FROM unnest(
        (SELECT coalesce(range_agg(int4range(minutes[n], minutes[n + 1])), '{}')
         FROM generate_series(1, cardinality(minutes), 2) AS n)
        - (SELECT coalesce(range_agg(int4range(busy[n], busy[n + 1])), '{}')
           FROM generate_series(1, cardinality(busy), 2) AS n)) AS gap
$$;

-- By which days without enough free time are passed over.
ALTER TABLE schedule_days
    ADD COLUMN longest_gap smallint NOT NULL GENERATED ALWAYS AS (longest_gap(minutes, busy)) STORED;
