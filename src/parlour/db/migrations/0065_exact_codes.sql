-- Of products with the very same code, what is written alike comes first among all of them: also where there are more
-- than are fetched at first, which are the first by their ids.
SET lock_timeout = '5s';

-- The products that a location sees and a term finds, the best first: those with the very code, with a code that begins
-- so, with a title that begins so, with the phrase in the title, with all words in it. Codes come by the code, of the
-- very same first what is written alike; titles by title.
CREATE OR REPLACE FUNCTION search_products(chain bigint, place bigint, phrase text, wanted bigint)
RETURNS TABLE (id bigint, is_exact boolean, rank bigint)
LANGUAGE plpgsql STABLE ROWS 25 AS $$
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
$$;
