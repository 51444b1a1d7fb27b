"""The command line, a module per noun."""
