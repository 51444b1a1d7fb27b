"""Stock as people work with it: storages, documents, the transactions that stand on them."""
