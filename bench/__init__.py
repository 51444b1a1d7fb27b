"""The benchmark: Parlour beside pgbench and bare routes that run the same statements, on moving stock, and its mock
beside Prism.
"""
