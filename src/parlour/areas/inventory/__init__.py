"""Stock as users work with it: storages, documents and their transactions."""
