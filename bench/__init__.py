"""The benchmark: Parlour beside pgbench and bare routes that run the same statements, and its mock beside Prism."""
