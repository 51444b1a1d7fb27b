"""Dictionaries: countries, cities and kinds of business. They belong to no chain, and no user changes them."""
