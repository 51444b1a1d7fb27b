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
