"""What of a product lies in each storage of a location, as a piece of the statements that show products."""

from typing import LiteralString

# Of location $2, in the order in which they are shown. It is looked up once for all products.
_STORAGES_HERE: LiteralString = """
    (SELECT array_agg(id ORDER BY weight, id) FROM storages WHERE chain_id = $1 AND location_id = $2)::bigint[]
"""
# A JSON list for product `p`, with 0 where it has never been; NULL without storages. A list of rows would cost the
# driver more than all the rest of a product. Storages of other locations are left out by the index already: a product
# of a big chain lies in hundreds.
LEVELS_OF_PRODUCT: LiteralString = f"""
    (SELECT '[' || string_agg(
                '{{"storage_id":' || storage.id || ',"amount":' || coalesce(trim_scale(l.amount), 0) || '}}',
                ',' ORDER BY storage.place) || ']'
     FROM unnest({_STORAGES_HERE}) WITH ORDINALITY AS storage (id, place)
     LEFT JOIN stock_levels l
         ON l.chain_id = $1 AND l.product_id = p.id AND l.storage_id = storage.id
        AND l.storage_id = ANY ({_STORAGES_HERE}))
"""
# The same for a part `page` of the statement that has found the ids of many products. What lies in all storages is read
# in one go, by product; one that has never been anywhere gets the same zeros as all such; only what lies in some of the
# storages is looked at by itself.
_LEVELS_BY_PRODUCT: LiteralString = f"""
    (SELECT jsonb_object_agg(product_id, told)
     FROM (SELECT l.product_id,
                  CASE count(*) WHEN cardinality({_STORAGES_HERE})
                  THEN '[' || string_agg(
                      '{{"storage_id":' || l.storage_id || ',"amount":' || trim_scale(l.amount) || '}}',
                      ',' ORDER BY array_position({_STORAGES_HERE}, l.storage_id)) || ']'
                  ELSE '' END AS told
           FROM stock_levels l
           WHERE l.chain_id = $1 AND l.product_id = ANY (ARRAY (SELECT id FROM page))
             AND l.storage_id = ANY ({_STORAGES_HERE})
           GROUP BY l.product_id) AS lying)
"""
_ZEROS: LiteralString = """
    (SELECT '[' || string_agg('{"storage_id":' || id || ',"amount":0}', ',' ORDER BY weight, id) || ']'
     FROM storages WHERE chain_id = $1 AND location_id = $2)
"""
LEVELS_ON_PAGE: LiteralString = f"""
    coalesce(nullif(coalesce({_LEVELS_BY_PRODUCT} ->> p.id::text, {_ZEROS}), ''), {LEVELS_OF_PRODUCT})
"""
