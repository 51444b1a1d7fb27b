-- Searches that go on behind a place in their order (docs/decisions/0023): how well the term fits, then code or title,
-- then the id. Like search_products, which finds the first of the same order, it tries one way of fitting after the other
-- until there are enough, each from the place on. A range begins at the place or where the term begins, whichever comes
-- later: with a bound for each, PostgreSQL may read from the wrong one.
SET lock_timeout = '5s';

-- Whether an article or a barcode begins with one of the beginnings.
CREATE FUNCTION has_code(search_text text, beginnings text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT code_key(split_part(search_text, chr(31), 2)) ^@ ANY (beginnings)
        OR code_key(split_part(search_text, chr(31), 3)) ^@ ANY (beginnings)
$$;
-- Whether it has a code that begins so and comes before the key: then that is where it is shown.
CREATE FUNCTION has_code_before(search_text text, beginning text, key text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT EXISTS (
        SELECT FROM (VALUES (code_key(split_part(search_text, chr(31), 2))),
                            (code_key(split_part(search_text, chr(31), 3)))) AS own (code)
        WHERE own.code ^@ beginning AND own.code COLLATE "C" < key COLLATE "C" AND own.code <> '')
$$;

-- Fit 0: the code as it is written; 1: the very code; 2: a code that begins so; 3: one that does without its zeros;
-- 4: a title that begins so; 5: one that holds the phrase; 6: one that holds all its words.
CREATE FUNCTION search_products_behind(
    chain bigint, place bigint, phrase text, wanted bigint, after_fit integer, after_key text, after_id bigint
) RETURNS TABLE (id bigint, fit integer, key text)
LANGUAGE plpgsql STABLE ROWS 25 AS $$
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
