"""The stock of a product in each storage of a location, as SQL for the statements that show products on the v1 wire.

It is JSON with the names of the wire, for speed (docs/decisions/0007-hot-path.md).
"""

from typing import LiteralString

# The storages of location $2, in display order. This is evaluated once for all products.
_STORAGES_HERE: LiteralString = """
    (SELECT array_agg(id ORDER BY weight, id) FROM storages WHERE chain_id = $1 AND location_id = $2)::bigint[]
"""
# A JSON list for product `p`, with 0 for storages that never had any; NULL without storages. The index already excludes
# storages of other locations: in a big chain a product can be in hundreds of them.
LEVELS_OF_PRODUCT: LiteralString = f"""
    (SELECT '[' || string_agg(
                '{{"storage_id":' || storage.id || ',"amount":' || coalesce(trim_scale(l.amount), 0) || '}}',
                ',' ORDER BY storage.place) || ']'
     FROM unnest({_STORAGES_HERE}) WITH ORDINALITY AS storage (id, place)
     LEFT JOIN stock_levels l
         ON l.chain_id = $1 AND l.product_id = p.id AND l.storage_id = storage.id
        AND l.storage_id = ANY ({_STORAGES_HERE}))
"""
# The same for many products, whose ids are in the CTE `page`. Products with a level in every storage are read together.
# All products without any level share one list of zeros. Only products with a level in some of the storages are looked
# up one by one.
_LEVELS_BY_PRODUCT: LiteralString = f"""
    (SELECT jsonb_object_agg(product_id, levels)
     FROM (SELECT l.product_id,
                  CASE count(*) WHEN cardinality({_STORAGES_HERE})
                  THEN '[' || string_agg(
                      '{{"storage_id":' || l.storage_id || ',"amount":' || trim_scale(l.amount) || '}}',
                      ',' ORDER BY array_position({_STORAGES_HERE}, l.storage_id)) || ']'
                  ELSE '' END AS levels
           FROM stock_levels l
           WHERE l.chain_id = $1 AND l.product_id = ANY (ARRAY (SELECT id FROM page))
             AND l.storage_id = ANY ({_STORAGES_HERE})
           GROUP BY l.product_id) AS stored)
"""
_ZEROS: LiteralString = """
    (SELECT '[' || string_agg('{"storage_id":' || id || ',"amount":0}', ',' ORDER BY weight, id) || ']'
     FROM storages WHERE chain_id = $1 AND location_id = $2)
"""
LEVELS_ON_PAGE: LiteralString = f"""
    coalesce(nullif(coalesce({_LEVELS_BY_PRODUCT} ->> p.id::text, {_ZEROS}), ''), {LEVELS_OF_PRODUCT})
"""
