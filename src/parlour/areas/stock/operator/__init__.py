"""Statements of whoever runs the server: does the stock of all chains add up? Only the command line uses them."""
