"""PostgreSQL: the embedded server, the pool, transactions, rows and migrations. Knows no business word."""
