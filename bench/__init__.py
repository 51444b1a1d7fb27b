"""The benchmark: Parlour beside pgbench and bare routes that run the same statements, on stock that moves, and its mock
beside Prism.
"""
