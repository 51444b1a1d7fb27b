"""Lists that come in pages, one mechanism for all of them (docs/decisions/0023-pages.md)."""
