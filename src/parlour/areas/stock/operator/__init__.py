"""Statements for the operator of the server: stock checks and repairs. Only the command line uses them."""
