-- The longest gap of a day is found by one pass over its minutes: it is computed with each booking, and for each day of a
-- schedule. The results are the same, so stored ones stay.
SET lock_timeout = '5s';

-- Return the longest time of a day without anything, in minutes; more than any day has if it lasts until midnight, for it
-- may go on. On days whose clocks change it isn't exact. Both lists are pairs in the order of their beginnings; what is busy
-- may overlap.
CREATE OR REPLACE FUNCTION longest_gap(minutes smallint[], busy smallint[]) RETURNS smallint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
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
