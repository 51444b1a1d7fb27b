"""The benchmark: Parlour beside pgbench and bare routes that run the same statements on the same database."""
