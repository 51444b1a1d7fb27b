"""All operations of inventory (tag Inventory); each module states its own."""

from parlour.areas.inventory import v1_documents, v1_export, v1_search, v1_storages, v1_transactions

HANDLERS = [
    *v1_storages.HANDLERS,
    *v1_search.HANDLERS,
    *v1_export.HANDLERS,
    *v1_documents.HANDLERS,
    *v1_transactions.HANDLERS,
]
