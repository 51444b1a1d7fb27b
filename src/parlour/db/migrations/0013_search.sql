-- Searches of the product tree: by the exact code, by how a code or a title begins, by words in any order. What is
-- common is found by walking keys in the order of the answer, so that it costs the same however much there is
-- (docs/decisions/0018). Terms are folded: words with single blanks between them.
SET lock_timeout = '5s';

-- How a code is compared: without the marks that separate its parts, and a barcode without the zeros before it, in
-- which UPC-A, EAN-13 and GTIN-14 differ. At least eight digits stay, so that an EAN-8 keeps its own. Of a very long
-- code only the beginning, for an index can't hold more.
CREATE FUNCTION code_key(folded text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN translate(folded, ' -./\_,:', '') ~ '^0[0-9]{8,13}$' THEN
            CASE WHEN length(ltrim(translate(folded, ' -./\_,:', ''), '0')) < 8
                 THEN right(translate(folded, ' -./\_,:', ''), 8)
                 ELSE ltrim(translate(folded, ' -./\_,:', ''), '0') END
        WHEN translate(folded, ' -./\_,:', '') = '' THEN left(folded, 64)
        ELSE left(translate(folded, ' -./\_,:', ''), 64) END
$$;
-- How the keys begin that a term may be the beginning of: a barcode lacks its zeros, a shorter code has them.
CREATE FUNCTION code_beginnings(term text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN code_key(term) ~ '^0+[1-9][0-9]*$' THEN ARRAY[code_key(term), ltrim(code_key(term), '0')]
                ELSE ARRAY[code_key(term)] END
$$;
-- What titles are sorted by and looked through. Of a very long one only the beginning. Not safe in parallel, so that no
-- search is spread over several processes, whose start takes longer than a search.
CREATE FUNCTION title_key(search_text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE AS $$ SELECT left(split_part(search_text, chr(31), 1), 160) $$;
-- The pieces that a text must have when it holds all of the words.
CREATE FUNCTION word_pieces(scope bigint, words text[]) RETURNS integer[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT hashtext(scope || ':' || substr(word, i, least(3, length(word))))), '{}')
    FROM unnest(words) AS word, generate_series(1, greatest(length(word) - 2, 1)) AS i
$$;
-- For LIKE ALL: texts that hold each of the words.
CREATE FUNCTION word_patterns(words text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg('%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%') FROM unnest(words) AS word
$$;

-- The titles and codes of the products that are shown, in their order: narrow enough to walk through without looking at
-- the products. By code points whatever the database's language, so that what begins with a text lies side by side.
CREATE TABLE product_keys (
    chain_id bigint NOT NULL,
    scope bigint NOT NULL,
    kind "char" NOT NULL CONSTRAINT product_keys_kind_check CHECK (kind IN ('c', 't')),
    key text COLLATE "C" NOT NULL,
    id bigint NOT NULL,
    CONSTRAINT product_keys_pkey PRIMARY KEY (chain_id, scope, kind, key, id)
);
CREATE FUNCTION product_keys_of(search_text text) RETURNS TABLE (kind "char", key text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 3 AS $$
    SELECT kind, key FROM (
        VALUES ('t'::"char", title_key(search_text)),
               ('c'::"char", nullif(code_key(split_part(search_text, chr(31), 2)), '')),
               ('c'::"char", nullif(code_key(split_part(search_text, chr(31), 3)), ''))
    ) AS keys (kind, key)
    WHERE key IS NOT NULL
$$;
CREATE FUNCTION keep_product_keys() RETURNS trigger
LANGUAGE plpgsql AS $$
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
CREATE TRIGGER products_keys AFTER INSERT OR DELETE ON products
    FOR EACH ROW EXECUTE FUNCTION keep_product_keys();
CREATE TRIGGER products_keys_change AFTER UPDATE OF search_text, location_id, deleted_at ON products
    FOR EACH ROW
    WHEN (OLD.search_text <> NEW.search_text OR OLD.location_id IS DISTINCT FROM NEW.location_id
          OR OLD.deleted_at IS DISTINCT FROM NEW.deleted_at)
    EXECUTE FUNCTION keep_product_keys();

-- Whose texts are folded by an older rule, and whose keys may lack: from behind this id on. The server works it off,
-- some thousand rows at a time, when it starts (areas/products/operator/refolding.py): only Python knows how to fold.
CREATE TABLE texts_to_fold (
    chain_id bigint NOT NULL CONSTRAINT texts_to_fold_chain_id_fkey REFERENCES chains,
    kind text NOT NULL CONSTRAINT texts_to_fold_kind_check CHECK (kind IN ('categories', 'products')),
    behind_id bigint NOT NULL DEFAULT 0,
    CONSTRAINT texts_to_fold_pkey PRIMARY KEY (chain_id, kind)
);
INSERT INTO texts_to_fold (chain_id, kind) SELECT id, kind FROM chains, unnest('{categories,products}'::text[]) AS kind;

-- The first titles that fit the patterns, of as many as `far` in their order. One too long for its key is looked up.
CREATE FUNCTION walk_titles(
    chain bigint, place bigint, patterns text[], listed bigint[], far bigint, wanted bigint
) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
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

-- All titles that hold the words, by their pieces, as many as `most`: those with the phrase first.
CREATE FUNCTION gather_titles(
    chain bigint, place bigint, words text[], phrase text, listed bigint[], most bigint
) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
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

-- The products that a location sees whose title holds all words of the phrase, those with the phrase itself first, by
-- title; none that is listed already.
--
-- Where there are many, as of a single word, they are met soon by walking all titles in their order. Where there are
-- few, all are fetched by their pieces and sorted. What is neither is walked for longer, and at last fetched and sorted
-- nevertheless.
CREATE FUNCTION search_titles(chain bigint, place bigint, phrase text, listed bigint[], wanted bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$
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

-- The products that a location sees and a term finds, the best first: those with the very code, with a code that begins
-- so, with a title that begins so, with the phrase in the title, with all words in it. Codes come by the code, of the
-- very same first what is written alike; titles by title.
CREATE FUNCTION search_products(chain bigint, place bigint, phrase text, wanted bigint)
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
    IF exact > 1 THEN
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

-- The same of categories, which have no barcode. They are few.
CREATE FUNCTION search_categories(chain bigint, place bigint, phrase text, wanted bigint)
RETURNS TABLE (id bigint, is_exact boolean, rank bigint)
LANGUAGE sql STABLE ROWS 25 AS $$
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
-- The function of an index names no other function of ours, which PostgreSQL wouldn't find when it builds one.
CREATE INDEX categories_article_idx ON categories
    (chain_id, item_scope(chain_id, location_id), code_key(split_part(search_text, chr(31), 2)) COLLATE "C", id)
    WHERE deleted_at IS NULL AND article <> '';

-- All products that a location sees with a code that begins with the term.
CREATE FUNCTION products_by_code(chain bigint, place bigint, term text) RETURNS SETOF bigint
LANGUAGE sql STABLE ROWS 25 AS $$
    SELECT DISTINCT begun.id
    FROM unnest(ARRAY[place, -chain]) AS its, unnest(code_beginnings(term)) AS beginning
    CROSS JOIN LATERAL (
        SELECT k.id FROM product_keys k
        WHERE k.chain_id = chain AND k.scope = its AND k.kind = 'c'
          AND k.key >= beginning AND k.key < beginning || chr(1114111)
        OFFSET 0
    ) AS begun
$$;
